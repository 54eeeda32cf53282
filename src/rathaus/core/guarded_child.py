"""The child's side of `guarded.Pool`: bounds this process, then answers requests until the pipe closes."""

import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

_HEAD = struct.Struct(">cI")


class CannotDo(Exception):
    """Raised by the work; its text reaches the caller as a `Complaint` and must not quote personal data."""


def serve(answer: Callable[[dict[str, Any]], bytes]) -> None:
    """Answer one request after another; returns when the parent closes the pipe.

    Out of memory ends the process (the next request gets a fresh one). Should the parent be gone while work hangs,
    the alarm, whose default action is death, ends it in native code too.
    """
    requests, answers = _pipes()
    _bound()
    seconds = int(os.environ["RATHAUS_GUARD_SECONDS"])
    while head := requests.read(_HEAD.size):
        request = requests.read(_HEAD.unpack(head)[1])
        signal.alarm(seconds)
        try:
            kind, result = b"+", answer(json.loads(request))
        except CannotDo as complaint:
            kind, result = b"-", str(complaint).encode()
        except MemoryError:
            os._exit(3)
        signal.alarm(0)
        answers.write(_HEAD.pack(kind, len(result)) + result)
        answers.flush()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and a private copy of standard output; what a library prints from here on goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return sys.stdin.buffer, answers


def _bound() -> None:
    memory = int(os.environ["RATHAUS_GUARD_MEMORY"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
