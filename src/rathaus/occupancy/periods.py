"""Times of resources, and what is left of one when another is taken out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A resource from `start` until just before `end`, both aware instants. Ordered by resource, then time."""

    resource: UUID
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.start >= self.end:
            raise ValueError("a slot needs aware instants, and ends after it starts")

    def overlaps(self, other: "Slot") -> bool:
        return self.resource == other.resource and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Taken:
    """What stands in the way: `slot` as it is taken, and by whom."""

    slot: Slot
    owner: UUID
    state: str


def without(slot: Slot, others: Iterable[Slot]) -> list[Slot]:
    """The pieces of a slot that none of the others has, in order of time."""
    pieces, start = [], slot.start
    for other in sorted(o for o in others if o.overlaps(slot)):
        if start < other.start:
            pieces.append(Slot(slot.resource, start, other.start))
        start = max(start, other.end)
    if start < slot.end:
        pieces.append(Slot(slot.resource, start, slot.end))
    return pieces
