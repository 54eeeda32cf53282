"""What the calendar says of a visit, the queue follows."""

from typing import Any

from django.dispatch import receiver

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Booking, Status, booking_marked

from .acting import follow_booking
from .drawing import open_ticket_of, ticket_for
from .models import Queue


@receiver(booking_marked)
def follow_calendar(booking: Booking, by: StaffMember | None, **_: Any) -> None:
    """Who has arrived gets a number; who is done, didn't come, or was marked by mistake gives it back."""
    if booking.status == Status.ARRIVED:
        queue = Queue.objects.filter(office=booking.office_id, is_active=True).first()
        if queue is not None:
            ticket_for(queue, booking, by=by)
        return
    ticket = open_ticket_of(booking)
    if ticket is not None:
        follow_booking(ticket, booking.status, by=by)
