"""The day of an office as the desk sees it: six queries, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rathaus.accounts.service import StaffMember

from .closures import closures_between, concerns, with_places
from .models import Block, Booking, BookingEvent, Closure, EventKind, Status
from .opening import day_span
from .placechoice import PlaceChoice, choose_place

_MARKS = (EventKind.ARRIVED, EventKind.SERVING, EventKind.DONE, EventKind.NO_SHOW)


@dataclass(frozen=True)
class Visit:
    """A booking with when its present status was reached on the day, None for one that is still to come."""

    booking: Booking
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class DayPlan(PlaceChoice):
    """`visits` at the chosen office or counter, when its counters are blocked, and what closes one of them."""

    day: date
    visits: Sequence[Visit]
    blocks: Sequence[Block]
    closures: Sequence[Closure]


def plan_day(staff: StaffMember, day: date, *, office: str = "", counter: str = "") -> DayPlan:
    """What is unknown to this person is left out: the first office, all of its counters."""
    place = choose_place(staff, office=office, counter=counter)
    ids = [each.pk for each in place.shown]
    start, end = day_span(day)
    found = Booking.objects.filter(counter__in=ids, starts_at__gte=start, starts_at__lt=end)
    bookings = found.exclude(status=Status.CANCELLED).select_related("counter", "office")
    rows = list(bookings.order_by("starts_at", "counter__position"))
    blocks = Block.objects.filter(counter__in=ids, starts_at__lt=end, ends_at__gt=start, lifted_at=None)
    since = _marks([row.pk for row in rows])
    visits = [Visit(row, since.get(row.pk) if row.status != Status.BOOKED else None) for row in rows]
    blocked = list(blocks.select_related("counter").order_by("starts_at"))
    closing = with_places(closures_between(start, end))
    closed = [
        closure
        for closure in closing.order_by("starts_at", "id")
        if any(concerns(closure, each) for each in place.shown)
    ]
    return DayPlan(**vars(place), day=day, visits=visits, blocks=blocked, closures=closed)


def _marks(bookings: list[UUID]) -> dict[UUID, datetime]:
    if not bookings:
        return {}
    events = BookingEvent.objects.filter(booking__in=bookings, kind__in=_MARKS).order_by("at", "id")
    return dict(events.values_list("booking_id", "at"))
