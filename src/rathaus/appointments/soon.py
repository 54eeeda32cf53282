"""The next free time of all, for the first page."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .availability import Plan, Wish, read_plan
from .models import Counter, CounterOffering, Offering, Office
from .raster import Raster, bits

_LOOK_AHEAD = timedelta(days=14)
_KEPT_SECONDS = 30.0


@dataclass(frozen=True)
class NextFree:
    """The first free time of an offering, anywhere."""

    offering: Offering
    starts_at: datetime
    office: Office


_known: dict[int, tuple[float, NextFree | None]] = {}


def next_free() -> NextFree | None:
    """The first free time of all that people come for most, within two weeks.

    For the first page, which everybody sees: up to half a minute old, so that it costs nothing most of the time.
    """
    here = current_municipality().pk
    known = _known.get(here)
    if known is None or known[0] < time.monotonic():
        known = _known[here] = (time.monotonic() + _KEPT_SECONDS, _find())
    return known[1]


def forget_next_free() -> None:
    """For tests, whose clock stands still."""
    _known.clear()


def _find() -> NextFree | None:
    """Four queries at most."""
    wishes = _popular_wishes()
    if not wishes:
        return None
    now = clock.now()
    counters: dict[object, Counter] = {counter.pk: counter for wish in wishes for counter in wish.counters}
    needs = {kind for wish in wishes for kind in wish.needs}
    raster = Raster.between(now, now + _LOOK_AHEAD + timedelta(hours=12))
    plan = read_plan(list(counters.values()), needs, raster)
    found = [first for wish in wishes if (first := _first(plan, wish, now))]
    return min(found, key=lambda first: first.starts_at, default=None)


def _popular_wishes() -> list[Wish]:
    rows = CounterOffering.objects.filter(
        offering__is_active=True, offering__is_popular=True, counter__is_active=True, counter__office__is_active=True
    ).select_related("offering", "counter__office")
    served: dict[Offering, list[Counter]] = {}
    for row in rows.order_by("offering__position"):
        served.setdefault(row.offering, []).append(row.counter)
    return [Wish((offering,), 1, tuple(counters)) for offering, counters in served.items()]


def _first(plan: Plan, wish: Wish, now: datetime) -> NextFree | None:
    earliest, latest = wish.bounds(now)
    free = plan.free(wish, earliest, min(latest, now + _LOOK_AHEAD), now)
    first = next(bits(free.anywhere), None)
    if first is None:
        return None
    office = next(office for office in wish.offices if free.offices.get(office.pk, 0) >> first & 1)
    return NextFree(wish.offerings[0], free.raster.instant(first), office)
