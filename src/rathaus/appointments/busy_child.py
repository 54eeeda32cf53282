"""Reads a stranger's calendar in a process of its own (`rathaus.core.guarded`): a rule may recur a billion times."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from rathaus.core.guarded_child import CannotDo, serve

_BERLIN = ZoneInfo("Europe/Berlin")
_YEARS = range(1900, 2200)  # beyond them the libraries overflow


def answer(request: dict[str, Any]) -> bytes:
    """The busy times between two instants, [from, until] in seconds since 1970, at most `most` of them.

    An entry that makes no sense is left out, so that it doesn't hide the others.
    """
    try:
        start, end = (datetime.fromtimestamp(request[name], UTC) for name in ("start", "end"))
        calendars = [_sound(calendar) for calendar in Calendar.from_ical(request["text"], multiple=True)]
        found = [event for each in calendars for event in recurring_ical_events.of(each).between(start, end)]
    except MemoryError:
        raise
    except Exception as problem:  # noqa: BLE001 -- whatever a stranger's file makes these libraries raise
        raise CannotDo(type(problem).__name__) from None
    if not calendars:
        raise CannotDo("no calendar")
    spans = sorted({_span(event) for event in found if _is_busy(event)})
    if len(spans) > request["most"]:
        raise CannotDo("too many")
    return json.dumps([span for span in spans if span[0] < span[1]]).encode()


def _sound(calendar: Any) -> Calendar:
    """Without entries that have no beginning, or end before it."""
    if not isinstance(calendar, Calendar):
        raise CannotDo("no calendar")
    calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT" or _is_sound(part)]
    return calendar


def _is_sound(event: Any) -> bool:
    try:
        times = [event[name].dt for name in ("DTSTART", "DTEND") if name in event or name == "DTSTART"]
        return all(at.year in _YEARS for at in times) and _seconds(times[0]) <= _seconds(times[-1])
    except (KeyError, AttributeError, ValueError, TypeError, OverflowError):
        return False


def _is_busy(event: Any) -> bool:
    is_open = str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT"
    return not is_open and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _span(event: Any) -> tuple[int, int]:
    """A day without an end is a whole one (RFC 5545, section 3.6.1)."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(start, datetime) and end == start:
        end = start + timedelta(days=1)
    return _seconds(start), _seconds(end)


def _seconds(at: date | datetime) -> int:
    """A whole day, and a time without a zone, are the town hall's."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), _BERLIN)
    return int((at if at.tzinfo else at.replace(tzinfo=_BERLIN)).timestamp())


if __name__ == "__main__":
    serve(answer)
