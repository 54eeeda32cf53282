"""Free times: what is open, less what is closed or taken. Pure arithmetic on masks.

`tests/appointments/slow.py` says the same slowly and obviously; a property test holds the two equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from .raster import Raster, bits, starts
from .visits import Length


@dataclass(frozen=True, slots=True)
class Place:
    """A counter or a piece of equipment with the mask of when it is there and nobody has it."""

    id: UUID
    office: UUID
    free: int


@dataclass(frozen=True)
class Free:
    """Where visits of one length can begin. Bit n of a mask: at `raster.instant(n)`.

    `allowed`: when they may begin at all. `counters`: for each counter; `offices`: at any counter of an office.
    `equipment`: by office and kind, the pieces with the starts at which they are free for the whole visit.
    """

    raster: Raster
    length: Length
    allowed: int
    counters: Mapping[UUID, int]
    offices: Mapping[UUID, int]
    equipment: Mapping[tuple[UUID, str], Mapping[UUID, int]] = field(default_factory=dict)

    @property
    def anywhere(self) -> int:
        return joined(self.offices.values())

    def starts(self, office: UUID | None = None) -> list[datetime]:
        mask = self.anywhere if office is None else self.offices.get(office, 0)
        return [self.raster.instant(bit) for bit in bits(mask)]

    def counters_at(self, start: datetime) -> list[UUID]:
        """Which counters could take a visit then."""
        if not self.is_allowed(start):
            return []
        bit = self.raster.bit(start)
        return [counter for counter, mask in self.counters.items() if mask >> bit & 1]

    def is_allowed(self, start: datetime) -> bool:
        """Whether anybody could ever book this start, free or not."""
        bit = self.raster.bit(start)
        return bit >= 0 and self.raster.instant(bit) == start and bool(self.allowed >> bit & 1)

    def without(self, start: datetime, office: UUID) -> "Free":
        """The same for who moves a visit, less the time that they have: choosing that would move nothing."""
        bit = self.raster.bit(start)
        if bit < 0 or office not in self.offices:
            return self
        return replace(self, offices={**self.offices, office: self.offices[office] & ~(1 << bit)})

    def pieces_at(self, start: datetime, office: UUID, kind: str) -> list[UUID]:
        """Which pieces of equipment of a kind are free for the whole visit."""
        bit = self.raster.bit(start)
        return [piece for piece, mask in self.equipment.get((office, kind), {}).items() if mask >> bit & 1]


def free_places(places: Iterable[tuple[UUID, UUID, int]], taken: Mapping[UUID, int]) -> list[Place]:
    """From (id, office, mask of when it is there) and masks of what is taken to what is left."""
    return [Place(id_, office, there & ~taken[id_] if id_ in taken else there) for id_, office, there in places]


def find_free(
    counters: Iterable[Place],
    equipment: Mapping[str, Sequence[Place]],
    raster: Raster,
    length: Length,
    *,
    step: int,
    earliest: datetime,
    latest: datetime,
) -> Free:
    """Starts from `earliest` up to `latest`, every `step` minutes of the hour, of visits that fit whole.

    `equipment`: by kind, all pieces; one of each kind in the counter's office must be free all the time.
    """
    allowed = raster.within(earliest, latest) & raster.every(step // 5)
    by_piece: dict[tuple[UUID, str], dict[UUID, int]] = {}
    for kind, pieces in equipment.items():
        for piece in pieces:
            by_piece.setdefault((piece.office, kind), {})[piece.id] = fitting(piece.free, length)
    by_counter: dict[UUID, int] = {}
    by_office: dict[UUID, int] = {}
    for counter in counters:
        mask = fitting(counter.free, length) & allowed
        for kind in equipment:
            mask &= joined(by_piece.get((counter.office, kind), {}).values())
        by_counter[counter.id] = mask
        by_office[counter.office] = by_office.get(counter.office, 0) | mask
    return Free(raster, length, allowed, by_counter, by_office, by_piece)


def fitting(free: int, length: Length) -> int:
    """When a visit can begin that fits whole, with what precedes and follows it."""
    return starts(free, length.ticks) << length.ticks_before


def joined(masks: Iterable[int]) -> int:
    """What any of the masks has."""
    union = 0
    for mask in masks:
        union |= mask
    return union
