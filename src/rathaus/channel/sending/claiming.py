"""Taking rows to send, and noting what became of them. A row is leased, so that nobody waits for a dead worker."""

import time
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from rathaus.channel.models import (
    Delivery,
    Dispatch,
    DispatchKind,
    DomainPace,
    Kind,
    State,
    Subscriber,
    Subscription,
    Way,
)
from rathaus.core import clock
from rathaus.outbox.service import Steps
from rathaus.tenancy.service import Municipality, execute_at_once

BATCH = 100
LEASE = timedelta(seconds=settings.RATHAUS_DELIVERY_LEASE)
# Minutes between tries. An e-mail is given up after about four hours, a warning after half an hour.
_GAPS = (1, 2, 4, 8, 16, 32, 60, 60, 60)
_GAPS_OF_WARNINGS = (0.5, 1, 2, 4, 8, 8, 8)
# While the mail server is down, nothing counts as a try.
_SERVER_GAP = timedelta(seconds=60)
FRESH_SECONDS = 1.0
_OVERTAKES = timedelta(minutes=15)  # so that nothing waits for ever
_SENT = (
    "update channel_delivery set state = 'sent', done_at = %s, domain = ''"
    " where municipality_id = %s and id = any(%s) and state = 'queued'"
)


@dataclass(frozen=True, slots=True)
class Taken:
    delivery: Delivery
    subscriber: Subscriber


def take(dispatch: Dispatch, way: Way) -> tuple[list[Taken], datetime]:
    """The next rows that are due, and until when they are ours. Who left meanwhile is dropped here."""
    now = clock.now()
    rows = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(dispatch=dispatch, way=way, state=State.QUEUED, next_at__lte=now)
        .order_by("next_at", "id")[:BATCH]
    )
    if dispatch.ends_at <= now or not last_words([dispatch.pk]).exists():
        drop([row.pk for row in rows])
        return [], now
    rows = _in_pace(rows, dispatch, now) if way == Way.EMAIL else rows
    until = now + LEASE
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=until)
    known = Subscriber.objects.in_bulk([row.subscriber for row in rows])
    drop([row.pk for row in rows if row.subscriber not in known])
    return [Taken(row, known[row.subscriber]) for row in rows if row.subscriber in known], until


def is_overtaken(dispatch: Dispatch) -> bool:
    """Whether something more urgent has rows that are due."""
    now = clock.now()
    waiting = Delivery.objects.filter(dispatch=OuterRef("pk"), state=State.QUEUED, next_at__lte=now)
    urgent = Dispatch.objects.filter(lane__gt=dispatch.lane, at__gte=now - _OVERTAKES)
    return urgent.filter(Q(spread_at=None) | Exists(waiting)).exists()


def still_wanted(steps: Steps, dispatch: Dispatch, taken: Sequence[Taken], *, at_once: int) -> Iterator[Taken]:
    """Those who want it, each when it is their turn. So many are asked together, and again if it takes long."""
    waiting = deque(taken)
    while waiting:
        with steps():
            some = wanted(dispatch, [waiting.popleft() for _ in range(min(at_once, len(waiting)))])
        asked = time.monotonic()
        for number, one in enumerate(some):
            if number and time.monotonic() - asked > FRESH_SECONDS:
                waiting.extendleft(reversed(some[number:]))
                break
            yield one


def wanted(dispatch: Dispatch, taken: Sequence[Taken]) -> list[Taken]:
    """Those who want it at this moment; the others are dropped. What is older than FRESH_SECONDS is asked again.

    Nobody is told what is out of date by now: see `last_words`.
    """
    rows = Subscription.objects.filter(
        Exists(last_words([dispatch.pk])),
        subscriber__in=[one.subscriber.pk for one in taken],
        topic=dispatch.publication.topic_id,
        is_on=True,
    )
    rows = rows.filter(place__in=["", *dispatch.places]) if dispatch.places else rows
    want = set(rows.values_list("subscriber_id", flat=True))
    drop([one.delivery.pk for one in taken if one.subscriber.pk not in want])
    return [one for one in taken if one.subscriber.pk in want]


def last_words(dispatches: Collection[UUID]) -> QuerySet[Dispatch]:
    """Those whose publication was neither corrected nor ended since: who waited gets what was said then, or nothing.

    Else a warning that was held up would come after its all-clear, and “closed” after “open again”.
    """
    later = Dispatch.objects.filter(publication=OuterRef("publication"), number__gt=OuterRef("number"))
    is_ended = Q(publication__ended_at__isnull=False) & ~Q(kind=DispatchKind.ALL_CLEAR)
    return Dispatch.objects.filter(~Exists(later), pk__in=dispatches).exclude(is_ended)


def note_sent(municipality: Municipality, pks: Sequence[UUID]) -> None:
    """At once, in a transaction of its own: what a worker sent and could not note any more goes out twice.

    A crash of the database itself may forget the last few notes; then the same Message-ID goes out twice.
    """
    execute_at_once(municipality, _SENT, [clock.now(), municipality.pk, list(pks)])


def failed(pk: UUID, code: int | None) -> None:
    Delivery.objects.filter(pk=pk).update(state=State.FAILED, done_at=clock.now(), code=code, domain="")


def drop(pks: list[UUID]) -> None:
    if pks:
        Delivery.objects.filter(pk__in=pks).update(state=State.DROPPED, done_at=clock.now(), domain="")


def try_later(delivery: Delivery, dispatch: Dispatch, code: int | None) -> None:
    """With growing gaps; after the last one it has failed."""
    gaps = _GAPS_OF_WARNINGS if dispatch.publication.kind == Kind.WARNING else _GAPS
    if delivery.tries >= len(gaps):
        return failed(delivery.pk, code)
    due = clock.now() + timedelta(minutes=gaps[delivery.tries])
    Delivery.objects.filter(pk=delivery.pk).update(next_at=due, tries=delivery.tries + 1, code=code)
    return None


def give_back(pks: list[UUID]) -> None:
    """The server is down: all of these wait, and none has lost a try."""
    Delivery.objects.filter(pk__in=pks, state=State.QUEUED).update(next_at=clock.now() + _SERVER_GAP)


def _in_pace(rows: list[Delivery], dispatch: Dispatch, now: datetime) -> list[Delivery]:
    """Those whose domain may get more in this minute; the others wait for the next. Warnings don't wait."""
    limit = settings.RATHAUS_MAILS_PER_DOMAIN
    if not limit or dispatch.publication.kind == Kind.WARNING:
        return rows
    minute = now.replace(second=0, microsecond=0)
    paces = _lock_paces({row.domain for row in rows}, minute)
    kept = []
    for row in rows:
        if paces[row.domain].used < limit:
            paces[row.domain].used += 1
            kept.append(row)
    late = {row.pk for row in rows} - {row.pk for row in kept}
    Delivery.objects.filter(pk__in=late).update(next_at=minute + timedelta(minutes=1))
    DomainPace.objects.bulk_update(paces.values(), ["minute", "used"])
    return kept


def _lock_paces(domains: set[str], minute: datetime) -> dict[str, DomainPace]:
    """What each domain got in this minute. In one order, so that no two wait for each other."""
    DomainPace.objects.bulk_create([DomainPace(domain=d) for d in sorted(domains)], ignore_conflicts=True)
    paces = {
        row.domain: row
        for row in DomainPace.objects.select_for_update().filter(domain__in=domains).order_by("domain")
    }
    for row in paces.values():
        if row.minute != minute:
            row.minute, row.used = minute, 0
    return paces
