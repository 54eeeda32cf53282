"""E-mails about a visit, each with the event for the visitor's calendar. They name no person and no errand."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from rathaus.core import clock
from rathaus.core.calendars import Method
from rathaus.core.clock import BERLIN
from rathaus.outbox.service import NotWanted, completes_mail, send_mail
from rathaus.tenancy.service import base_url, current_municipality

from .bringing import what_to_bring
from .calendar import booking_ics
from .codes import booking_code
from .models import Booking, BookingEvent, EventKind, Status

_TEMPLATES = {
    EventKind.BOOKED: "appointment_booked",
    EventKind.MOVED: "appointment_moved",
    EventKind.CANCELLED: "appointment_cancelled",
    EventKind.REMINDED: "appointment_reminder",
}
_REMINDED_AT = time(10)


def booking_link(booking: Booking) -> str:
    """The private link. The code stands in the fragment, which browsers don't send."""
    return _link(booking, "mein-termin")


def again_link(booking: Booking) -> str:
    """The same for a visit that the town hall cancelled: it leads to the times that are free instead."""
    return _link(booking, "neuer-termin")


def _link(booking: Booking, page: str) -> str:
    code = booking_code(booking.pk, booking.access_generation)
    return f"{base_url(current_municipality())}/termine/{page}/#{code}"


def tell_visitor(booking: Booking, kind: EventKind) -> None:
    """Once for each state that calendars must know. Who gave no e-mail address is not written to."""
    if booking.email and kind in _TEMPLATES:
        key = f"appointment:{booking.pk}:{kind}:{booking.sequence}"
        context = {"booking": str(booking.pk), "sequence": booking.sequence}
        template = _TEMPLATES[kind]
        send_mail(key=key, to=booking.email, template=template, context=context, language=booking.language)


def schedule_reminder(booking: Booking) -> None:
    """Queue the reminder for the day before, at ten. Who books later than that needs none."""
    from .tasks import remind_visitor  # tasks import the actions

    day = booking.starts_at.astimezone(BERLIN).date() - timedelta(days=1)
    due = datetime.combine(day, _REMINDED_AT, BERLIN)
    seconds = int((due - clock.now()).total_seconds())
    if booking.email and seconds > 0:
        remind_visitor.defer_after(seconds, booking=str(booking.pk), sequence=str(booking.sequence))


def remind(booking_id: str, sequence: str) -> bool:
    """False if the visit was moved, cancelled or forgotten since, which has a reminder of its own."""
    booking = Booking.objects.filter(pk=booking_id, status=Status.BOOKED, sequence=int(sequence)).first()
    if booking is None or booking.starts_at <= clock.now():
        return False
    tell_visitor(booking, EventKind.REMINDED)
    return True


@completes_mail(*_TEMPLATES.values())
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    """Only ids are stored with the e-mail. What changed since is told by the later e-mail alone."""
    found = Booking.objects.select_related("office", "counter").filter(
        pk=context["booking"], sequence=context["sequence"]
    )
    booking = found.first()
    if booking is None or not booking.email:
        raise NotWanted
    bring, is_discreet = what_to_bring(booking, booking.language)
    stations = _stations(booking)
    method: Method = "CANCEL" if booking.status == Status.CANCELLED else "REQUEST"
    return {
        "booking": booking,
        "starts_at": booking.starts_at,
        "is_today": booking.starts_at.astimezone(BERLIN).date() == clock.today(),  # a reminder that comes late
        "office": booking.office,
        "bring": [] if is_discreet else bring,
        "by_us": stations[-1].staff_id is not None,
        "same_time": len(stations) > 1 and stations[-1].starts_at == stations[-2].starts_at,
        "link": booking_link(booking),
        "again_link": again_link(booking),
        "attachments": [("termin.ics", booking_ics(booking, method=method), f"text/calendar; method={method}")],
    }


def _stations(booking: Booking) -> list[BookingEvent]:
    """When it was booked, moved and cancelled, in order."""
    kinds = (EventKind.BOOKED, EventKind.MOVED, EventKind.CANCELLED)
    return list(BookingEvent.objects.filter(booking=booking, kind__in=kinds).order_by("at", "id"))
