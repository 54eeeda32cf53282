"""How long a visit takes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rathaus.formengine.service import RASTER


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes: `minutes` for the visitors, `before` and `after` for the counter."""

    minutes: int
    before: int = 0
    after: int = 0

    @property
    def ticks(self) -> int:
        return (self.before + self.minutes + self.after) // RASTER

    @property
    def ticks_before(self) -> int:
        return self.before // RASTER

    def span(self, start: datetime) -> tuple[datetime, datetime]:
        """The time that the counter is taken for a visit that begins at `start`."""
        return (
            start - timedelta(minutes=self.before),
            start + timedelta(minutes=self.minutes + self.after),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What one offering adds to a visit, in minutes; `per_person` for each further person."""

    minutes: int
    before: int
    after: int
    per_person: int | None = None


def visit_length(parts: Sequence[Part], people: int = 1) -> Length:
    """Several offerings one after the other, each for everybody; what precedes and follows is done once."""
    further = people - 1
    minutes = sum(
        part.minutes + further * (part.minutes if part.per_person is None else part.per_person) for part in parts
    )
    return Length(minutes, max(part.before for part in parts), max(part.after for part in parts))
