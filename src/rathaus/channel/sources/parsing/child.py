"""The child process that reads strangers' answers. Started by `reading`, never imported by it."""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rathaus.channel.sources.parsing.cap import read_cap
from rathaus.channel.sources.parsing.feeds import read_feed
from rathaus.channel.sources.parsing.ical import read_ical
from rathaus.channel.sources.parsing.items import Page, Unreadable, dump_page
from rathaus.channel.sources.parsing.nina import read_dashboard, read_details
from rathaus.channel.sources.parsing.oparl import read_oparl
from rathaus.core.guarded_child import CannotDo, serve

READERS: dict[str, Callable[[bytes, datetime], Page]] = {
    "oparl": read_oparl,
    "cap": read_cap,
    "nina": read_dashboard,
    "nina-details": read_details,
    "ical": read_ical,
    "feed": read_feed,
}


def answer(request: dict[str, Any]) -> bytes:
    try:
        return dump_page(
            READERS[request["form"]](base64.b64decode(request["body"]), datetime.fromisoformat(request["now"]))
        )
    except Unreadable as problem:
        raise CannotDo(problem.pack()) from problem


if __name__ == "__main__":
    serve(answer)
