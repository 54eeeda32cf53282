"""A visit as an event for calendars (RFC 5545, RFC 5546): one event that is updated and cancelled.

Times are UTC, so a calendar needs no definition of our time zone and shows its own.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress

from rathaus.core import clock
from rathaus.core.calendars import Method, event_uid, write_calendar
from rathaus.tenancy.service import Municipality, current_municipality

from .models import Booking, Status


def booking_ics(booking: Booking, *, method: Method = "PUBLISH") -> str:
    """Names neither the person nor what they come for. The same UID for ever; SEQUENCE rises with each change."""
    municipality = current_municipality()
    event = booking_event(booking, municipality)
    if method != "PUBLISH" and booking.email:
        _invite(event, booking, municipality)
    return visits_calendar([event], method=method)


def booking_event(booking: Booking, municipality: Municipality, *, stamp: datetime | None = None) -> Event:
    """The event alone, in the visitor's language. `stamp`: instead of now, where the same must stay the same."""
    with translation.override(booking.language):
        summary = _("Termin: %(town)s") % {"town": municipality.name}
        words = _("Ihre Nummer: %(number)s. Verschieben oder absagen können Sie mit dem Link in unserer E-Mail.")
    event = Event()
    event.add("uid", event_uid(booking.pk))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", stamp or clock.now())
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", summary)
    event.add("location", ", ".join(part for part in _place(booking) if part))
    event.add("description", words % {"number": booking.number})
    event.add("status", "CANCELLED" if booking.status == Status.CANCELLED else "CONFIRMED")
    return event


def visits_calendar(events: Iterable[Event], *, method: Method = "PUBLISH", name: str = "") -> str:
    """`name`: how a program that subscribes to it shows it."""
    return write_calendar(events, product="Termine", method=method, name=name).decode()


def _place(booking: Booking) -> tuple[str, ...]:
    office = booking.office
    return (office.name, booking.counter.room, office.street, f"{office.postcode} {office.city}")


def _invite(event: Event, booking: Booking, municipality: Municipality) -> None:
    """Who invites and who is invited: programs update an event by e-mail only where they are named."""
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = "".join(sign for sign in municipality.name if sign.isprintable() and sign != '"')
    attendee = vCalAddress(f"mailto:{booking.email}")
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    event.add("organizer", organizer, encode=0)
    event.add("attendee", attendee, encode=0)
