"""A browser's end of the stream, by hand: what comes over the line, and nothing that a library hides."""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, Self

from tests.cluster import ROOT, environment
from tests.live import Installation


def in_hall(installation: Installation, *verbs: str, town: str = "tangerhuette") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.queueing.hall", town, *verbs],
        cwd=ROOT,
        env=environment(installation.database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@dataclass(frozen=True)
class Event:
    id: int
    kind: str
    data: dict[str, Any]


@dataclass
class Ear:
    """One connection to the stream."""

    installation: Installation
    queue: str
    since: int | None = None
    last_event_id: int | None = None
    town: str = "tangerhuette"
    status: int = 0
    _socket: socket.socket = field(init=False)

    def __enter__(self) -> Self:
        self._socket = socket.create_connection(("127.0.0.1", self.installation.stream_port), timeout=30)
        query = "" if self.since is None else f"?seit={self.since}"
        head = (
            f"GET /{self.queue}/{query} HTTP/1.1\r\nHost: {self.town}.localhost:{self.installation.stream_port}\r\n"
        )
        if self.last_event_id is not None:
            head += f"Last-Event-ID: {self.last_event_id}\r\n"
        self._socket.sendall(f"{head}\r\n".encode())
        self._lines = self._socket.makefile("rb")
        self.status = int(self._lines.readline().split()[1])
        while self._lines.readline().strip():
            pass
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self._socket.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def next(self) -> Event:
        """The next that is no pulse."""
        found: dict[str, str] = {}
        while True:
            line = self._lines.readline().decode()
            if not line:
                raise ConnectionResetError
            if line.strip():
                name, _, value = line.strip().partition(": ")
                found[name] = value
            elif "data" in found and found["event"] != "puls":
                return Event(int(found["id"]), found["event"], json.loads(found["data"]))
            else:
                found = {}
