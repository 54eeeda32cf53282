"""What booking asks and writes of a hold's row, without the detour over an object: in a crowd everybody does."""

from uuid import UUID

from django.db import connection

from rathaus.tenancy.service import current_municipality

_LOCK = "select booking_id from appointments_hold where municipality_id = %s::bigint and id = %s::uuid for update"
_BOOKED = "update appointments_hold set booking_id = %s::uuid where municipality_id = %s::bigint and id = %s::uuid"


def lock_hold(hold: UUID) -> UUID | None:
    """Lock the row until the commit; returns the booking that was made of it already.

    Nothing else changes of a hold that a booking needs, so it needn't be read again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [current_municipality().pk, hold])
        (booking,) = cursor.fetchone()
    return booking  # type: ignore[no-any-return]  # a UUID or NULL


def keep_booking(hold: UUID, booking: UUID) -> None:
    """Note what was made of it."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [booking, current_municipality().pk, hold])
