"""Who is next: one fair order for those with and without an appointment. Pure.

An appointment counts from `early` minutes before its time until `late` after it. Who came without one, or is too
early or too late, waits by number; after `patience` minutes they are treated like an appointment of that moment, so
that a full calendar starves nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heapreplace
from typing import Protocol, TypeVar


class Rule(Protocol):
    """Minutes; `patience` 0: nobody's waiting counts as an appointment."""

    @property
    def early(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def patience(self) -> int: ...


class Waiting(Protocol):
    @property
    def has_priority(self) -> bool: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def serial(self) -> int: ...


W = TypeVar("W", bound=Waiting)
Key = tuple[bool, bool, datetime, int]


@dataclass(frozen=True)
class Minutes:
    """A rule by itself."""

    early: int = 5
    late: int = 15
    patience: int = 45


def in_order(waiting: Iterable[W], rule: Rule, now: datetime) -> list[W]:
    """The next one first: who has priority, appointments at their time, then by place."""
    return sorted(waiting, key=lambda one: _key(one, rule, now))


def expected_minutes(ahead: Sequence[int], counters: int) -> int:
    """How long it takes until a counter is free after those ahead, each with their minutes. 0 counters count as one.

    Those being served are left out: on average they are half done, and the next one isn't called at once.
    """
    free_at = [0] * max(1, counters)
    heapify(free_at)
    for minutes in ahead:
        heapreplace(free_at, free_at[0] + minutes)
    return free_at[0]


def _key(one: Waiting, rule: Rule, now: datetime) -> Key:
    due = _due(one, rule, now)
    return (not one.has_priority, due is None, due or one.placed_at, one.serial)


def _due(one: Waiting, rule: Rule, now: datetime) -> datetime | None:
    """When their time was or is, if it counts now."""
    found = []
    if one.due_at is not None:
        early, late = timedelta(minutes=rule.early), timedelta(minutes=rule.late)
        # Who arrived too late has no claim; who arrived in time doesn't lose it by our delay.
        if one.due_at - early <= now and one.placed_at <= one.due_at + late:
            found.append(one.due_at)
    patient = one.placed_at + timedelta(minutes=rule.patience)
    if rule.patience and patient <= now:
        found.append(patient)
    return min(found, default=None)
