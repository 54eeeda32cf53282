"""Masks that were computed before, found by what they are computed of: none is ever old, none must be thrown away.

Rules change rarely, and of eight counters seven are taken as they were a moment ago. Kept in each process; the
longest mask, of a year, has 13 kB.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

from rathaus.formengine.service import OpeningRule
from rathaus.occupancy.service import Packed, unpack

from .models import Office
from .opening import Hours, open_masks
from .raster import Raster

_MOST_OPENED, _MOST_TAKEN = 500, 4000
_DIGEST = 16
Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The last so many; who came first goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._known: dict[Hashable, Value] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        known = self._known.get(key)
        if known is not None:
            return known
        made = make()
        with self._lock:
            self._known[key] = made
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]
        return made

    def clear(self) -> None:
        """For benchmarks, which want to know what the first costs."""
        with self._lock:
            self._known.clear()


_opened: Memory[Mapping[str, int]] = Memory(_MOST_OPENED)
_taken: Memory[int] = Memory(_MOST_TAKEN)


def opened(
    office: Office, state: str, counters: Sequence[str], raster: Raster, now: datetime, *, released_only: bool
) -> Mapping[str, int]:
    """When the counters (by key) of an office in a federal state are there. Offices with the same rules share it."""
    waits = released_only and any(rule.get("released") for rule in office.opening)
    # A release is at a full minute, so all of a minute see the same.
    minute = int(now.timestamp()) // 60 if waits else None
    key = (repr(office.opening), repr(office.holidays), state, tuple(counters), raster, minute)
    return _opened.get(
        key, lambda: open_masks(hours_of(office, state), counters, raster, now, released_only=released_only)
    )


def taken(times: Packed, raster: Raster) -> int:
    """Every five minutes that has a part of one of the times."""
    digest = blake2b(times, digest_size=_DIGEST).digest()
    return _taken.get((digest, raster), lambda: raster.touching_all(unpack(times)))


def forget_masks() -> None:
    """For benchmarks."""
    _opened.clear()
    _taken.clear()


def hours_of(office: Office, state: str) -> Hours:
    rules = tuple(OpeningRule.model_validate(rule) for rule in office.opening)
    return Hours(rules, state, frozenset(date.fromisoformat(day) for day in office.holidays))
