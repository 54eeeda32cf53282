"""Connections of `fetching` that stay open between many requests to a few hosts.

Each leads to the address that was checked when it was opened, whatever its name means by now.
"""

from collections import defaultdict
from http.client import HTTPConnection
from threading import Lock
from types import TracebackType
from typing import Self

Key = tuple[str, str, int]  # scheme, host, port


class Lines:
    """For several threads, within one job, and with one and the same `allowed`. Closed at the end of its `with`."""

    def __init__(self) -> None:
        self._idle: defaultdict[Key, list[HTTPConnection]] = defaultdict(list)
        self._lock = Lock()

    def take(self, key: Key) -> HTTPConnection | None:
        """One that nobody uses now; it is the caller's until they `keep` or close it."""
        with self._lock:
            return self._idle[key].pop() if self._idle[key] else None

    def keep(self, key: Key, connection: HTTPConnection) -> None:
        with self._lock:
            self._idle[key].append(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            for connection in (one for idle in self._idle.values() for one in idle):
                connection.close()
            self._idle.clear()
