"""Masks that were computed before, found by what they are computed of: none is ever old, none must be thrown away.

Rules change rarely, and of eight counters seven are taken as they were a moment ago. Kept in each process; the
longest mask, of a year, has 13 kB.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from rathaus.formengine.service import OpeningRule
from rathaus.occupancy.service import Packed, unpack
from rathaus.tenancy.service import current_municipality

from .models import Office
from .opening import Hours, open_masks
from .raster import Raster

_MOST_OPENED, _MOST_TAKEN = 500, 4000
_DIGEST, _SHORT = 16, 10_000  # bytes: what is longer is known by its digest, so that keys stay small
Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The last so many; who came first goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self.known: dict[Hashable, Value] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        known = self.known.get(key)
        if known is not None:
            return known
        made = make()
        with self._lock:
            self.known[key] = made
            while len(self.known) > self._most:
                del self.known[next(iter(self.known))]
        return made

    def clear(self) -> None:
        """For benchmarks, which want to know what the first costs."""
        with self._lock:
            self.known.clear()


_opened: Memory[Mapping[str, int]] = Memory(_MOST_OPENED)
_taken: Memory[int] = Memory(_MOST_TAKEN)


def stamped(memory: Memory[Value], key: Hashable, find: Callable[[], Value]) -> Value:
    """What was found for a key under the same stamp, which the database draws anew with each change of a place.

    The stamp is read first: what is found afterwards is as new, or newer than a stamp that is old then. One query.
    """
    here = current_municipality().pk
    with connection.cursor() as cursor:
        cursor.execute("select stamp from appointments_planstamp where municipality_id = %s::bigint", [here])
        stamp = cursor.fetchone()
    return find() if stamp is None else memory.get((here, stamp[0], key), find)


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
    short = times if len(times) <= _SHORT else blake2b(times, digest_size=_DIGEST).digest()
    key = (short, raster.first, raster.length)
    known = _taken.known.get(key)  # asked first and here: this is done for each counter of each question
    return _taken.get(key, lambda: raster.touching_all(unpack(times))) if known is None else known


def forget_masks() -> None:
    """For benchmarks."""
    _opened.clear()
    _taken.clear()


def hours_of(office: Office, state: str) -> Hours:
    rules = tuple(OpeningRule.model_validate(rule) for rule in office.opening)
    return Hours(rules, state, frozenset(date.fromisoformat(day) for day in office.holidays))
