"""The demo's recordings, as they read on the tests' day, and small changes to them."""

import json
from datetime import datetime
from typing import Any

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.runtime.recorded_sources import recording

NOW = datetime(2026, 11, 30, 9, tzinfo=BERLIN)
BASE = "https://sources.example"


def answer(path: str) -> bytes:
    with clock.freeze(NOW):
        found = recording(path, BASE)
    assert found is not None, path
    return found


def meetings(**changes: Any) -> dict[str, Any]:
    """The first page of the list, its only meeting changed and nothing after it."""
    page: dict[str, Any] = json.loads(answer("oparl-meetings-1.json"))
    page["data"][0] |= changes
    del page["links"]["next"]
    return page


def alert(**changes: str) -> bytes:
    """The DWD's warning for Tangerhütte with other texts in some elements, or more elements before `info`."""
    text = answer("dwd/1.xml").decode()
    for name, value in changes.items():
        head, opening, rest = text.partition(f"<{name}>")
        if opening:
            text = head + opening + value + rest[rest.index(f"</{name}>") :]
        else:
            text = text.replace("<info>", f"<{name}>{value}</{name}><info>", 1)
    return text.encode()
