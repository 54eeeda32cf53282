"""Publications for calendars (RFC 5545). Times are UTC, so no calendar needs to know when our clocks change."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from rathaus.core import clock

from .models import Publication
from .wording import address, headline, where

_REFRESH = timedelta(hours=1)


def publications_ics(publications: Iterable[Publication], *, name: str) -> bytes:
    """Those with a beginning and an end. The UID stays and SEQUENCE rises; what ended early is cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rathaus//Meldungen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)  # RFC 7986
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for publication in publications:
        calendar.add_component(_event(publication))
    content: bytes = calendar.to_ical()
    return content


def _event(publication: Publication) -> Event:
    event = Event()
    event.add("uid", f"{publication.pk}@{settings.RATHAUS_DOMAIN}")
    event.add("sequence", publication.sequence)
    event.add("dtstamp", publication.updated_at.astimezone(UTC))
    start = publication.starts_at or publication.published_at or clock.now()
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", (publication.ends_at or start).astimezone(UTC))
    event.add("summary", headline(publication))
    event.add("description", "\n\n".join(t for t in (publication.text, publication.instructions) if t))
    place = publication.location or where(publication)
    if place:
        event.add("location", place)
    event.add("url", address(publication))
    event.add("status", "CANCELLED" if publication.ended_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
