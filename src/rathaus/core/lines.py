"""Connections of `fetching` that stay open between many requests to a few hosts.

Each leads to the address that was checked when it was opened, whatever its name means by now.
"""

import contextlib
import socket
import ssl
from collections import defaultdict
from http.client import HTTPConnection
from threading import Lock
from types import TracebackType
from typing import Self

Key = tuple[str, str, int]  # scheme, host, port


class Line(HTTPConnection):
    """Connects to a checked address, whatever the name means by now; certificate and Host are the name's."""

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext | None, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._pinned, self._context = address, context
        self._line: socket.socket | None = None
        self.default_port = 80 if context is None else 443

    def connect(self) -> None:
        self.sock = socket.create_connection((self._pinned, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
        self._line = self.sock

    def cut(self) -> None:
        """End it, whoever reads from it now. `sock` is no more while an answer of unknown length is read."""
        with contextlib.suppress(OSError):  # closed already
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)


class Lines:
    """For several threads, within one job, and with one and the same `allowed`. Closed at the end of its `with`."""

    def __init__(self) -> None:
        self._idle: defaultdict[Key, list[Line]] = defaultdict(list)
        self._lock = Lock()

    def take(self, key: Key) -> Line | None:
        """One that nobody uses now; it is the caller's until they `keep` or close it."""
        with self._lock:
            return self._idle[key].pop() if self._idle[key] else None

    def keep(self, key: Key, connection: Line) -> None:
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
