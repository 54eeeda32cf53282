"""What becomes of a visit on its day: each step a row with who and when."""

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .errors import NotChangeable
from .models import Booking, BookingEvent, EventKind, Status
from .signals import booking_marked

# From where to where; back to BOOKED is the way to undo.
STEPS: dict[str, tuple[Status, ...]] = {
    Status.BOOKED: (Status.ARRIVED, Status.NO_SHOW),
    Status.ARRIVED: (Status.SERVING, Status.DONE, Status.BOOKED),
    Status.SERVING: (Status.DONE, Status.BOOKED),
    Status.DONE: (Status.BOOKED,),
    Status.NO_SHOW: (Status.ARRIVED, Status.BOOKED),
    Status.CANCELLED: (),
}


def next_steps(booking: Booking) -> tuple[Status, ...]:
    """What can be marked now: only on the day of the visit, and that nobody came only once it has begun."""
    now = clock.now()
    if booking.starts_at.astimezone(BERLIN).date() != now.astimezone(BERLIN).date():
        return ()
    return tuple(step for step in STEPS[booking.status] if step != Status.NO_SHOW or booking.starts_at <= now)


@transaction.atomic
def mark_booking(booking: Booking, status: Status, *, by: StaffMember | None) -> Booking:
    """Marking what is marked already changes nothing, so a double click does no harm. Raises NotChangeable.

    `by` is nobody where visitors say themselves that they are there.
    """
    current: Booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if current.status == status:
        return current
    if status not in next_steps(current):
        raise NotChangeable
    current.status = status
    current.save(update_fields=["status"])
    kind = EventKind.REOPENED if status == Status.BOOKED else EventKind(status.value)
    BookingEvent.objects.create(
        booking=current, kind=kind, staff=by, starts_at=current.starts_at, counter_id=current.counter_id
    )
    booking_marked.send(Booking, booking=current, by=by)
    return current
