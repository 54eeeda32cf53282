"""A visit as an event for calendars (RFC 5545, RFC 5546): one event that is updated and cancelled.

Times are UTC, so a calendar needs no definition of our time zone and shows its own.
"""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.core import clock
from rathaus.tenancy.service import current_municipality

from .models import Booking, Status

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
_OCTETS = 75


def booking_ics(booking: Booking, *, method: Method = "PUBLISH") -> str:
    """Names neither the person nor what they come for. The same UID for ever; SEQUENCE rises with each change."""
    municipality = current_municipality()
    with translation.override(booking.language):
        summary = _("Termin: %(town)s") % {"town": municipality.name}
        words = _("Ihre Nummer: %(number)s. Verschieben oder absagen können Sie mit dem Link in unserer E-Mail.")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rathaus//Termine//DE",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event_uid(booking.pk)}",
        f"SEQUENCE:{booking.sequence}",
        f"DTSTAMP:{_instant(clock.now())}",
        f"DTSTART:{_instant(booking.starts_at)}",
        f"DTEND:{_instant(booking.ends_at)}",
        f"SUMMARY:{_text(summary)}",
        f"LOCATION:{_text(', '.join(part for part in _place(booking) if part))}",
        f"DESCRIPTION:{_text(words % {'number': booking.number})}",
        f"STATUS:{'CANCELLED' if booking.status == Status.CANCELLED else 'CONFIRMED'}",
        *_people(booking, method),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def event_uid(booking: UUID) -> str:
    return f"{booking}@{settings.RATHAUS_DOMAIN}"


def _place(booking: Booking) -> tuple[str, ...]:
    office = booking.office
    return (office.name, booking.counter.room, office.street, f"{office.postcode} {office.city}")


def _people(booking: Booking, method: Method) -> list[str]:
    """Who invites and who is invited: programs update an event by e-mail only where they are named."""
    if method == "PUBLISH" or not booking.email:
        return []
    sender = settings.DEFAULT_FROM_EMAIL
    return [
        f"ORGANIZER;CN={_parameter(current_municipality().name)}:mailto:{sender}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{booking.email}",
    ]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\r", "").replace("\n", "\\n")


def _parameter(value: str) -> str:
    kept = "".join(sign for sign in value if sign.isprintable() and sign != '"')
    return f'"{kept}"'


def _fold(line: str) -> str:
    """At most 75 octets a line, never inside a letter; what goes on begins with a blank."""
    parts, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > _OCTETS:
            parts.append(current)
            current = " "
        current += sign
    return "\r\n".join([*parts, current])
