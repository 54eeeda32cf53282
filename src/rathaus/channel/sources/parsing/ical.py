"""iCalendar (RFC 5545): waste dates and events within the next weeks, repetitions included."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event

from rathaus.core.clock import BERLIN

from .items import MOST_ITEMS, Item, Page, Unreadable, check_size, name_for_good, within_reason
from .plain import line, lines, web_address

AHEAD = timedelta(days=60)
_MOST_EVENTS = 3000
_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_REACH = timedelta(days=10 * 365)


def read_ical(body: bytes, now: datetime) -> Page:
    """What happens within `AHEAD`. The caller bounds the time: a rule may say what takes for ever to find."""
    check_size(body)
    try:
        calendar = Calendar.from_ical(body)
    except (ValueError, IndexError, KeyError, AttributeError, RecursionError, TypeError):
        raise Unreadable("calendar-unreadable") from None
    if not isinstance(calendar, Calendar):
        raise Unreadable("no-calendar")
    events = calendar.walk("VEVENT")
    if len(events) > _MOST_EVENTS:
        raise Unreadable("calendar-events", n=_MOST_EVENTS)
    sane = [event for event in events if isinstance(event, Event) and _is_sane(event, now)]
    calendar.subcomponents = [part for part in calendar.subcomponents if not isinstance(part, Event)] + sane
    items: dict[str, Item] = {}
    skipped = len(events) - len(sane)
    for event in _happening(calendar, now):
        item = _item(event, now)
        skipped += item is None
        if item is not None:
            items[item.reference] = item
    return Page(tuple(sorted(items.values(), key=_when)), skipped=skipped)


def _when(item: Item) -> tuple[datetime, str]:
    assert item.starts_at is not None  # noqa: S101 -- an entry without one is none
    return item.starts_at, item.reference


def _happening(calendar: Calendar, now: datetime) -> list[Any]:
    until = now + AHEAD
    found = []
    try:
        query = recurring_ical_events.of(calendar)
        for event in islice(query.between(now, until), MOST_ITEMS + 1):
            found.append(event)  # noqa: PERF402 -- between() may fail in the middle
    except Exception as problem:  # rules of strangers make it fail in many ways
        raise Unreadable("calendar-rules") from problem
    if len(found) > MOST_ITEMS:  # a part would look as if the rest had been called off
        raise Unreadable("calendar-dates", n=MOST_ITEMS, days=AHEAD.days)
    return found


def _is_sane(event: Event, now: datetime) -> bool:
    start = _instant(getattr(event.get("DTSTART"), "dt", None), now)
    if start is None or start < now - _REACH:
        return False
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, dict) or str((rule.get("FREQ") or [""])[0]).upper() in _OFTEN:
            return False
    return True


def _item(event: Any, now: datetime) -> Item | None:
    began = getattr(event.get("DTSTART"), "dt", None)
    start = _instant(began, now)
    title = line(str(event.get("SUMMARY", "")))
    if start is None or not title:
        return None
    end = _instant(getattr(event.get("DTEND"), "dt", None), now)
    if end is None or end <= start:
        end = start + (timedelta(hours=1) if isinstance(began, datetime) else timedelta(days=1))
    return Item(
        _reference(event, start),
        "event",
        title,
        text=lines(str(event.get("DESCRIPTION", ""))),
        location=line(str(event.get("LOCATION", "")), 200),
        link=web_address(str(event.get("URL", ""))),
        starts_at=start,
        ends_at=end,
        is_over=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _reference(event: Any, start: datetime) -> str:
    """The entry and which of its repetitions; a repetition that was moved keeps the day it was meant for."""
    uid = str(event.get("UID", ""))[:2000] or str(event.get("SUMMARY", ""))[:2000]
    meant = _instant(getattr(event.get("RECURRENCE-ID"), "dt", None), start) or start
    return f"{name_for_good(uid)}#{meant:%Y%m%dT%H%M%SZ}"


def _instant(value: object, now: datetime) -> datetime | None:
    """Days begin at midnight in Germany; a time without a zone is German time."""
    try:
        if isinstance(value, datetime):
            return within_reason(value if value.tzinfo else value.replace(tzinfo=BERLIN), now)
        if isinstance(value, date):
            return within_reason(datetime.combine(value, time(), BERLIN).astimezone(UTC), now)
    except (OverflowError, ValueError):
        return None
    return None
