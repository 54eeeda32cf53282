"""Time as bits: five minutes each, counted from an instant. Pure arithmetic, without dates or zones.

A mask is a whole number whose bit n says something of the n-th five minutes. Cutting, joining and sliding whole
months takes a few microseconds, which a loop over times would not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

SECONDS = 300
_MANY = 50
_DAY = 86_400 // SECONDS
_SOME = (1 << _DAY) - 1


def tick(instant: datetime) -> int:
    """The five minutes that an instant lies in, since 1970."""
    return int(instant.timestamp()) // SECONDS


def tick_after(instant: datetime) -> int:
    """The first that begins at or after an instant."""
    return -(-instant.timestamp() // SECONDS).__int__()


@dataclass(frozen=True, slots=True)
class Raster:
    """`length` ticks from `first`."""

    first: int
    length: int

    @classmethod
    def between(cls, start: datetime, end: datetime) -> "Raster":
        first = tick(start)
        return cls(first, max(0, tick_after(end) - first))

    @property
    def start(self) -> datetime:
        return self.instant(0)

    @property
    def end(self) -> datetime:
        return self.instant(self.length)

    def instant(self, bit: int) -> datetime:
        return datetime.fromtimestamp((self.first + bit) * SECONDS, UTC)

    def bit(self, instant: datetime) -> int:
        return tick(instant) - self.first

    def within(self, start: datetime, end: datetime) -> int:
        """The whole five minutes between two instants: for times that are open."""
        return self._mask(tick_after(start), tick(end))

    def touching(self, start: datetime, end: datetime) -> int:
        """Every five minutes that a time has a part of: for times that are taken."""
        return self._mask(tick(start), tick_after(end))

    def touching_all(self, times: Sequence[tuple[int, int]]) -> int:
        """The same for many, given in seconds since 1970.

        Each shift copies the whole number; many times are written into digits instead, which are read once.
        """
        spans = ((start // SECONDS, -(-end // SECONDS)) for start, end in times)
        if len(times) < _MANY:
            mask = 0
            for first, end in spans:
                mask |= self._mask(first, end)
            return mask
        digits = bytearray(b"0") * self.length
        top = self.first + self.length
        for first, end in spans:
            low, high = max(self.first, first), min(top, end)
            if low < high:
                digits[top - high : top - low] = b"1" * (high - low)
        return int(digits, 2)

    def every(self, ticks: int) -> int:
        """One bit every so many ticks, counted from the full hour."""
        return comb(self.length, ticks, -self.first % ticks)

    def _mask(self, first: int, end: int) -> int:
        low, high = max(0, first - self.first), min(self.length, end - self.first)
        return ((1 << high - low) - 1) << low if high > low else 0


def whole_days(start: datetime, end: datetime) -> Raster:
    """The days (UTC) that a time touches: the same raster all day long, so that masks can be used again."""
    first, last = tick(start) // _DAY * _DAY, -(-tick_after(end) // _DAY) * _DAY
    return Raster(first, max(0, last - first))


@lru_cache(maxsize=64)
def comb(length: int, ticks: int, offset: int) -> int:
    """Bits at `offset`, `offset + ticks`, … below `length`."""
    teeth = -(-max(0, length - offset) // ticks)
    return (((1 << ticks * teeth) - 1) // ((1 << ticks) - 1)) << offset if teeth else 0


def starts(free: int, ticks: int) -> int:
    """Where so many free bits in a row begin. Doubles what is known of each, so 40 take six steps."""
    known = 1
    while known < ticks:
        step = min(known, ticks - known)
        free &= free >> step
        known += step
    return free


def bits(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, in order. By days: taking a bit off copies what it is taken off."""
    base = 0
    while mask:
        skip = (mask & -mask).bit_length() - 1
        mask, base = mask >> skip, base + skip
        some = mask & _SOME
        while some:
            low = some & -some
            yield base + low.bit_length() - 1
            some ^= low
        mask, base = mask >> _DAY, base + _DAY
