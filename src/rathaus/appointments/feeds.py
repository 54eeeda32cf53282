"""What is booked, for the calendars of clerks; when offices are open, for everybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from icalendar import Event

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.calendars import event_uid
from rathaus.core.clock import BERLIN
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import base_url, current_municipality

from .calendar import booking_event, visits_calendar
from .closures import closures_between
from .codes import code_hash, link_code
from .models import Booking, Counter, DeskFeed, Office, Status
from .opening import is_released, rule_span
from .remembering import hours_of
from .rules import visible_counters

_BACK, _AHEAD = timedelta(days=7), timedelta(days=180)
_OPEN_AHEAD = timedelta(days=60)
_MOST = 5000
Span = tuple[datetime, datetime]


@transaction.atomic
def create_feed(staff: StaffMember, *, counter: Counter | None, names: bool) -> DeskFeed:
    pk = uuid7()
    return DeskFeed.objects.create(
        id=pk, staff=staff, counter=counter, names=names, code_hash=code_hash(link_code("feed", pk))
    )


def revoke_feed(staff: StaffMember, feed_id: UUID) -> bool:
    """One's own; False for what isn't there. Revoking again changes nothing."""
    mine = DeskFeed.objects.filter(pk=feed_id, staff=staff)
    mine.filter(revoked_at=None).update(revoked_at=clock.now())
    return mine.exists()


def feeds_of(staff: StaffMember) -> Sequence[DeskFeed]:
    return list(
        DeskFeed.objects.filter(staff=staff, revoked_at=None).select_related("counter").order_by("created_at")
    )


def feed_link(feed: DeskFeed) -> str:
    return f"{base_url(current_municipality())}/termine/kalender/{link_code('feed', feed.pk).replace('-', '')}.ics"


def open_feed(code: str) -> DeskFeed | None:
    """None once it is revoked, or its clerk is not with the town hall any more."""
    rows = DeskFeed.objects.select_related("staff__account", "counter")
    found: DeskFeed | None = rows.filter(
        code_hash=code_hash(code), revoked_at=None, staff__is_active=True, staff__account__is_active=True
    ).first()
    return found


def feed_ics(feed: DeskFeed) -> str:
    """What the clerk may see now: a counter of another unit is empty, whatever was chosen once."""
    counters = visible_counters(feed.staff)
    if feed.counter_id is not None:
        counters = counters.filter(pk=feed.counter_id)
    now = clock.now()
    found = Booking.objects.filter(
        counter__in=counters.order_by().values("pk"), starts_at__gt=now - _BACK, starts_at__lt=now + _AHEAD
    ).exclude(status=Status.CANCELLED)
    rows = found.select_related("office", "counter").order_by("starts_at")[:_MOST]
    return visits_calendar([_desk_event(row, names=feed.names) for row in rows], name="Termine")


def opening_ics() -> str:
    """When somebody is there, and when not, for the next two months. Nothing personal: absences stay inside."""
    events: list[Event] = []
    for office in Office.objects.filter(is_active=True).order_by("position"):
        events += _open_spans(office)
    now = clock.now()
    closures = closures_between(now, now + _OPEN_AHEAD).filter(staff=None, counter=None)
    for closure in closures.select_related("office"):
        where = closure.office.name if closure.office else current_municipality().name
        events.append(_event(closure.pk, f"Geschlossen: {where}", closure.starts_at, closure.ends_at))
    return visits_calendar(events, name="Öffnungszeiten")


def _open_spans(office: Office) -> list[Event]:
    hours, today, now = hours_of(office, current_municipality().state), clock.today(), clock.now()
    spans: set[Span] = set()
    for n in range(_OPEN_AHEAD.days):
        day = today + timedelta(days=n)
        for rule in hours.rules:
            if hours.has(rule, day) and is_released(rule, day, now):
                spans.add(rule_span(rule, day))
    return [
        _event(f"{office.pk}-{start:%Y%m%dT%H%M}", f"Geöffnet: {office.name}", start, end)
        for start, end in _joined(spans)
    ]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Times that meet as one: rules for several counters open an office once, and an entry is known by its start."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _event(key: object, summary: str, start: datetime, end: datetime) -> Event:
    event = Event()
    event.add("uid", event_uid(key))
    event.add("dtstamp", clock.now().astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def _desk_event(booking: Booking, *, names: bool) -> Event:
    event = booking_event(booking, current_municipality(), stamp=booking.created_at)
    for name in ("summary", "description", "location"):
        event.pop(name)
    event.add("summary", f"{booking.title}: {booking.name}" if names and booking.name else booking.title)
    event.add("location", ", ".join(part for part in (booking.office.name, booking.counter.name) if part))
    event.add("description", booking.number)
    return event
