"""Which of the free times suit somebody who waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rathaus.appointments.availability import free_times
from rathaus.appointments.daymasks import PARTS, day_masks
from rathaus.appointments.free import Free
from rathaus.appointments.models import Office
from rathaus.appointments.raster import bits
from rathaus.appointments.wishes import Wish


@dataclass(frozen=True, slots=True)
class When:
    """Which times would suit: days of the calendar, `offices` by key (none: all), part of the day (empty: all)."""

    earliest: date
    latest: date
    offices: tuple[str, ...] = ()
    part: str = ""


def suiting_times(
    wish: Wish, free: Free, when: When, *, before: datetime | None = None
) -> Iterator[tuple[Office, datetime]]:
    """The earliest first, none at or after `before`."""
    masks = {o: free.offices.get(o.pk, 0) for o in wish.offices if not when.offices or o.key in when.offices}
    kept = _days(free, when)
    times = ((free.raster.instant(bit), office) for office, mask in masks.items() for bit in bits(mask & kept))
    for start, office in sorted(times, key=lambda time: time[0]):
        if before is not None and start >= before:
            return
        yield office, start


def suiting_now(wish: Wish, when: When, *, before: datetime | None = None) -> list[tuple[Office, datetime]]:
    """What need not be waited for, since it is free already. Four queries."""
    return list(suiting_times(wish, free_times(wish), when, before=before))


def _days(free: Free, when: When) -> int:
    local = day_masks(free.raster)
    mask = 0
    for day, of_day in local.days:
        if when.earliest <= day <= when.latest:
            mask |= of_day
    return mask & local.part(when.part) if when.part in PARTS else mask
