"""Subscribing, choosing and leaving."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from rathaus.accounts.service import fold_address
from rathaus.core import clock
from rathaus.outbox.service import NotWanted, completes_mail, forget_recipient, send_mail
from rathaus.tenancy.service import current_municipality

from .codes import private_link, subscriber_token
from .errors import NotPossible
from .gathering import bring_forward
from .limits import may_write_to
from .models import Rhythm, Subscriber, Subscription, Topic, Way

_MOST_CHOICES = 500


class NoAddress(NotPossible):
    """What was typed is no e-mail address."""


class NothingChosen(NotPossible):
    """No topic of this municipality was chosen."""


@dataclass(frozen=True, order=True)
class Choice:
    """A topic, at one place or (empty) at all."""

    topic: str
    place: str = ""


def read_choices(choices: Iterable[Choice]) -> list[Choice]:
    """Those that are offered here, each once. All places of a topic take in the single ones."""
    leaves = {t.key: t for t in Topic.objects.filter(is_active=True, is_leaf=True)}
    places = set(current_municipality().settings.get("places", []))
    known = sorted(
        {
            c
            for c in choices
            if c.topic in leaves and (not c.place or (leaves[c.topic].by_place and c.place in places))
        }
    )
    everywhere = {choice.topic for choice in known if not choice.place}
    return [c for c in known if not c.place or c.topic not in everywhere][:_MOST_CHOICES]


@transaction.atomic
def ask_to_subscribe(
    email: str, choices: Iterable[Choice], *, language: str, rhythm: Rhythm = Rhythm.AT_ONCE, network: str = ""
) -> None:
    """Remember the choice until the link in the e-mail confirms it. The same whether the address is known or not.

    Raises NoAddress, NothingChosen, TooMany. An address gets so many e-mails a day and no more; nobody sees from
    outside when it did. Whoever is known keeps the rhythm that they have.
    """
    address, wanted = _read_email(email), read_choices(choices)
    if not wanted:
        raise NothingChosen
    told = [[choice.topic, choice.place] for choice in wanted]
    row = Subscriber(address=address, language=language)
    Subscriber.objects.bulk_create([row], ignore_conflicts=True)
    found = Subscriber.objects.select_for_update().get(way=Way.EMAIL, address=address)
    found.wanted = told
    if found.confirmed_at is None:
        found.language, found.rhythm, found.created_at = language, rhythm, clock.now()  # the week begins anew
    found.save(update_fields=["wanted", "language", "rhythm", "created_at"])
    if asked := may_write_to(found, network=network):
        key, context = f"{_mail_key(found)}{asked.pk}", {"subscriber": str(found.pk)}
        send_mail(key=key, to=address, template="channel_confirm", context=context, language=language)


@transaction.atomic
def confirm(subscriber: Subscriber) -> None:
    """What waited is wanted too from now on. Any number of times."""
    found = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if found.confirmed_at is None:
        found.confirmed_at = clock.now()
    wanted, found.wanted = [Choice(*pair) for pair in found.wanted], []
    found.failures, found.paused_at = 0, None
    found.save()
    if wanted:
        _choose(found, read_choices([*choices_of(found), *wanted]))
    Subscription.objects.filter(subscriber=found, is_on=False).update(is_on=True)


@transaction.atomic
def subscribe_at_once(
    email: str, choices: Iterable[Choice], *, language: str, rhythm: Rhythm = Rhythm.AT_ONCE
) -> Subscriber:
    """For who proved already that the address is theirs. Adds to what they have, and leaves the rhythm as it is.

    Raises as `ask_to_subscribe`.
    """
    address, wanted = _read_email(email), read_choices(choices)
    if not wanted:
        raise NothingChosen
    Subscriber.objects.bulk_create([Subscriber(address=address, language=language)], ignore_conflicts=True)
    found = Subscriber.objects.select_for_update().get(way=Way.EMAIL, address=address)
    if found.confirmed_at is None:
        found.confirmed_at, found.rhythm = clock.now(), rhythm
    found.save(update_fields=["confirmed_at", "rhythm"])
    _choose(found, read_choices([*choices_of(found), *wanted]))
    return found


@transaction.atomic
def subscribe_browser(
    endpoint: str, *, p256dh: str, auth: str, choices: Iterable[Choice], language: str
) -> Subscriber:
    """A browser that its owner let take messages. Adds to what it has, and ends a pause. Raises NothingChosen."""
    wanted = read_choices(choices)
    if not wanted:
        raise NothingChosen
    row = Subscriber(way=Way.PUSH, address=endpoint, p256dh=p256dh, auth=auth, language=language)
    Subscriber.objects.bulk_create([row], ignore_conflicts=True)
    found = Subscriber.objects.select_for_update().get(way=Way.PUSH, address=endpoint)
    found.p256dh, found.auth, found.language = p256dh, auth, language
    found.confirmed_at = found.confirmed_at or clock.now()
    found.failures, found.paused_at = 0, None
    found.save()
    _choose(found, read_choices([*choices_of(found), *wanted]))
    Subscription.objects.filter(subscriber=found, is_on=False).update(is_on=True)
    return found


def find_browser(endpoint: str, auth: str) -> Subscriber | None:
    """Who shows the endpoint and its secret is that browser; the push service knows the endpoint alone."""
    found = Subscriber.objects.filter(way=Way.PUSH, address=endpoint).first()
    return found if found and constant_time_compare(found.auth, auth) else None


@transaction.atomic
def move_browser(subscriber: Subscriber, endpoint: str, *, p256dh: str, auth: str) -> None:
    """A browser got another endpoint by itself, and keeps what it has chosen. Any number of times."""
    if Subscriber.objects.filter(way=Way.PUSH, address=endpoint).exclude(pk=subscriber.pk).exists():
        return leave(subscriber)
    told = {"address": endpoint, "p256dh": p256dh, "auth": auth, "failures": 0}
    Subscriber.objects.filter(pk=subscriber.pk).update(**told)
    return None


@transaction.atomic
def choose(subscriber: Subscriber, choices: Iterable[Choice], *, quiet: bool, rhythm: Rhythm | None = None) -> None:
    """Exactly this from now on. Choosing nothing is leaving. Without `rhythm` it stays as it is."""
    wanted = read_choices(choices)
    if not wanted:
        return leave(subscriber)
    subscriber.quiet, subscriber.rhythm = quiet, rhythm or Rhythm(subscriber.rhythm)
    subscriber.save(update_fields=["quiet", "rhythm"])
    bring_forward(subscriber, clock.now())
    return _choose(subscriber, wanted)


def decline(subscriber: Subscriber) -> None:
    """What somebody asked for under this address is not wanted; what is confirmed stays."""
    Subscriber.objects.filter(pk=subscriber.pk).update(wanted=[])


@transaction.atomic
def leave(subscriber: Subscriber) -> None:
    """The address is deleted, in e-mails that asked it to confirm too; whatever waits for it is not sent. Any number
    of times."""
    Subscription.objects.filter(subscriber=subscriber).delete()
    Subscriber.objects.filter(pk=subscriber.pk).delete()
    if subscriber.way == Way.EMAIL:
        forget_recipient(_mail_key(subscriber))


def choices_of(subscriber: Subscriber) -> list[Choice]:
    rows = Subscription.objects.filter(subscriber=subscriber, topic__is_active=True)
    return [Choice(*pair) for pair in rows.values_list("topic__key", "place").order_by("topic__position", "place")]


def subscriber_of(address: str) -> Subscriber | None:
    """Of an e-mail address, as `fold_address` gives it. Whoever asks has proved that it is theirs."""
    return Subscriber.objects.filter(way=Way.EMAIL, address=address).first()


@transaction.atomic
def forget_unconfirmed() -> int:
    """Who never confirmed within a week of asking the last time never asked; how many."""
    limit = clock.now() - timedelta(days=7)
    gone = list(Subscriber.objects.select_for_update().filter(confirmed_at=None, created_at__lt=limit))
    for subscriber in gone:
        leave(subscriber)
    return len(gone)


def _mail_key(subscriber: Subscriber) -> str:
    """How the keys of e-mails begin that ask to confirm."""
    return f"channel-confirm:{subscriber.pk}:"


def _choose(subscriber: Subscriber, wanted: list[Choice]) -> None:
    topics = {topic.key: topic for topic in Topic.objects.filter(key__in={c.topic for c in wanted})}
    rows = [
        Subscription(subscriber=subscriber, topic=topics[c.topic], place=c.place, way=subscriber.way) for c in wanted
    ]
    Subscription.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {(row.topic_id, row.place) for row in rows}
    for row in Subscription.objects.filter(subscriber=subscriber):
        if (row.topic_id, row.place) not in kept:
            row.delete()


def _read_email(typed: str) -> str:
    try:
        return fold_address(typed)
    except ValidationError:
        raise NoAddress from None


@completes_mail("channel_confirm")
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    found = Subscriber.objects.filter(pk=context["subscriber"]).first()
    if found is None:
        raise NotWanted
    names = {topic.key: topic.local_name for topic in Topic.objects.all()}
    chosen = [names[topic] + (f" ({place})" if place else "") for topic, place in found.wanted if topic in names]
    return {"chosen": chosen, "link": private_link(subscriber_token(found.pk, found.generation))}
