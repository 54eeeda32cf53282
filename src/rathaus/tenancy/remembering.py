"""What every page asks, kept for some seconds: one value for each municipality, in each process."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from .scope import current_municipality

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """What `find` finds in the scope's municipality, so many seconds old at most. None is a value too."""

    def __init__(self, find: Callable[[], Value], *, seconds: float) -> None:
        self._find, self._seconds = find, seconds
        self._known: dict[int, tuple[float, Value]] = {}

    def get(self) -> Value:
        here = current_municipality().pk
        known = self._known.get(here)
        if known is None or known[0] < time.monotonic():
            known = self._known[here] = (time.monotonic() + self._seconds, self._find())
        return known[1]

    def forget(self) -> None:
        """After a change, in this process; for tests, whose clock stands still."""
        self._known.clear()
