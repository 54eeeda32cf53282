"""What becomes of a number: each step a row with who and when."""

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Booking, Counter, NotChangeable, Offering, Status, mark_booking
from rathaus.core import clock

from .errors import NotNow
from .models import EventKind, Queue, Seat, State, Ticket
from .recording import record

# What may be done with a number in which state, and what it is then.
STEPS: dict[EventKind, tuple[frozenset[State], State | None]] = {
    EventKind.RECALLED: (frozenset({State.CALLED}), None),
    EventKind.SERVING: (frozenset({State.CALLED}), State.SERVING),
    EventKind.DONE: (frozenset({State.CALLED, State.SERVING}), State.DONE),
    EventKind.NO_SHOW: (frozenset({State.CALLED, State.PARKED}), State.NO_SHOW),
    EventKind.PARKED: (frozenset({State.WAITING, State.CALLED, State.SERVING}), State.PARKED),
    EventKind.RESUMED: (frozenset({State.PARKED}), State.WAITING),
    EventKind.FORWARDED: (frozenset({State.WAITING, State.CALLED, State.SERVING, State.PARKED}), State.WAITING),
    EventKind.PREFERRED: (frozenset({State.WAITING, State.PARKED}), None),
    EventKind.LEFT: (frozenset({State.WAITING, State.PARKED, State.CALLED}), State.LEFT),
}
_BOOKING = {EventKind.SERVING: Status.SERVING, EventKind.DONE: Status.DONE}
_AT_A_COUNTER = (State.CALLED, State.SERVING)


@transaction.atomic
def act_on(ticket: Ticket, kind: EventKind, *, seat: Seat, by: StaffMember) -> Ticket:
    """One step, with what it means for the booking. Raises NotNow; also for a number that is at another counter."""
    current = _lock(ticket)
    if current.state in _AT_A_COUNTER and current.counter_id != seat.counter_id:
        raise NotNow
    _step(current, kind, by=by)
    _mark(current, kind, by=by)
    return current


@transaction.atomic
def forward(
    ticket: Ticket,
    queue: Queue,
    *,
    seat: Seat,
    by: StaffMember,
    counter: Counter | None = None,
    offering: Offering | None = None,
) -> Ticket:
    """Send on to a counter, or to any that does something else. The place is kept if the queue's rule says so.

    Raises NotNow. The booking stays as it is: what it was for may not be done.
    """
    current = _lock(ticket)
    if current.state in _AT_A_COUNTER and current.counter_id != seat.counter_id:
        raise NotNow
    current.wanted = counter
    if offering is not None:
        current.offering = offering
        current.minutes = offering.before + offering.minutes + offering.after
    if not queue.keeps_place:
        current.placed_at, current.due_at = clock.now(), None
    _step(current, EventKind.FORWARDED, by=by)
    return current


@transaction.atomic
def leave_line(ticket: Ticket) -> Ticket:
    """The visitor goes. Raises NotNow for who is being served or done. An appointment stays one that has arrived."""
    current = _lock(ticket)
    _step(current, EventKind.LEFT, by=None)
    return current


@transaction.atomic
def follow_booking(ticket: Ticket, status: str, *, by: StaffMember | None) -> None:
    """The visit was marked in the calendar; what the number says already is left alone."""
    current = Ticket.objects.select_for_update(no_key=True, of=("self",)).get(pk=ticket.pk)
    kind = {Status.DONE: EventKind.DONE, Status.NO_SHOW: EventKind.NO_SHOW, Status.BOOKED: EventKind.LEFT}.get(
        Status(status)
    )
    if kind is not None and current.state not in {State.DONE, State.NO_SHOW, State.LEFT}:
        _write(current, kind, STEPS[kind][1], by=by)


def _lock(ticket: Ticket) -> Ticket:
    """The booking first, as marking does, so that the two never wait for each other."""
    if ticket.booking_id is not None:
        Booking.objects.select_for_update(of=("self",)).get(pk=ticket.booking_id)
    locked: Ticket = Ticket.objects.select_for_update(no_key=True, of=("self",)).get(pk=ticket.pk)
    return locked


def _step(ticket: Ticket, kind: EventKind, *, by: StaffMember | None) -> None:
    allowed, to = STEPS[kind]
    if ticket.state not in allowed or (kind == EventKind.PREFERRED and ticket.has_priority):
        raise NotNow
    _write(ticket, kind, to, by=by)


def _write(ticket: Ticket, kind: EventKind, to: State | None, *, by: StaffMember | None) -> None:
    counter = ticket.counter
    ticket.has_priority = ticket.has_priority or kind == EventKind.PREFERRED
    ticket.state = to or ticket.state
    if ticket.state not in _AT_A_COUNTER:
        ticket.counter = None
    ticket.save()
    record(ticket, kind, by=by, counter=counter)


def _mark(ticket: Ticket, kind: EventKind, *, by: StaffMember) -> None:
    """Bring the calendar up to date; where it was marked otherwise meanwhile, the calendar stays."""
    if ticket.booking is None:
        return
    try:
        with transaction.atomic():
            if kind in _BOOKING:
                mark_booking(ticket.booking, _BOOKING[kind], by=by)
            elif kind == EventKind.NO_SHOW:  # who had come and went: first back to booked, as the table of steps says
                mark_booking(ticket.booking, Status.BOOKED, by=by)
                mark_booking(ticket.booking, Status.NO_SHOW, by=by)
    except NotChangeable:
        return
