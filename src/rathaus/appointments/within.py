"""Appointments that belong to a case: what an application holds, and what is booked for it."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .changing import cancel_booking, is_changeable
from .errors import HoldGone
from .holding import KEPT, keep_until
from .models import Booking, Hold

_LONGEST = timedelta(minutes=30)  # from choosing a time, however busily somebody goes on filling in


@transaction.atomic
def renew_hold(row: Hold) -> Hold:
    """Ten minutes more from now, while somebody goes on with their form; never more than half an hour in all.

    What expired or became a booking stays as it is: a hold that is over is told, not brought back in silence.
    """
    current: Hold = Hold.objects.select_for_update().get(pk=row.pk)
    until = min(clock.now() + KEPT, current.created_at + _LONGEST)
    if current.booking_id is not None or until <= current.expires_at:
        return current
    with suppress(HoldGone):
        keep_until(current, until)
    return current


def bookings_of_case(case: UUID) -> list[Booking]:
    """The visits that were made with a case, the next first; cancelled ones too."""
    found = Booking.objects.filter(case=case).select_related("office", "counter__unit")
    return list(found.order_by("starts_at", "id"))


def cancel_for_case(case: UUID, *, by: StaffMember | None) -> list[Booking]:
    """Cancel what is still to come of a case, as it stands then."""
    return [cancel_booking(booking, by=by) for booking in bookings_of_case(case) if is_changeable(booking)]


def forget_case(case: UUID) -> None:
    """The case is deleted: what is left of its visits, which name nobody by then, belongs to none."""
    Booking.objects.filter(case=case).update(case=None)
