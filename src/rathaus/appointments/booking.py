"""Booking: at once with its e-mail, its reminder and its row of who and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core.ids import uuid7
from rathaus.core.transactions import whole
from rathaus.occupancy.service import NotHeld, SlotTaken, book, confirm_hold, release
from rathaus.outbox.service import deferred_together
from rathaus.tenancy.service import insert

from .choosing import take_time
from .codes import booking_code, code_hash, new_number
from .errors import Gone, HoldGone, NeedsConfirmation, NotChangeable
from .holding import insert_hold
from .holdrows import keep_booking, lock_hold
from .limits import check_bookings
from .mails import schedule_reminder, tell_visitor
from .models import Booking, BookingEvent, Channel, EventKind, Hold, Offer, Status
from .signals import booking_changed
from .visits import Length
from .wishes import Wish, find_wish


@dataclass(frozen=True, slots=True)
class Contact:
    """Who comes: `email` in lower case or `phone` as +49…, of which online one is needed. `holder`: whose postbox."""

    name: str
    email: str = ""
    phone: str = ""
    note: str = ""
    language: str = "de"
    holder: UUID | None = None


def book_held(row: Hold, contact: Contact, *, case: UUID | None = None, is_confirmed: bool = False) -> Booking:
    """Make a hold a booking, once: the same post again gives the same booking. `case`: made with it.

    A hold that expired is kept if nobody else took its time meanwhile. Raises HoldGone, TooMany, and, where neither a
    case nor `is_confirmed` vouches for it, NeedsConfirmation.
    """
    with whole():
        made = lock_hold(row.pk)
        if made is not None:
            known: Booking = Booking.objects.get(pk=made)
            return known
        return _book(row, find_wish(row.offerings, row.people), contact, case, is_confirmed=is_confirmed)


def _book(row: Hold, wish: Wish, contact: Contact, case: UUID | None, *, is_confirmed: bool) -> Booking:
    check_bookings(email=contact.email, phone=contact.phone)
    if case is None and not is_confirmed:
        refuse_unconfirmed(wish)
    booking = new_booking(wish, row.starts_at, contact, Channel.ONLINE)
    _place(booking, wish, row.counter_id, row.office_id)
    booking.hold, booking.network, booking.case = row.pk, row.network, case
    try:
        confirm_hold(row.pk, new_owner=booking.pk)
    except NotHeld:
        _take_again(row, wish, booking)
    finish(booking, wish.length, by=None)
    keep_booking(row.pk, booking.pk)
    return booking


@transaction.atomic
def book_for(wish: Wish, contact: Contact, offer: Offer) -> Booking:
    """Make a time that is kept for somebody who waits their booking. Raises NotHeld, TooMany."""
    check_bookings(email=contact.email, phone=contact.phone)
    booking = new_booking(wish, offer.starts_at, contact, Channel.ONLINE)
    booking.office_id, booking.counter_id = offer.office_id, offer.counter_id
    confirm_hold(offer.pk, new_owner=booking.pk)
    finish(booking, wish.length, by=None)
    return booking


@transaction.atomic
def book_at_desk(
    wish: Wish, start: datetime, contact: Contact, *, by: StaffMember, channel: Channel, counter: UUID | None = None
) -> Booking:
    """For a caller or somebody at the counter: without lead time and window, in the same calendar.

    Raises NotOpen, Gone.
    """
    booking = new_booking(wish, start, contact, channel)
    taken = take_time(wish, start, lambda slots: book(slots, owner=booking.pk), by_staff=True, counter=counter)
    booking.counter, booking.office = taken, taken.office
    finish(booking, wish.length, by=by)
    return booking


@transaction.atomic
def book_again(cancelled: Booking, *, to: datetime, office: UUID) -> Booking:
    """For a visit that was cancelled, another time with the same errand and the same contact, once.

    The same post again gives the same booking. Raises NotChangeable for one that is not cancelled, or whose visitor
    was forgotten, NotOpen, Gone, TooMany, NoSuchOffering.
    """
    current: Booking = Booking.objects.select_for_update(of=("self",)).get(pk=cancelled.pk)
    made: Booking | None = Booking.objects.filter(instead_of=current.pk).first()
    if made is not None:
        return made
    if not can_book_again(current):
        raise NotChangeable
    check_bookings(email=current.email, phone=current.phone)
    wish = find_wish(current.offerings, current.people)
    contact = Contact(current.name, current.email, current.phone, current.note, current.language)
    booking = new_booking(wish, to, contact, Channel.ONLINE)
    booking.instead_of = current.pk
    taken = take_time(wish, to, lambda slots: book(slots, owner=booking.pk), office=office)
    booking.counter, booking.office = taken, taken.office
    finish(booking, wish.length, by=None)
    return booking


def can_book_again(booking: Booking) -> bool:
    return booking.status == Status.CANCELLED and bool(booking.name)


def refuse_unconfirmed(wish: Wish) -> None:
    """Raises NeedsConfirmation where a link in an e-mail must be used first."""
    if any(offering.confirm == "link" for offering in wish.offerings):
        raise NeedsConfirmation


def new_booking(wish: Wish, start: datetime, contact: Contact, channel: Channel) -> Booking:
    """Not saved, and without a counter yet."""
    pk = uuid7()
    return Booking(
        id=pk,
        number=new_number(),
        offerings=wish.keys,
        title=wish.title,
        people=wish.people,
        starts_at=start,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        note=contact.note,
        language=contact.language,
        holder=contact.holder,
        channel=channel,
        code_hash=code_hash(booking_code(pk, 0)),
    )


def _place(booking: Booking, wish: Wish, counter: UUID, office: UUID) -> None:
    """With what is known of the place, so that nobody asks for it again."""
    booking.counter_id, booking.office_id = counter, office
    for known in wish.counters:
        if known.pk == counter:
            booking.counter, booking.office = known, known.office


def _take_again(row: Hold, wish: Wish, booking: Booking) -> None:
    """The hold expired. Who was a minute late and disturbed nobody gets the time all the same."""
    release(row.pk)
    try:
        counter = take_time(wish, row.starts_at, lambda slots: book(slots, owner=booking.pk), office=row.office_id)
    except (Gone, SlotTaken):
        raise HoldGone from None
    booking.counter = counter


def finish(booking: Booking, length: Length, *, by: StaffMember | None, made_of: Hold | None = None) -> None:
    """Save a visit whose time is taken, and the hold it is made of if that is new, and tell everybody."""
    booking.ends_at = booking.starts_at + timedelta(minutes=length.minutes)
    event = _event(booking, EventKind.BOOKED, by=by)
    if made_of is None:
        insert(booking, event)
    else:
        insert_hold(made_of, booking, event)
    with deferred_together():
        _tell(booking, EventKind.BOOKED, by=by)
        schedule_reminder(booking)


def record(
    booking: Booking, kind: EventKind, *, by: StaffMember | None, text: str = "", is_told: bool = True
) -> None:
    insert(_event(booking, kind, by=by, text=text))
    _tell(booking, kind, by=by, is_told=is_told)


def _event(booking: Booking, kind: EventKind, *, by: StaffMember | None, text: str = "") -> BookingEvent:
    about = {"booking": booking, "starts_at": booking.starts_at, "counter_id": booking.counter_id}
    return BookingEvent(kind=kind, staff=by, text=text, **about)


def _tell(booking: Booking, kind: EventKind, *, by: StaffMember | None, is_told: bool = True) -> None:
    if is_told:
        tell_visitor(booking, kind)
    booking_changed.send(sender=Booking, booking=booking, kind=kind, staff=by)
