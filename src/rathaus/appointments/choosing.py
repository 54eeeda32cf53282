"""From a start that somebody chose to the counter and the equipment that they get."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice, product
from uuid import UUID

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.occupancy.service import Slot, SlotTaken, unhurried

from .availability import free_times
from .errors import Gone, NotOpen
from .free import Free
from .models import Counter
from .raster import bits
from .wishes import Wish

_NEAREST = 5
_DAYS_BEFORE, _DAYS_AROUND = 3, 10  # in which the nearest other times are looked for
_MOST_TRIES = 12


def take_time(
    wish: Wish,
    start: datetime,
    take: Callable[[list[Slot]], None],
    *,
    office: UUID | None = None,
    but: UUID | None = None,
    by_staff: bool = False,
    counter: UUID | None = None,
) -> Counter:
    """Have `take` take a counter, and what else is needed, for a visit at `start`; returns the counter.

    `take` takes all or nothing, as what occupancy offers does.

    Of the free counters one is tried, by chance and where nobody else is just taking it, so that a crowd spreads out;
    when it was taken all the same, what is free is looked up anew. Raises NotOpen
    for a time that is past, too soon, too late or none of ours, Gone with the nearest free times for one that is not
    free.
    """
    earliest, latest = wish.bounds(clock.now(), by_staff=by_staff)
    if not earliest <= start < latest:
        raise NotOpen
    tried: list[list[Slot]] = []
    while True:
        free = free_around(wish, start, but=but, by_staff=by_staff)
        if not free.is_allowed(start):
            raise NotOpen
        possible = [
            (candidate, slots)
            for candidate in _candidates(wish, free, start, office, counter)
            for slots in islice(_combinations(wish, free, candidate, start), _MOST_TRIES)
            if slots not in tried
        ]
        if not possible or len(tried) == _MOST_TRIES:
            raise Gone(nearest(free, start, office))
        candidate, slots = possible[unhurried([slots for _candidate, slots in possible])]
        try:
            take(slots)
        except SlotTaken:
            tried.append(slots)
        else:
            return candidate


def free_around(wish: Wish, start: datetime, *, but: UUID | None = None, by_staff: bool = False) -> Free:
    """The free times of the days around one: for itself, and for what is nearest to it."""
    first = start.astimezone(BERLIN).date() - timedelta(days=_DAYS_BEFORE)
    return free_times(wish, start=first, days=_DAYS_AROUND, but=but, by_staff=by_staff)


def nearest(free: Free, start: datetime, office: UUID | None = None) -> tuple[datetime, ...]:
    """The free starts that are closest to one that is gone, in order of time."""
    mask = free.anywhere if office is None else free.offices.get(office, 0)
    gone = free.raster.bit(start)
    later = islice(bits(mask >> gone + 1 << gone + 1), _NEAREST) if gone >= 0 else bits(mask)
    around = [*_last_bits(mask & (1 << max(0, gone)) - 1), *later]
    chosen = sorted(around, key=lambda bit: abs(bit - gone))[:_NEAREST]
    return tuple(free.raster.instant(bit) for bit in sorted(chosen))


def _last_bits(mask: int) -> Iterator[int]:
    for _ in range(_NEAREST):
        if not mask:
            return
        last = mask.bit_length() - 1
        yield last
        mask ^= 1 << last


def _candidates(wish: Wish, free: Free, start: datetime, office: UUID | None, only: UUID | None) -> Iterator[Counter]:
    possible = set(free.counters_at(start))
    counters = [
        counter
        for counter in wish.counters
        if counter.pk in possible and (office is None or counter.office_id == office) and only in {None, counter.pk}
    ]
    random.shuffle(counters)
    yield from counters


def _combinations(wish: Wish, free: Free, counter: Counter, start: datetime) -> Iterator[list[Slot]]:
    span = wish.length.span(start)
    pieces = [free.pieces_at(start, counter.office_id, kind) for kind in sorted(wish.needs)]
    for chosen in product(*pieces):
        yield [Slot(resource, *span) for resource in (counter.pk, *chosen)]
