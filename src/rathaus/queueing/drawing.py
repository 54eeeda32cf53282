"""Taking a number: without an appointment, or by saying that one has arrived for it."""

import os
from datetime import datetime

from django.db import IntegrityError, transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import (
    Booking,
    NotChangeable,
    Offering,
    Status,
    find_booking,
    is_open,
    mark_booking,
    open_booking,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.core.ids import crockford, read_crockford

from .errors import Closed, Full, NotServed, NoVisitToday, VisitElsewhere
from .models import OPEN, EventKind, Queue, State, Ticket
from .recording import record
from .serving import counters_serving

_MOST_TYPED = 40


def is_giving_numbers(queue: Queue) -> bool:
    return is_open(queue.office, clock.now(), queue.opening)


@transaction.atomic
def draw_ticket(queue: Queue, offering: Offering) -> Ticket:
    """A number for somebody without an appointment. Raises Closed, NotServed or Full."""
    if not is_giving_numbers(queue):
        raise Closed
    if not counters_serving(queue, offering):
        raise NotServed
    _lock(queue)
    waiting = Ticket.objects.filter(queue=queue, day=clock.today(), state=State.WAITING, booking=None)
    if waiting.count() >= queue.most:
        raise Full
    return draw_always(queue, offering)


@transaction.atomic
def draw_always(queue: Queue, offering: Offering) -> Ticket:
    """The same, whoever is there."""
    minutes = offering.before + offering.minutes + offering.after
    return _create(_lock(queue), offering, minutes=minutes)


def check_in(queue: Queue, typed: str) -> Ticket:
    """Somebody is there for their appointment, and says its number or the code of their private link.

    Saying it twice gives the same ticket. Raises NoVisitToday, VisitElsewhere.
    """
    booking = find_booking(_grouped(typed)) or open_booking(typed[:_MOST_TYPED])
    if booking is None or not is_today(booking.starts_at):
        raise NoVisitToday
    if booking.office_id != queue.office_id:
        raise VisitElsewhere(booking.office) if booking.status == Status.BOOKED else NoVisitToday
    try:
        with transaction.atomic():
            if booking.status != Status.ARRIVED:
                mark_booking(booking, Status.ARRIVED, by=None)  # its signal leads to `ticket_for`
            return ticket_for(queue, booking, by=None)
    except NotChangeable:
        raise NoVisitToday from None


@transaction.atomic
def ticket_for(queue: Queue, booking: Booking, *, by: StaffMember | None) -> Ticket:
    """The ticket of a booking that has arrived; made once."""
    offering = Offering.objects.filter(key=booking.offerings[0]).first()
    if offering is None:
        raise NoVisitToday
    if found := open_ticket_of(booking):
        return found
    minutes = int((booking.ends_at - booking.starts_at).total_seconds() // 60)
    try:
        with transaction.atomic():
            return _create(_lock(queue), offering, minutes=minutes, booking=booking, due_at=booking.starts_at, by=by)
    except IntegrityError:  # said at the kiosk and marked at the desk in the same moment
        return Ticket.objects.get(booking=booking, state__in=OPEN)


def open_ticket_of(booking: Booking) -> Ticket | None:
    found: Ticket | None = Ticket.objects.filter(booking=booking, state__in=OPEN).first()
    return found


def is_today(moment: datetime) -> bool:
    return moment.astimezone(BERLIN).date() == clock.today()


def _lock(queue: Queue) -> Queue:
    """Numbers are counted one after the other."""
    locked: Queue = Queue.objects.select_for_update(no_key=True).get(pk=queue.pk)
    return locked


def _create(
    queue: Queue,
    offering: Offering,
    *,
    minutes: int,
    booking: Booking | None = None,
    due_at: datetime | None = None,
    by: StaffMember | None = None,
) -> Ticket:
    today = clock.today()
    last = Ticket.objects.filter(queue=queue, day=today).order_by("-serial").values_list("serial", flat=True).first()
    serial = (last or 0) + 1
    ticket: Ticket = Ticket.objects.create(
        queue=queue,
        day=today,
        serial=serial,
        number=f"{queue.prefix}{serial:03}",
        code=crockford(os.urandom(10)),
        offering=offering,
        minutes=minutes,
        booking=booking,
        due_at=due_at,
    )
    record(ticket, EventKind.DRAWN, by=by)
    return ticket


def _grouped(typed: str) -> str:
    """A booking's number as it is stored: eight characters, a hyphen in the middle."""
    found = read_crockford(typed[:_MOST_TYPED])
    return f"{found[:4]}-{found[4:]}"
