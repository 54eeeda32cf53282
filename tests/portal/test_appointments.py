"""A citizen books, moves and cancels, through the pages."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.appointments.models import Booking, Hold
from rathaus.appointments.service import booking_code, cancel_booking, forget_next_free
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import BILAL, at, book

from .conftest import Person

TIMES = "/termine/wohnsitz/"
WHEN = {"wann": "rathaus 2026-12-01T08:00Z"}
ME = {"name": cast.ANNA.name, "email": cast.ANNA.email}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


def text(response: Any) -> str:
    """What is to be read, without the address of the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace(" ,", ",")


def book_online(person: Person, **who: str) -> str:
    """Three choices and a form; the number."""
    assert person.post(TIMES, WHEN).headers["Location"] == "/termine/reservierung/"
    answer = person.post("/termine/reservierung/", {**ME, **who})
    assert answer.status_code == 302, text(answer)
    return str(answer.headers["Location"]).split("/")[3]


def test_the_way_from_the_errand_to_the_visit(anna: Person) -> None:
    assert 'href="/termine/wohnsitz/"' in anna.get("/termine/").content.decode()
    times = anna.get(TIMES)
    assert "Nächster freier Termin Dienstag, 1. Dezember 2026, 09:00 Uhr" in text(times)
    number = book_online(anna)
    page = text(anna.get(f"/termine/buchung/{number}/"))
    assert "Ihr Termin steht Dienstag, 1. Dezember 2026, 09:00 Uhr" in page
    assert number in page
    assert "Wohnungsgeberbestätigung" in page
    booking = Booking.objects.get()
    assert (booking.name, booking.email, booking.starts_at) == (cast.ANNA.name, cast.ANNA.email, at(9))


def test_who_is_refused_is_told_which_limit_it_is(anna: Person, settings: Any) -> None:
    cancelled = cancel_booking(book(BILAL, at(9)))
    for hour in (10, 11, 14):
        book(BILAL, at(hour))
    anna.post("/termine/neuer-termin/", {"code": booking_code(cancelled.pk, 0)})
    again = anna.post(f"/termine/buchung/{cancelled.number}/neu/", WHEN)
    settings.RATHAUS_HOLDS_PER_HOUR = 0
    network = anna.post(TIMES, WHEN)
    found = [
        [words in text(page) for words in ("schon drei Termine offen", "Von Ihrem Anschluss")]
        for page in (again, network)
    ]
    assert (again.status_code, network.status_code, found) == (429, 429, [[True, False], [False, True]])


def test_the_private_link_opens_the_visit_on_another_device(anna: Person, bilal: Person) -> None:
    number = book_online(anna)
    assert bilal.get(f"/termine/buchung/{number}/").headers["Location"] == "/termine/mein-termin/"
    code = booking_code(Booking.objects.get().pk, 0)
    answer = bilal.post("/termine/mein-termin/", {"code": code.lower().replace("-", " ")})
    assert answer.headers["Location"] == f"/termine/buchung/{number}/"
    assert bilal.get(f"/termine/buchung/{number}/").status_code == 200


def test_nobody_else_sees_or_changes_the_visit(anna: Person, bilal: Person, other_portal: Client) -> None:
    number = book_online(anna)
    for path in ("termin.ics", "verschieben/", "absagen/"):
        assert bilal.get(f"/termine/buchung/{number}/{path}").status_code == 404
        assert bilal.post(f"/termine/buchung/{number}/{path}", WHEN).status_code in {404, 405}
        other_portal.cookies = anna.client.cookies
        assert other_portal.get(f"/termine/buchung/{number}/{path}").status_code == 404
    code = booking_code(Booking.objects.get().pk, 0)
    assert other_portal.post("/termine/mein-termin/", {"code": code}).status_code == 422
    assert bilal.post("/termine/mein-termin/", {"code": "0000-0000"}).status_code == 422


def test_another_generation_makes_link_and_grant_useless(anna: Person) -> None:
    number = book_online(anna)
    Booking.objects.update(access_generation=1)
    assert anna.get(f"/termine/buchung/{number}/termin.ics").status_code == 404


def test_moving_and_cancelling_at_once(anna: Person) -> None:
    number = book_online(anna)
    base = f"/termine/buchung/{number}/"
    assert "Bisher: Dienstag, 1. Dezember 2026, 09:00 Uhr" in text(anna.get(f"{base}verschieben/"))
    anna.post(f"{base}verschieben/", {"wann": "luederitz 2026-12-02T13:00Z"})
    page = text(anna.get(base))
    assert "Mittwoch, 2. Dezember 2026, 14:00 Uhr" in page
    assert "Außenstelle Lüderitz" in page
    assert anna.get(f"{base}absagen/").status_code == 200
    assert Booking.objects.get().status == "booked"
    anna.post(f"{base}absagen/")
    assert "Ihr Termin ist abgesagt" in text(anna.get(base))
    assert Occupied.objects.count() == 0
    assert anna.get(f"{base}verschieben/").headers["Location"] == base


def test_the_time_one_has_is_no_time_to_move_to(anna: Person) -> None:
    number = book_online(anna)
    page = anna.get(f"/termine/buchung/{number}/verschieben/")
    assert "Nächster freier Termin Dienstag, 1. Dezember 2026, 09:15 Uhr" in text(page)
    assert 'value="rathaus 2026-12-01T08:00Z"' not in page.content.decode()
    assert "09:00 Uhr" in text(anna.get(TIMES))  # for whom it is another time


def test_the_calendar_file(anna: Person) -> None:
    number = book_online(anna)
    file = anna.get(f"/termine/buchung/{number}/termin.ics")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20261201T080000Z" in file.content.decode()


def test_choosing_again_gives_the_first_time_up(anna: Person) -> None:
    anna.post(TIMES, WHEN)
    anna.post(TIMES, WHEN)
    assert Hold.objects.count() == 1
    anna.post(TIMES, {"wann": "rathaus 2026-12-01T09:00Z"})
    assert Occupied.objects.count() == 1
    anna.post("/termine/reservierung/aufgeben/")
    assert Occupied.objects.count() == 0


def test_the_same_post_again_is_the_same_booking(anna: Person) -> None:
    number = book_online(anna)
    again = anna.post("/termine/reservierung/", {"name": "Anna", "email": "andere@example.org"})
    assert again.headers["Location"] == f"/termine/buchung/{number}/"
    assert Booking.objects.count() == OutgoingMail.objects.count() == 1


def test_who_is_slower_gets_the_nearest_times(anna: Person) -> None:
    for _counter in range(3):
        book(BILAL, at(9))
    answer = anna.post(TIMES, WHEN)
    assert answer.status_code == 409
    assert "Diese Zeit hat gerade jemand anders genommen" in text(answer)
    assert 'value="rathaus 2026-12-01T08:15Z"' in answer.content.decode()
    assert Hold.objects.filter(booking=None).count() == 0


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ("", 422),
        ("rathaus", 422),
        ("rathaus morgen", 422),
        ("thale 2026-12-01T08:00Z", 422),
        ("rathaus 2026-11-01T08:00Z", 422),
        ("rathaus 9999-12-31T23:59Z", 422),
        ("rathaus 2027-02-29T08:00Z", 422),
        ("rathaus 2026-12-01T08:01Z", 422),
        ("rathaus 2026-12-01T11:00Z", 409),
        ("x" * 10_000, 422),
        ("rathaus 2026-12-01T08:00Z\x00", 422),
    ],
)
def test_times_that_no_button_offers(anna: Person, when: str, status: int) -> None:
    assert anna.post(TIMES, {"wann": when}).status_code == status
    assert Hold.objects.count() == 0


@pytest.mark.parametrize(
    "query",
    ["?ab=9999-12-31", "?ab=0001-01-01", "?ab=2027-02-29", "?personen=-1", "?tag=xx&zeit=%00", "?ort=nirgends"],
)
def test_what_makes_no_sense_in_an_address_is_left_out(anna: Person, query: str) -> None:
    assert anna.get(f"{TIMES}{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/termine/gibt-es-nicht/",
        f"{TIMES}?mit=eheschliessung",
        f"{TIMES}?mit=x",
        f"{TIMES}?mit=%00",
        f"{TIMES}?personen=8",
    ],
)
def test_what_is_not_offered_is_not_there(anna: Person, path: str) -> None:
    assert anna.get(path).status_code == 404


@pytest.mark.parametrize(
    ("who", "fault"),
    [
        ({"name": ""}, "Schreiben Sie Ihren Namen in das Feld."),
        ({"email": ""}, "Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."),
        ({"email": "anna@"}, "Prüfen Sie die E-Mail-Adresse."),
        ({"email": "", "telefon": "12"}, "Prüfen Sie die Telefonnummer."),
    ],
)
def test_what_is_missing_is_said_and_the_time_stays_kept(anna: Person, who: dict[str, str], fault: str) -> None:
    anna.post(TIMES, WHEN)
    answer = anna.post("/termine/reservierung/", {**ME, **who})
    assert answer.status_code == 422
    assert fault in text(answer)
    assert Occupied.objects.get().state == "held"


def test_a_telephone_number_is_enough_and_nobody_is_written_to(anna: Person) -> None:
    book_online(anna, email="", telefon="03935 93170")
    assert Booking.objects.get().phone == "+49393593170"
    assert OutgoingMail.objects.count() == 0


def test_the_hold_is_extended_once_and_expires(anna: Person, bilal: Person) -> None:
    anna.post(TIMES, WHEN)
    assert "bis 09:10 Uhr" in text(anna.get("/termine/reservierung/"))
    with clock.freeze(MONDAY + timedelta(minutes=5)):
        page = anna.post("/termine/reservierung/", {"name": cast.ANNA.name, "_mehr": "1"})
        assert "bis 09:20 Uhr" in text(page)
        assert f'value="{cast.ANNA.name}"' in page.content.decode()
        anna.post("/termine/reservierung/", {"_mehr": "1"})
        assert "bis 09:20 Uhr" in text(anna.get("/termine/reservierung/"))
    with clock.freeze(MONDAY + timedelta(minutes=21)):
        for _counter in range(3):
            book(BILAL, at(9))
        answer = anna.post("/termine/reservierung/", ME)
        assert answer.headers["Location"] == TIMES
        assert "ist jetzt vergeben" in text(anna.get(TIMES))
    assert Booking.objects.filter(email=cast.ANNA.email).count() == 0


def test_a_forged_or_foreign_hold_is_none(anna: Person, bilal: Person, other_portal: Client) -> None:
    anna.post(TIMES, WHEN)
    cookie = anna.client.cookies["reservierung"].value
    bilal.client.cookies["reservierung"] = cookie[:-1] + ("A" if cookie[-1] != "A" else "B")
    assert bilal.post("/termine/reservierung/", ME).headers["Location"] == "/termine/"
    other_portal.cookies["reservierung"] = cookie
    assert other_portal.post("/termine/reservierung/", ME).headers["Location"] == "/termine/"
    assert Booking.objects.count() == 0


def test_filters_narrow_what_is_listed(anna: Person) -> None:
    page = text(anna.get(f"{TIMES}?tag=do&zeit=nachmittag"))
    assert "Nächster freier Termin Donnerstag, 3. Dezember 2026, 14:00 Uhr" in page
    page = text(anna.get(f"{TIMES}?ort=luederitz"))
    assert "Nächster freier Termin Mittwoch, 2. Dezember 2026, 14:00 Uhr" in page


def test_services_for_which_one_comes_and_the_first_page_lead_here(anna: Person, town: Municipality) -> None:
    forget_next_free()
    page = anna.get("/leistungen/wohnsitz-anmelden/").content.decode()
    assert 'href="/termine/wohnsitz/"' in page
    assert "Nächster freier Termin Dienstag, 1. Dezember, 09:00 Uhr" in text(anna.get("/"))
