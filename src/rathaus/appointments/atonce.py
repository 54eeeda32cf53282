"""Booking a time that nobody held before: for programs, which know who comes when they choose the time."""

from datetime import datetime, timedelta
from uuid import UUID

from rathaus.core import clock
from rathaus.occupancy.service import book

from .booking import Contact, finish, new_booking, refuse_unconfirmed
from .choosing import take_time
from .holding import new_hold, undoing
from .limits import check_both
from .models import Booking, Channel
from .wishes import Wish


def book_now(
    wish: Wish,
    start: datetime,
    contact: Contact,
    *,
    office: UUID,
    network: str,
    hold_id: UUID | None = None,
    most: int | None = None,
    proof: str = "",
    is_trusted: bool = False,
) -> Booking:
    """Hold and book a time in one act; the row of the hold counts for its network, and is a booking already.

    The same arguments and limits as `hold_time`, whose hold this is if `hold_id` is sent again. Raises NotOpen, Gone,
    TooMany, ProofNeeded, NeedsConfirmation, and IntegrityError for the second of two with the same `hold_id`.
    """
    now = clock.now()
    mark, is_attack = check_both(network, most=most, email=contact.email, phone=contact.phone)
    refuse_unconfirmed(wish)
    booking = new_booking(wish, start, contact, Channel.ONLINE)
    row = new_hold(wish, start, mark, hold_id=hold_id, proof=proof, needs_proof=is_attack and not is_trusted)
    booking.hold, booking.network = row.pk, mark
    with undoing(row, hold_id):
        counter = take_time(wish, start, lambda slots: book(slots, owner=booking.pk), office=office)
        booking.counter = row.counter = counter
        booking.office = row.office = counter.office
        row.booking, row.expires_at = booking, now
        row.ends_at = start + timedelta(minutes=wish.length.minutes)
        finish(booking, wish.length, by=None, made_of=row)
    return booking
