"""Reads a stranger's calendar in a process of its own (`rathaus.core.guarded`): a rule may recur a billion times."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from rathaus.core.guarded_child import CannotDo, serve

_BERLIN = ZoneInfo("Europe/Berlin")


def answer(request: dict[str, Any]) -> bytes:
    """The busy times between two instants, [from, until] in seconds since 1970, at most `most` of them."""
    try:
        calendar = Calendar.from_ical(request["text"])
        start, end = (datetime.fromtimestamp(request[name], UTC) for name in ("start", "end"))
        found = recurring_ical_events.of(calendar).between(start, end)
    except MemoryError:
        raise
    except Exception as problem:  # noqa: BLE001 -- whatever a stranger's file makes these libraries raise
        raise CannotDo(type(problem).__name__) from None
    spans = sorted({_span(event) for event in found if _is_busy(event)})
    if len(spans) > request["most"]:
        raise CannotDo("too many")
    return json.dumps([span for span in spans if span[0] < span[1]]).encode()


def _is_busy(event: Any) -> bool:
    return str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT" and event.get("STATUS", "") != "CANCELLED"


def _span(event: Any) -> tuple[int, int]:
    return _seconds(event["DTSTART"].dt), _seconds(event["DTEND"].dt)


def _seconds(at: date | datetime) -> int:
    """A whole day, and a time without a zone, are the town hall's."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), _BERLIN)
    return int((at if at.tzinfo else at.replace(tzinfo=_BERLIN)).timestamp())


if __name__ == "__main__":
    serve(answer)
