"""Booking, reading, moving and cancelling a visit."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from rathaus.applying.service import reader_language
from rathaus.appointments.service import (
    MOST_NAME,
    MOST_NOTE,
    Booking,
    Contact,
    NotChangeable,
    Offering,
    Office,
    book_held,
    booking_code,
    booking_link,
    bring_list,
    cancel_booking,
    find_wish,
    is_changeable,
    move_booking,
    offerings_of,
    read_email,
    read_phone,
)
from rathaus.core.clock import BERLIN
from rathaus.core.text import one_line

from .holds import Key, Proof, book_at_once
from .problems import Problem
from .schemas import BookedOut, BookingIn, BookingOut, MoveIn, Number
from .tokens import held, visit

router = Router()


@router.post("/bookings", response={201: BookedOut}, summary="Make a held time a booking, or book a time at once")
def create_booking(
    request: HttpRequest, wanted: BookingIn, idempotency_key: Key = None, proof: Proof = ""
) -> Status[BookedOut]:
    """With `hold` it needs the hold's token as bearer; the same hold again gives the same booking.

    With `time` the time is held and booked in one request, or is free again at once; headers as for a hold. The same
    again with the same `Idempotency-Key` gives the same booking.
    """
    contact = _contact(wanted)
    if wanted.time is not None and wanted.hold is None:
        booking, chosen = book_at_once(request, wanted.time, contact, idempotency_key, proof)
    else:
        booking, chosen = book_held(held(request, _hold_id(wanted)), contact), None
    code = booking_code(booking.pk, booking.access_generation)
    return Status(201, BookedOut(**_told(booking, chosen), code=code, link=booking_link(booking)))


@router.get("/bookings/{number}", response=BookingOut, summary="A booking")
def show_booking(request: HttpRequest, number: Number) -> BookingOut:
    """Needs the booking's code as bearer, like all that follows."""
    return BookingOut(**_told(visit(request, number)))


@router.post("/bookings/{number}/move", response=BookingOut, summary="Move a booking")
def move(request: HttpRequest, number: Number, wanted: MoveIn) -> BookingOut:
    """At once. The same again changes nothing; where the time is gone everything stays as it was."""
    booking = visit(request, number)
    if not is_changeable(booking):
        raise NotChangeable
    wish = find_wish(booking.offerings, booking.people)
    office = next((office for office in wish.offices if office.key == wanted.office), None)
    if office is None:
        raise Problem("no-such-office")
    return BookingOut(**_told(move_booking(booking, to=wanted.start, office=office.pk)))


@router.delete("/bookings/{number}", response=BookingOut, summary="Cancel a booking")
def cancel(request: HttpRequest, number: Number) -> BookingOut:
    """At once, and without a reason. Cancelling again changes nothing."""
    return BookingOut(**_told(cancel_booking(visit(request, number))))


def _hold_id(wanted: BookingIn) -> UUID:
    if wanted.hold is None:
        raise Problem("invalid", errors=[{"field": "hold", "error": "missing"}])
    if wanted.time is not None:
        raise Problem("invalid", errors=[{"field": "time", "error": "invalid"}])
    try:
        return UUID(wanted.hold)
    except ValueError:
        raise Problem("not-found") from None


def _contact(wanted: BookingIn) -> Contact:
    """Raises Problem with the fields that are wrong."""
    name, email, phone, note = map(one_line, (wanted.name, wanted.email, wanted.phone, wanted.note))
    mail, number = read_email(email), read_phone(phone)
    wrong = [("name", not 0 < len(name) <= MOST_NAME), ("email", mail is None), ("phone", number is None)]
    wrong += [("note", len(note) > MOST_NOTE)]
    errors = [{"field": field, "error": "invalid"} for field, is_wrong in wrong if is_wrong]
    if not email and not phone:
        errors.append({"field": "email", "error": "missing"})
    if errors:
        raise Problem("invalid", errors=errors)
    return Contact(name, mail or "", number or "", note, wanted.language)


def _told(booking: Booking, known: list[Offering] | None = None) -> dict[str, Any]:
    office: Office = booking.office
    chosen = offerings_of(booking.offerings) if known is None else known
    return {
        "number": booking.number,
        "status": booking.status,
        "offerings": booking.offerings,
        "title": ", ".join(offering.local_name for offering in chosen) or booking.title,
        "people": booking.people,
        "office": office.key,
        "start": booking.starts_at.astimezone(BERLIN),
        "end": booking.ends_at.astimezone(BERLIN),
        "bring": bring_list(chosen, reader_language()),
        "changeable": is_changeable(booking),
        "sequence": booking.sequence,
    }
