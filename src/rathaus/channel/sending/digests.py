"""Digests: one e-mail to each subscriber with all that waited.

Whoever takes a subscriber locks them and leases their rows, so that no two workers write to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.channel.codes import subscriber_token
from rathaus.channel.gathering import is_worth_telling
from rathaus.channel.models import Delivery, Dispatch, Rhythm, State, Subscriber, Subscription
from rathaus.channel.subscribing import note_failure
from rathaus.channel.wording import digest_words
from rathaus.core import clock
from rathaus.outbox.service import TOKEN, BulkText, MailLine, NotHandedOver, Refused, Steps

from . import claiming

_GAP, _MOST_TRIES = timedelta(minutes=15), 32  # a server that says "not now" is asked for eight hours
_SERVER_GAP = timedelta(minutes=1)


@dataclass
class Round:
    """Texts that were written already: many subscribers get the same."""

    texts: dict[tuple[object, ...], BulkText] = field(default_factory=dict)


def are_due() -> bool:
    return Delivery.objects.filter(state=State.GATHERED, next_at__lte=clock.now()).exists()


def send_due(steps: Steps) -> None:
    """Until nothing is due, or the mail server is missing: then all that is left waits a minute."""
    texts = Round()
    while True:
        with steps():
            taken, until = take()
        if not taken:
            return
        with MailLine() as line:
            for number, pk in enumerate(taken):
                if clock.now() > until - claiming.LEASE / 2:
                    break  # what is left comes up again after the lease
                try:
                    with steps():
                        _send(pk, until, line, texts)
                except NotHandedOver:
                    with steps():
                        _move(taken[number:], until, clock.now() + _SERVER_GAP)
                    return


def take() -> tuple[list[UUID], datetime]:
    """The next subscribers for whom something is due, and until when it is ours."""
    now = clock.now()
    due = Delivery.objects.filter(state=State.GATHERED, next_at__lte=now)
    ids = list(due.order_by("subscriber").values_list("subscriber", flat=True).distinct()[: claiming.BATCH])
    known = _lock(ids)
    claiming.drop(list(due.filter(subscriber__in=_gone(ids)).values_list("pk", flat=True)))
    until = now + claiming.LEASE
    ours = _still_due(known, now)
    due.filter(subscriber__in=ours).update(next_at=until)
    return ours, until


def _lock(ids: Sequence[UUID]) -> list[UUID]:
    """Those that no other worker has at this moment."""
    rows = Subscriber.objects.select_for_update(skip_locked=True).filter(pk__in=ids).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _still_due(ids: Sequence[UUID], now: datetime) -> list[UUID]:
    """Without those whom somebody served before we had the lock."""
    due = Delivery.objects.filter(state=State.GATHERED, next_at__lte=now, subscriber__in=ids)
    return sorted(set(due.values_list("subscriber", flat=True)))


def _gone(ids: Sequence[UUID]) -> set[UUID]:
    return set(ids) - set(Subscriber.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _send(pk: UUID, until: datetime, line: MailLine, texts: Round) -> None:
    """Raises NotHandedOver when the server is missing."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    rows = _leased([pk], until)
    shown = _worth_telling(subscriber, rows) if subscriber else []
    if subscriber is None or not shown:
        return claiming.drop([row.pk for row in rows])
    told = {dispatch.publication_id for dispatch in shown}
    kept = [row for row in rows if row.dispatch.publication_id in told]
    claiming.drop([row.pk for row in rows if row not in kept])
    token = subscriber_token(subscriber.pk, subscriber.generation)
    message = _text(subscriber, shown, texts).message_to(subscriber.address, token, f"{rows[0].pk}.digest")
    try:
        line.hand_over(message, waiting_since=rows[0].dispatch.at)
    except Refused as refusal:
        for row in kept:
            claiming.failed(row.pk, refusal.code)
        return note_failure(subscriber)
    except NotHandedOver as later:
        if not later.code:
            raise
        return _try_later(kept, later.code)
    _note_sent(kept)
    Subscriber.objects.filter(pk=pk).exclude(failures=0).update(failures=0)
    return None


def _note_sent(rows: Sequence[Delivery]) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.SENT, done_at=clock.now())


def _leased(ids: Sequence[UUID], until: datetime) -> list[Delivery]:
    """What we took and nobody else has since."""
    rows = Delivery.objects.filter(state=State.GATHERED, subscriber__in=ids, next_at=until)
    return list(rows.select_related("dispatch__publication__topic", "dispatch__publication__facility").order_by("id"))


def _worth_telling(subscriber: Subscriber, rows: Sequence[Delivery]) -> list[Dispatch]:
    """Of each publication the last word, in the order they came; without what is over or not wanted any more."""
    last = {row.dispatch.publication_id: row.dispatch for row in sorted(rows, key=lambda row: row.dispatch.number)}
    wanted = set(Subscription.objects.filter(subscriber=subscriber, is_on=True).values_list("topic_id", "place"))
    return [
        dispatch
        for dispatch in sorted(last.values(), key=lambda one: (one.at, one.pk))
        if is_worth_telling(dispatch.publication)
        and not claiming.is_out_of_date(dispatch)
        and _wants(wanted, dispatch)
    ]


def _wants(wanted: set[tuple[UUID, str]], dispatch: Dispatch) -> bool:
    told = dispatch.publication
    if not told.places:
        return any(topic == told.topic_id for topic, _place in wanted)
    return any((told.topic_id, place) in wanted for place in ["", *told.places])


def _try_later(rows: Sequence[Delivery], code: int) -> None:
    """All of it together: it stays one e-mail."""
    tries = max(row.tries for row in rows) + 1
    if tries > _MOST_TRIES:
        for row in rows:
            claiming.failed(row.pk, code)
        return
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        next_at=clock.now() + _GAP, tries=tries, code=code
    )


def _move(ids: Sequence[UUID], until: datetime, due: datetime) -> None:
    Delivery.objects.filter(state=State.GATHERED, subscriber__in=ids, next_at=until).update(next_at=due)


def _text(subscriber: Subscriber, shown: Sequence[Dispatch], texts: Round) -> BulkText:
    key = (subscriber.language, subscriber.rhythm, *(dispatch.pk for dispatch in shown))
    if key not in texts.texts:
        with translation.override(subscriber.language):
            words, why = digest_words(shown), _why(subscriber.rhythm)
        texts.texts[key] = BulkText(
            "channel_digest",
            words,
            language=subscriber.language,
            why=why,
            unsubscribe=reverse("channel_leave", args=[TOKEN]),
            preferences=reverse("channel_mine", args=[TOKEN]),
        )
    return texts.texts[key]


def _why(rhythm: str) -> str:
    if rhythm == Rhythm.WEEKLY:
        return _("Sie bekommen diese E-Mail, weil Sie Meldungen einmal in der Woche gesammelt lesen möchten.")
    return _("Sie bekommen diese E-Mail, weil Sie Meldungen einmal am Tag gesammelt lesen möchten.")
