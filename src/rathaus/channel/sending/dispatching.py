"""Deciding that something goes out, and giving each recipient a row."""

from datetime import datetime, time, timedelta

from django.db import transaction

from rathaus.channel.gathering import gathered_until
from rathaus.channel.models import (
    SEVERE,
    Dispatch,
    DispatchKind,
    Kind,
    Publication,
    Rhythm,
    Way,
)
from rathaus.channel.recipients import give_rows, next_recipients
from rathaus.core import clock
from rathaus.core.clock import BERLIN

LANES = {Kind.WARNING: 8, Kind.STATUS: 4, Kind.EVENT: 2, Kind.NEWS: -2}
_FIRST_BATCH, _BATCH = 100, 1000  # so that the first few don't wait for the others' rows
_LASTS = {Kind.WARNING: timedelta(days=1), Kind.STATUS: timedelta(days=1)}
_LASTS_ELSE = timedelta(days=3)
_QUIET_FROM, _QUIET_UNTIL = time(22), time(6)


@transaction.atomic
def dispatch(publication: Publication, kind: DispatchKind) -> Dispatch:
    """One more of a publication. The jobs start when the transaction is committed."""
    from .tasks import spread  # tasks import this module

    now = clock.now()
    number, places = Dispatch.objects.filter(publication=publication).count(), reach(publication)
    lasts_until = now + _LASTS.get(Kind(publication.kind), _LASTS_ELSE)
    if kind != DispatchKind.ALL_CLEAR and publication.ends_at:
        lasts_until = min(lasts_until, publication.ends_at)
    row = Dispatch.objects.create(
        publication=publication,
        number=number,
        kind=kind,
        places=places,
        lane=LANES[Kind(publication.kind)],
        ends_at=lasts_until,
    )
    spread.defer_each([{"dispatch": str(row.pk)}], priority=row.lane + 1)
    return row


def reach(publication: Publication) -> list[str]:
    """Where it is told: at its places, and wherever something of it was told before. Empty means everywhere."""
    before = Dispatch.objects.filter(publication=publication.pk).values_list("places", flat=True)
    told = [publication.places, *before]
    return sorted({place for places in told for place in places}) if all(told) else []


def spread_batch(dispatch_id: str) -> bool:
    """Give the next recipients their rows; False when all have one. Twice gives nobody two."""
    found = Dispatch.objects.select_for_update().select_related("publication").get(pk=dispatch_id)
    if found.spread_at is not None:
        return False
    told = found.publication
    limit = _BATCH if found.reached else _FIRST_BATCH
    ids = next_recipients(told.topic_id, found.places, after=found.reached, limit=limit)
    waits_until = quiet_until(clock.now())
    now = clock.now()
    waits = waits_until if waits_until and not is_urgent(told) else now
    digests = {rhythm: gathered_until(rhythm, told, now) for rhythm in Rhythm.values}
    ways = give_rows(found, ids, now=now, if_quiet=waits, digests=digests)
    found.reached = ids[-1] if ids else found.reached
    if len(ids) < limit:
        found.spread_at = now
    found.save(update_fields=["reached", "spread_at"])
    _start_sending(found, ways)
    return found.spread_at is None


def is_urgent(publication: Publication) -> bool:
    """A severe warning wakes people."""
    return publication.kind == Kind.WARNING and publication.severity in SEVERE


def quiet_until(now: datetime) -> datetime | None:
    """The end of the night, on the wall clock in Germany; None by day."""
    here = now.astimezone(BERLIN)
    if _QUIET_UNTIL <= here.time() < _QUIET_FROM:
        return None
    day = here.date() + timedelta(days=1 if here.time() >= _QUIET_FROM else 0)
    return datetime.combine(day, _QUIET_UNTIL, BERLIN)


def _start_sending(found: Dispatch, ways: set[str]) -> None:
    from .tasks import send  # tasks import this module

    for way in sorted(ways, key=list(Way.values).index):
        send.defer_each([{"dispatch": str(found.pk), "way": way}], priority=found.lane)
