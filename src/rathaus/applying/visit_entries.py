"""How a visit stands in the postbox of who booked it signed in."""

from typing import Any

from django.dispatch import receiver

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Booking, Status, booking_changed
from rathaus.core.clock import BERLIN
from rathaus.postbox.service import Entry, Line, put_entry


@receiver(booking_changed)
def show_in_postbox(*, booking: Booking, staff: StaffMember | None, **_more: Any) -> None:
    """Bring its line up to date; it is news where the town hall moved or cancelled it. Nothing without a holder."""
    if booking.holder is None:
        return
    put_entry(
        booking.holder,
        Line(
            kind=Entry.Kind.APPOINTMENT,
            ref=booking.pk,
            number=booking.number,
            title=booking.title,
            status=booking.status,
            turn=Entry.Turn.NOBODYS,
            until=None if booking.status == Status.CANCELLED else booking.starts_at.astimezone(BERLIN).date(),
            path=f"/termine/buchung/{booking.number}/",
            is_news=staff is not None,
        ),
    )
