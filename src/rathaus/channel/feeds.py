"""Publications for calendars (RFC 5545).

Times are UTC, so no calendar needs to know when our clocks change; whole days are dates, so they stay whole.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q, QuerySet
from icalendar import Event

from rathaus.core import clock
from rathaus.core.calendars import event_uid, write_calendar
from rathaus.core.clock import BERLIN

from .models import DispatchKind, Kind, Publication
from .wording import address, headline, is_midnight, where

_REFRESH = timedelta(hours=1)
_BACK = timedelta(days=60)
_MOST = 1000


def for_calendars(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those of them that have an end: of the last two months, and all to come."""
    ended = Q(ends_at__gt=clock.now() - _BACK)
    return rows.filter(ended, ~Q(kind=Kind.NEWS)).order_by("ends_at", "id")[:_MOST]


def publications_ics(publications: Iterable[Publication], *, name: str) -> bytes:
    """One entry each, whose UID stays and whose SEQUENCE rises.

    What ended before it began, and a meeting that was called off, is cancelled. A status or a warning that was taken
    back while it held was true until then: its entry ends there.
    """
    return write_calendar(map(_event, publications), product="Meldungen", name=name, refresh=_REFRESH)


def _event(publication: Publication) -> Event:
    event = Event()
    start, end = _time(publication)
    is_off = _is_off(publication)
    event.add("uid", event_uid(publication.pk))
    event.add("sequence", publication.sequence)
    event.add("dtstamp", publication.updated_at.astimezone(UTC))
    event.add("last-modified", publication.updated_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", headline(publication, DispatchKind.ALL_CLEAR if is_off else DispatchKind.FIRST))
    event.add("description", "\n\n".join(t for t in (publication.text, publication.instructions) if t))
    place = publication.location or where(publication)
    if place:
        event.add("location", place)
    event.add("url", address(publication))
    event.add("categories", [publication.topic.name])
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _time(publication: Publication) -> tuple[datetime | date, datetime | date]:
    start = _begin(publication)
    end = publication.ends_at or start
    if publication.kind == Kind.EVENT and is_midnight(start) and is_midnight(end):
        return start.astimezone(BERLIN).date(), end.astimezone(BERLIN).date()
    if publication.ended_at and not _is_off(publication):
        end = min(end, publication.ended_at)
    return start.astimezone(UTC), end.astimezone(UTC)


def _begin(publication: Publication) -> datetime:
    return publication.starts_at or publication.published_at or publication.due_at


def _is_off(publication: Publication) -> bool:
    ended = publication.ended_at
    return ended is not None and (publication.kind == Kind.EVENT or ended <= _begin(publication))
