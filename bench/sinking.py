"""The sinks as the measuring process sees them, and a reader of the portal beside them."""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.cluster import ROOT

from bench.client import Answer

_EVERY_SECONDS = 0.05


class Sink:
    """`bench.sinks` in a process of its own. A context manager; `stop` and `start` for a server that is down."""

    def __init__(self, kind: str, port: int, environment: Mapping[str, str]) -> None:
        self.kind, self.port, self._environment = kind, port, environment

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        command = [sys.executable, "-m", "bench.sinks", self.kind, str(self.port)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdin=pipe, stdout=pipe, text=True)
        self._hear()

    def stop(self) -> None:
        self._process.communicate(timeout=30)

    def ask(self, what: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return json.loads(self._hear())

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@dataclass
class Reader:
    """Somebody who opens pages in turn, a page each twentieth of a second, in a thread."""

    pages: dict[str, Callable[[], Answer]]
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.seconds = {name: [] for name in self.pages}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join(60)

    def p95(self) -> dict[str, float]:
        return {name: statistics.quantiles(values, n=20)[-1] for name, values in self.seconds.items()}

    def p50(self) -> dict[str, float]:
        return {name: statistics.median(values) for name, values in self.seconds.items()}

    def _read(self) -> None:
        number, due = 0, time.monotonic()
        names = list(self.pages)
        while not self._is_over.wait(max(0.0, due - time.monotonic())):
            name = names[number % len(names)]
            answer = self.pages[name]()
            if answer.status != 200:
                raise RuntimeError(f"{name}: {answer.status}")
            self.seconds[name].append(answer.seconds)
            number, due = number + 1, max(due + _EVERY_SECONDS, time.monotonic())
