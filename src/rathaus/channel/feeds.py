"""Publications for calendars (RFC 5545).

Times are UTC, so no calendar needs to know when our clocks change; whole days are dates, so they stay whole.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from icalendar import Event

from rathaus.core import clock
from rathaus.core.calendars import event_uid, write_calendar
from rathaus.core.clock import BERLIN

from .models import DispatchKind, Kind, Publication
from .wording import address, headline, is_midnight, when, where

_REFRESH = timedelta(hours=1)
_BACK = timedelta(days=60)
_MOST = 1000


def for_calendars(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Of the last two months, and all to come; and what holds until further notice."""
    since = clock.now() - _BACK
    over = Q(ends_at__gt=since) | Q(ends_at=None, ended_at__gt=since) | Q(ends_at=None, ended_at=None)
    return rows.filter(over, ~Q(kind=Kind.NEWS)).order_by("ends_at", "id")[:_MOST]


def publications_ics(publications: Iterable[Publication], *, name: str) -> bytes:
    """One entry each, whose UID stays and whose SEQUENCE rises.

    What ended before it began, and a meeting that was called off, is cancelled. A status or a warning that was taken
    back while it held was true until then: its entry ends there. What holds until further notice stands from its
    beginning to the end of today: the entry grows by a day with each day, as DTSTAMP says.
    """
    return write_calendar(map(_event, publications), product="Meldungen", name=name, refresh=_REFRESH)


def _event(publication: Publication) -> Event:
    event = Event()
    start, end = _time(publication)
    is_off = _is_off(publication)
    event.add("uid", event_uid(publication.pk))
    event.add("sequence", publication.sequence)
    changed = _changed(publication).astimezone(UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", headline(publication, DispatchKind.ALL_CLEAR if is_off else DispatchKind.FIRST))
    until = when(publication) if _is_open(publication) else ""
    event.add("description", "\n\n".join(t for t in (until, publication.text, publication.instructions) if t))
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
    end = publication.ends_at or _midnight_after(max(start, clock.now()))
    if publication.kind == Kind.EVENT and is_midnight(start) and is_midnight(end):
        return start.astimezone(BERLIN).date(), end.astimezone(BERLIN).date()
    if publication.ended_at and not _is_off(publication):
        end = min(end, publication.ended_at)
    return start.astimezone(UTC), end.astimezone(UTC)


def _is_open(publication: Publication) -> bool:
    """Whether it holds until further notice."""
    return publication.ends_at is None and publication.ended_at is None


def _changed(publication: Publication) -> datetime:
    """Of two entries with the same SEQUENCE the one with the later DTSTAMP counts (RFC 5546, section 2.1.5)."""
    if not _is_open(publication):
        return publication.updated_at
    return max(publication.updated_at, datetime.combine(clock.today(), time(), BERLIN))


def _midnight_after(instant: datetime) -> datetime:
    return datetime.combine(instant.astimezone(BERLIN).date() + timedelta(days=1), time(), BERLIN)


def _begin(publication: Publication) -> datetime:
    return publication.starts_at or publication.published_at or publication.due_at


def _is_off(publication: Publication) -> bool:
    ended = publication.ended_at
    return ended is not None and (publication.kind == Kind.EVENT or ended <= _begin(publication))
