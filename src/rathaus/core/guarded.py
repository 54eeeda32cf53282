"""Runs what strangers' data could hang or blow up in a child process with a deadline and a memory bound.

A `Pool` keeps a few warm children and is safe to use from many threads. A child that oversteps is killed, the
caller gets an error, and the next call gets a fresh child: one poisonous document never costs more than its own
answer. Once it serves, the child's standard error is thrown away: a panic message may quote personal data.
"""

import contextlib
import json
import os
import queue
import select
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_HEAD = struct.Struct(">cI")  # b"+" answer or b"-" complaint, then the number of bytes that follow
_KILL_MARGIN = 2  # seconds after the deadline at which the kernel ends a child whose parent is gone


class GuardError(Exception):
    """The child gave no result; see the subclasses for why."""


class Overrun(GuardError):
    """The work took longer than allowed; the child was killed."""


class Died(GuardError):
    """The child ended by itself, out of memory for instance."""


class Complaint(GuardError):
    """The child lives and says why it could not do the work."""


class _Child:
    """One child process and its two pipes; used by one thread at a time."""

    def __init__(self, module: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,  # Ctrl-C goes to the parent, which closes the pipe
            bufsize=0,
        )
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        assert self.process.stdout is not None  # noqa: S101
        self._write_end, self._read_end = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self._write_end, False)

    def ask(self, request: bytes, deadline: float) -> tuple[bytes, bytes]:
        self._write(_HEAD.pack(b"+", len(request)) + request, deadline)
        kind, length = _HEAD.unpack(self._read(_HEAD.size, deadline))
        return kind, self._read(length, deadline)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        poll = select.poll()  # not select(): a busy server has descriptors above 1024
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise Overrun("The work took longer than allowed.")

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._write_end, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._write_end, view[:65536]) :]
            except BrokenPipeError as error:
                raise Died("The guarded process has ended.") from error

    def _read(self, length: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < length:
            self._wait(self._read_end, select.POLLIN, deadline)
            chunk = os.read(self._read_end, min(length - len(data), 1 << 20))
            if not chunk:
                raise Died("The guarded process has ended.")
            data += chunk
        return bytes(data)


class Pool:
    """Up to `size` children running `module`, started when first needed and kept warm.

    The module calls `guarded_child.serve`; `arguments` go to it as they are. `memory` is the address space in bytes
    that a child may take, `seconds` the time one request may last, waiting for a free child included.
    """

    def __init__(
        self,
        module: str,
        *,
        seconds: float,
        memory: int,
        size: int = 2,
        arguments: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._module, self._arguments, self._size = module, arguments, size
        self._seconds = seconds
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "LANG": "C.UTF-8",
            "RATHAUS_GUARD_MEMORY": str(memory),
            "RATHAUS_GUARD_SECONDS": str(int(seconds) + _KILL_MARGIN),
            "MALLOC_ARENA_MAX": "2",  # arenas are reserved per thread and would eat the bound
            **(environment or {}),
        }
        self._lock = threading.Lock()
        self._open()

    def ask(self, request: Mapping[str, Any]) -> bytes:
        """What the child answers; raises `Overrun`, `Died` or `Complaint`."""
        deadline = time.monotonic() + self._seconds
        with self._borrowed(deadline) as child:
            kind, answer = child.ask(json.dumps(request, ensure_ascii=False).encode(), deadline)
        if kind == b"-":
            raise Complaint(answer.decode(errors="replace"))
        return answer

    def close(self) -> None:
        """End all children that are not at work; the pool may be used again."""
        freed = 0
        with contextlib.suppress(queue.Empty):
            while freed < self._size:
                child = self._idle.get_nowait()
                freed += 1
                if child is not None:
                    self._children.discard(child)
                    child.end()
        for _ in range(freed):
            self._idle.put(None)

    def _open(self) -> None:
        self._owner = os.getpid()
        self._children: set[_Child] = set()
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self._size):
            self._idle.put(None)  # a free place in which no child runs yet
        self._finalizer = weakref.finalize(self, _end_all, self._children, self._owner)

    @contextlib.contextmanager
    def _borrowed(self, deadline: float) -> Iterator[_Child]:
        with self._lock:
            if self._owner != os.getpid():
                self._open()  # after a fork the children belong to the parent
        try:
            child = self._idle.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty as error:
            raise Overrun("All guarded processes were busy for too long.") from error
        kept: _Child | None = None
        try:
            child = self._alive(child)
            yield child
            kept = child
        finally:
            if kept is None and child is not None:
                self._children.discard(child)
                child.end()
            self._idle.put(kept)

    def _alive(self, child: _Child | None) -> _Child:
        if child is not None and child.process.poll() is None:
            return child
        if child is not None:
            self._children.discard(child)
            child.end()
        child = _Child(self._module, self._arguments, self._environment)
        self._children.add(child)
        return child


def _end_all(children: set[_Child], owner: int) -> None:
    if os.getpid() == owner:
        for child in list(children):
            child.end()
