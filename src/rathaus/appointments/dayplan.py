"""The day of an office as the desk sees it: five queries, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rathaus.accounts.service import StaffMember

from .models import Block, Booking, BookingEvent, Counter, EventKind, Office, Status
from .opening import local_instant
from .rules import visible_counters

_MARKS = (EventKind.ARRIVED, EventKind.SERVING, EventKind.DONE, EventKind.NO_SHOW)


@dataclass(frozen=True)
class Visit:
    """A booking with when its present status was reached on the day, None for one that is still to come."""

    booking: Booking
    since: datetime | None


@dataclass(frozen=True)
class DayPlan:
    """`counters`: all that this person may see, of all offices; `visits`: at the chosen office or counter."""

    day: date
    office: Office | None
    counter: Counter | None
    counters: Sequence[Counter]
    visits: Sequence[Visit]
    blocks: Sequence[Block]

    @property
    def offices(self) -> list[Office]:
        return list({counter.office_id: counter.office for counter in self.counters}.values())

    @property
    def here(self) -> list[Counter]:
        return [counter for counter in self.counters if self.office and counter.office_id == self.office.pk]


def plan_day(staff: StaffMember, day: date, *, office: str = "", counter: str = "") -> DayPlan:
    """What is unknown to this person is left out: the first office, all of its counters."""
    counters = list(visible_counters(staff))
    offices = {c.office.key: c.office for c in counters}
    chosen = offices.get(office) or next(iter(offices.values()), None)
    here = [c for c in counters if chosen and c.office_id == chosen.pk]
    one = next((c for c in here if c.key == counter), None)
    ids = [c.pk for c in ([one] if one else here)]
    start, end = local_instant(day, "00:00"), local_instant(day, "24:00")
    found = Booking.objects.filter(counter__in=ids, starts_at__gte=start, starts_at__lt=end)
    bookings = found.exclude(status=Status.CANCELLED).select_related("counter", "office")
    rows = list(bookings.order_by("starts_at", "counter__position"))
    blocks = Block.objects.filter(counter__in=ids, starts_at__lt=end, ends_at__gt=start, lifted_at=None)
    since = _marks([row.pk for row in rows])
    visits = [Visit(row, since.get(row.pk) if row.status != Status.BOOKED else None) for row in rows]
    return DayPlan(day, chosen, one, counters, visits, list(blocks.select_related("counter").order_by("starts_at")))


def _marks(bookings: list[UUID]) -> dict[UUID, datetime]:
    if not bookings:
        return {}
    events = BookingEvent.objects.filter(booking__in=bookings, kind__in=_MARKS).order_by("at", "id")
    return dict(events.values_list("booking_id", "at"))
