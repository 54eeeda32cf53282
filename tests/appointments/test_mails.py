"""What visitors are told by e-mail, and the event in their calendar."""

from datetime import timedelta
from email.message import Message

import pytest
from django.core import mail as django_mail

from rathaus.appointments.forgetting import forget_visitors
from rathaus.appointments.mails import booking_link, remind
from rathaus.appointments.models import Booking
from rathaus.appointments.service import Contact, book_held, cancel_booking, find_wish, hold_time, move_booking
from rathaus.core import clock
from rathaus.outbox.actions import NotWanted, compose, deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import ANNA, at, book


def composed(town: Municipality, template: str) -> tuple[str, str, str, str]:
    """Subject, text, calendar and the method in its content type, of the last e-mail from a template."""
    row = OutgoingMail.objects.filter(template=template).order_by("-created", "-id").first()
    assert row is not None
    message = compose(row, town, "<x@localhost>")
    parts: list[Message] = list(message.message().walk())
    calendar = next(part for part in parts if part.get_content_type() == "text/calendar")
    payload = calendar.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return str(message.subject), str(message.body), payload.decode(), str(calendar.get_param("method"))


def fields(calendar: str) -> dict[str, str]:
    lines = calendar.replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith(("BEGIN", "END")))


def test_the_confirmation_says_when_where_and_what_to_bring(town: Municipality) -> None:
    booking = book()
    subject, text, calendar, kind = composed(town, "appointment_booked")
    assert subject == "Ihr Termin am 1. Dezember 2026 um 09:00 Uhr"
    assert "Bismarckstraße 5, 39517 Tangerhütte" in text
    assert f"Ihre Nummer: {booking.number}" in text
    assert "– Wohnungsgeberbestätigung" in text
    assert booking_link(booking) in text
    assert kind == "REQUEST"
    told = fields(calendar)
    assert (told["DTSTART"], told["DTEND"]) == ("20261201T080000Z", "20261201T081500Z")
    assert (told["SEQUENCE"], told["STATUS"], told["METHOD"]) == ("0", "CONFIRMED", "REQUEST")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_one_event_that_is_updated_and_cancelled(town: Municipality) -> None:
    booking = book()
    first = fields(composed(town, "appointment_booked")[2])
    move_booking(booking, to=at(15))
    second = fields(composed(town, "appointment_moved")[2])
    cancel_booking(booking)
    third = fields(composed(town, "appointment_cancelled")[2])
    assert first["UID"] == second["UID"] == third["UID"]
    assert [f["SEQUENCE"] for f in (first, second, third)] == ["0", "1", "2"]
    assert (second["DTSTART"], second["METHOD"]) == ("20261201T140000Z", "REQUEST")
    assert (third["METHOD"], third["STATUS"]) == ("CANCEL", "CANCELLED")


def test_what_was_moved_meanwhile_is_not_told_any_more(town: Municipality) -> None:
    booking = book()
    row = OutgoingMail.objects.get()
    move_booking(booking, to=at(15))
    with pytest.raises(NotWanted):
        compose(row, town, "<x@localhost>")


def test_neither_the_row_nor_the_mail_says_who_comes_for_what(town: Municipality) -> None:
    contact = Contact("Anna Beispiel", email=cast.ANNA.email)
    held = hold_time(find_wish(["fuehrungszeugnis"]), at(9), office=None, network="x")
    booking = book_held(held, contact)
    row = OutgoingMail.objects.get()
    assert row.context == {"booking": str(booking.pk), "sequence": 0}
    _subject, text, calendar, _kind = composed(town, "appointment_booked")
    for word in ("Anna", "Beispiel", "Führungszeugnis", "Ausweis"):
        assert word not in text + calendar


def test_mails_speak_the_language_of_the_visitor(town: Municipality) -> None:
    book(Contact("Anna", email=cast.ANNA.email, language="en"))
    assert "Tangerhütte town hall" in composed(town, "appointment_booked")[1]


def test_it_is_really_sent(town: Municipality) -> None:
    book()
    assert deliver(str(OutgoingMail.objects.get().pk))
    assert [name for name, *_ in django_mail.outbox[0].attachments] == ["termin.ics"]


def test_the_reminder_belongs_to_the_time_it_was_queued_for(town: Municipality) -> None:
    booking = book(ANNA, at(9, day=(2026, 12, 3)))
    assert remind(str(booking.pk), "0")
    move_booking(booking, to=at(15, day=(2026, 12, 3)))
    assert not remind(str(booking.pk), "0")
    assert remind(str(booking.pk), "1")
    assert composed(town, "appointment_reminder")[0] == "Morgen um 15:00 Uhr: Ihr Termin"
    cancel_booking(booking)
    assert not remind(str(booking.pk), "2")


def test_a_reminder_that_comes_late_does_not_say_tomorrow(town: Municipality) -> None:
    booking = book(ANNA, at(9, day=(2026, 12, 3)))
    assert remind(str(booking.pk), "0")
    for day, word in ((2, "Morgen"), (3, "Heute")):  # the mail server was away all night
        with clock.freeze(at(8, day=(2026, 12, day))):
            subject, text, *_ics = composed(town, "appointment_reminder")
            assert subject == f"{word} um 09:00 Uhr: Ihr Termin"
            assert f"{word.lower()} haben Sie einen Termin" in text


def test_visitors_are_forgotten_thirty_days_later(town: Municipality) -> None:
    booking = book()
    with clock.freeze(MONDAY + timedelta(days=30)):
        assert forget_visitors() == 0
    with clock.freeze(MONDAY + timedelta(days=32)):
        assert forget_visitors() == 1
        assert forget_visitors() == 0
    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.name, booking.email, booking.phone) == ("", "", "")
    assert OutgoingMail.objects.get().to == ""
