"""The next free time of all: for the first page, and for whoever asks for nothing but that."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import Remembered

from .availability import Plan, free_times, read_plan
from .free import Free
from .models import Counter, CounterOffering, Offering, Office
from .raster import bits, whole_days
from .wishes import Wish

_LOOK_AHEAD = timedelta(days=14)
_FIRST_DAYS, _GROWS = 4, 6  # four days, then twenty-four, then half a year


@dataclass(frozen=True)
class NextFree:
    """The first free time of an offering, anywhere."""

    offering: Offering
    starts_at: datetime
    office: Office


def first_free(wish: Wish, *, start: date | None = None) -> NextFree | None:
    """The first free time from a day on, in whatever office, inside the booking window.

    Looks at a few days, then at many more: only where everything is full the whole year is read.
    """
    now = clock.now()
    earliest, latest = wish.bounds(now)
    day = max(start or date.min, earliest.astimezone(BERLIN).date())
    last, days = latest.astimezone(BERLIN).date(), _FIRST_DAYS
    while day <= last:
        found = _first_of(wish, free_times(wish, start=day, days=days))
        if found is not None:
            return found
        day, days = day + timedelta(days=days), days * _GROWS
    return None


def next_free() -> NextFree | None:
    """The first free time of all that people come for most, within two weeks.

    For the first page, which everybody sees: up to half a minute old, so that it costs nothing most of the time.
    """
    return _next.get()


def forget_next_free() -> None:
    """For tests, whose clock stands still."""
    _next.forget()


def _find() -> NextFree | None:
    """Four queries at most."""
    wishes = _popular_wishes()
    if not wishes:
        return None
    now = clock.now()
    counters: dict[object, Counter] = {counter.pk: counter for wish in wishes for counter in wish.counters}
    needs = {kind for wish in wishes for kind in wish.needs}
    raster = whole_days(now, now + _LOOK_AHEAD + timedelta(hours=12))
    plan = read_plan(list(counters.values()), needs, raster)
    found = [first for wish in wishes if (first := _first(plan, wish, now))]
    return min(found, key=lambda first: first.starts_at, default=None)


_next = Remembered(_find, seconds=30)


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
    return _first_of(wish, plan.free(wish, earliest, min(latest, now + _LOOK_AHEAD), now))


def _first_of(wish: Wish, free: Free) -> NextFree | None:
    first = next(bits(free.anywhere), None)
    if first is None:
        return None
    office = next(office for office in wish.offices if free.offices.get(office.pk, 0) >> first & 1)
    return NextFree(wish.offerings[0], free.raster.instant(first), office)
