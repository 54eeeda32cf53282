"""Which bits of a raster are which local day, weekday and part of the day: counting and narrowing without a loop."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from rathaus.core.clock import BERLIN

from .free import joined
from .opening import local_instant
from .raster import Raster

PARTS = {"vormittag": ("00:00", "12:00"), "nachmittag": ("12:00", "16:00"), "abend": ("16:00", "24:00")}
Days = list[tuple[date, int]]
_WEEK = 7


@dataclass(frozen=True)
class DayMasks:
    """For the local days that a raster touches."""

    raster: Raster

    @cached_property
    def days(self) -> Days:
        return [(day, self._between(day, "00:00", "24:00")) for day in self._dates()]

    def weekday(self, number: int) -> int:
        """0 is Monday."""
        return self._weekdays[number]

    def part(self, name: str) -> int:
        return self._parts[name]

    @cached_property
    def _weekdays(self) -> list[int]:
        return [joined(mask for day, mask in self.days if day.weekday() == number) for number in range(_WEEK)]

    @cached_property
    def _parts(self) -> dict[str, int]:
        return {name: joined(self._between(day, *span) for day in self._dates()) for name, span in PARTS.items()}

    def _between(self, day: date, start: str, end: str) -> int:
        return self.raster.within(local_instant(day, start), local_instant(day, end))

    def _dates(self) -> list[date]:
        first, last = (_local(instant) for instant in (self.raster.start, self.raster.end))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@lru_cache(maxsize=100)
def day_masks(raster: Raster) -> DayMasks:
    """Kept: most ask for the same days."""
    return DayMasks(raster)


def _local(instant: datetime) -> date:
    return instant.astimezone(BERLIN).date()
