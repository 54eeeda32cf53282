"""A small clamd: speaks INSTREAM as clamd(8) tells, on a unix socket or a TCP port, with verdicts of the test."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class FakeClamd:
    """`found` is what it calls a file that contains `bad`; `limit` is its StreamMaxLength."""

    listener: socket.socket
    bad: bytes = b"SCHLECHT"
    found: str = "Win.Test.Fake-1"
    limit: int = 1 << 30
    silent: bool = False
    received: list[bytes] = field(default_factory=list)

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        command = stream.read(len(b"zINSTREAM\0"))
        if command != b"zINSTREAM\0":
            connection.sendall(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            data += stream.read(length)
            if len(data) > self.limit:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received.append(data)
        if not self.silent:
            verdict = f"{self.found} FOUND" if self.bad in data else "OK"
            connection.sendall(f"stream: {verdict}\0".encode())


@contextmanager
def running(path: Path | None = None, **settings: object) -> Iterator[tuple[FakeClamd, str]]:
    """The daemon and its address."""
    listener = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listener.bind(str(path) if path else ("127.0.0.1", 0))
    listener.listen()
    daemon = FakeClamd(listener, **settings)  # type: ignore[arg-type]  # the test's own settings
    thread = threading.Thread(target=daemon.serve, daemon=True)
    thread.start()
    try:
        yield daemon, str(path) if path else f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
