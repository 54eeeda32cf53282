"""Calendars for other people's programs (RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from django.conf import settings
from icalendar import Calendar, Event

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


def write_calendar(
    events: Iterable[Event],
    *,
    product: str,
    method: Method = "PUBLISH",
    name: str = "",
    refresh: timedelta | None = None,
) -> bytes:
    """`product`: what of ours wrote it. `name`: how a program that subscribes to it shows it; `refresh`: how often it
    may ask again.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Rathaus//{product}//DE")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("name", name)  # RFC 7986
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def event_uid(key: object) -> str:
    """The same for ever, and nowhere else in the world."""
    return f"{key}@{settings.RATHAUS_DOMAIN}"
