"""Free times by days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rathaus.appointments.service import Free, Wish, bits, day_masks, free_times
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import WEEKDAYS

from .schemas import DayOut, FreeTimesOut, OfficeTimesOut


@dataclass(frozen=True, slots=True)
class Narrowed:
    office: str | None = None
    weekday: str | None = None
    part: str | None = None


def free_days(wish: Wish, narrowed: Narrowed, start: date | None, number: int) -> FreeTimesOut:
    """The first so many days that have a free time, from a day on."""
    free = free_times(wish)
    local = day_masks(free.raster)
    kept = local.weekday(WEEKDAYS.index(narrowed.weekday)) if narrowed.weekday else -1
    kept &= local.part(narrowed.part) if narrowed.part else -1
    anywhere = free.anywhere & kept
    days = [(day, mask & kept) for day, mask in local.days if mask & anywhere and (start is None or day >= start)]
    return FreeTimesOut(
        offerings=wish.keys,
        minutes=wish.length.minutes,
        days=[DayOut(date=day, offices=list(_offices(wish, free, mask))) for day, mask in days[:number]],
        next_from=days[number][0] if len(days) > number else None,
    )


def _offices(wish: Wish, free: Free, day: int) -> Iterator[OfficeTimesOut]:
    for office in wish.offices:
        if mask := free.offices.get(office.pk, 0) & day:
            yield OfficeTimesOut(office=office.key, starts=[_local(free, bit) for bit in bits(mask)])


def _local(free: Free, bit: int) -> datetime:
    return free.raster.instant(bit).astimezone(BERLIN)
