"""Reads an answer in a child process with a deadline and a memory bound: no document takes the worker along."""

import base64
import functools

from rathaus.core import clock
from rathaus.core.guarded import Complaint, GuardError, Pool

from .parsing.items import Page, Unreadable, check_size, load_page

SECONDS = 10
MEMORY = 768 << 20


@functools.cache
def _pool() -> Pool:
    return Pool("rathaus.channel.sources.parsing.child", seconds=SECONDS, memory=MEMORY)


def read_answer(form: str, body: bytes) -> Page:
    """`form` is a key of `child.READERS`. Raises Unreadable."""
    check_size(body)
    request = {"form": form, "body": base64.b64encode(body).decode(), "now": clock.now().isoformat()}
    try:
        return load_page(_pool().ask(request))
    except Complaint as problem:
        raise Unreadable.unpack(str(problem)) from problem
    except GuardError as problem:
        raise Unreadable("too-hard") from problem
