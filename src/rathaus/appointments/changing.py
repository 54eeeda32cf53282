"""Moving and cancelling: each at once with its e-mail, its reminder and its row of who and when."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.occupancy.service import move, move_to_hold, release

from .booking import record
from .choosing import take_time
from .errors import NotChangeable
from .mails import schedule_reminder
from .models import Booking, Counter, EventKind, Offer, Status
from .signals import booking_changing
from .waitlist.freed import note_freed_time
from .wishes import find_wish


@transaction.atomic
def moved_to(booking: Booking, offer: Offer) -> Booking:
    """Move a visit to the time that is kept for it; the old time is free then. Raises NotHeld, NotChangeable."""
    current = _changeable(booking)
    move_to_hold(current.pk, held_by=offer.pk)
    current.starts_at, current.ends_at = offer.starts_at, offer.ends_at
    current.counter_id, current.office_id = offer.counter_id, offer.office_id
    _save_move(current, by=None)
    return current


@transaction.atomic
def move_booking(
    booking: Booking,
    *,
    to: datetime,
    by: StaffMember | None = None,
    office: UUID | None = None,
    counter: UUID | None = None,
    message: str = "",
) -> Booking:
    """Move a visit to another time, or counter: the new time is taken before the old one is free.

    The visitor is told unless it is the same time and room. The same move again changes nothing.

    Raises NotChangeable, NotOpen, Gone (with everything as it was).
    """
    current = _changeable(booking)
    wish = find_wish(current.offerings, current.people)
    if current.starts_at == to and office in {None, current.office_id} and counter in {None, current.counter_id}:
        return current
    taken = take_time(
        wish,
        to,
        lambda slots: move(current.pk, to=slots),
        office=office,
        but=current.pk,
        by_staff=by is not None,
        counter=counter,
    )
    is_told = _is_news(current, taken, to)
    current.starts_at, current.ends_at = to, to + timedelta(minutes=wish.length.minutes)
    current.counter, current.office = taken, taken.office
    _save_move(current, by=by, text=message, is_told=is_told)
    return current


@transaction.atomic
def reseat(booking: Booking, counter: Counter, start: datetime, *, by: StaffMember, message: str) -> None:
    """Write down where a visit goes, for who has locked it (`lock_bookings`) and has moved its times in occupancy.

    The visitor is told of another time, office or room, not of another counter in the same room.
    """
    is_told = _is_news(booking, counter, start)
    booking.starts_at, booking.ends_at = start, start + (booking.ends_at - booking.starts_at)
    booking.counter, booking.office = counter, counter.office
    _save_move(booking, by=by, text=message if is_told else "", is_told=is_told)


def _is_news(booking: Booking, counter: Counter, start: datetime) -> bool:
    """Whether somebody must know that they come then and there now: another time, office or room."""
    return (booking.starts_at, booking.office_id, booking.counter.room) != (start, counter.office_id, counter.room)


def lock_bookings(rows: QuerySet[Booking]) -> set[UUID]:
    """Lock several visits until the commit, as one is: what its case needs first, then itself, in a fixed order."""
    for booking in rows.filter(case__isnull=False).order_by("case", "pk"):
        booking_changing.send(sender=Booking, booking=booking)
    return set(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def cancel_booking(booking: Booking, *, by: StaffMember | None = None, message: str = "") -> Booking:
    """Cancel a visit, and free its time. Cancelling again changes nothing. Raises NotChangeable when it is over."""
    current = _locked(booking)
    if current.status == Status.CANCELLED:
        return current
    _refuse_unless_changeable(current)
    release(current.pk)
    current.status = Status.CANCELLED
    current.sequence += 1
    current.save(update_fields=["status", "sequence"])
    record(current, EventKind.CANCELLED, by=by, text=message)
    note_freed_time()
    return current


def is_changeable(booking: Booking) -> bool:
    """Whether it can still be moved or cancelled: until it begins."""
    return booking.status == Status.BOOKED and booking.starts_at > clock.now()


def _changeable(booking: Booking) -> Booking:
    current = _locked(booking)
    _refuse_unless_changeable(current)
    return current


def _locked(booking: Booking) -> Booking:
    if booking.case is not None:
        booking_changing.send(sender=Booking, booking=booking)
    current: Booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    return current


def _refuse_unless_changeable(booking: Booking) -> None:
    if not is_changeable(booking):
        raise NotChangeable


def _save_move(booking: Booking, *, by: StaffMember | None, text: str = "", is_told: bool = True) -> None:
    booking.sequence += is_told
    booking.save(update_fields=["starts_at", "ends_at", "counter", "office", "sequence"])
    record(booking, EventKind.MOVED, by=by, text=text, is_told=is_told)
    if is_told:
        schedule_reminder(booking)
    note_freed_time()
