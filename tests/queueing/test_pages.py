"""What the hall, phones and clerks see; and that outsiders see and change nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from rathaus.appointments.service import Booking, Counter, Offering
from rathaus.core import clock
from rathaus.queueing.service import Queue, Seat, State, Ticket, call_next, check_in, draw_ticket, take_seat
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.making import ANNA, at, book

from .conftest import counter, staff

HALL, KIOSK, PHONE, CALL = "/warten/rathaus/anzeige/", "/warten/rathaus/automat/", "/warten/rathaus/", "/amt/aufruf/"


def text(response: object) -> str:
    return " ".join(strip_tags(response.content.decode()).split())  # type: ignore[attr-defined]  # a response


def draw(queue: Queue, key: str = "wohnsitz") -> Ticket:
    return draw_ticket(queue, Offering.objects.get(key=key))


@pytest.fixture
def visit(town: Municipality) -> Booking:
    with clock.freeze(at(8)):
        return book(ANNA, at(9, 30))


def test_a_number_from_the_kiosk_and_its_page(portal: Client, queue: Queue, seat: Seat) -> None:
    assert "Guten Tag" in text(portal.get(KIOSK))
    drawn = portal.post(KIOSK, {"anliegen": "wohnsitz"})
    ticket = Ticket.objects.get()
    assert drawn.headers["Location"] == f"{KIOSK}{ticket.code}/"
    assert "Ihre Nummer A001" in text(portal.get(drawn.headers["Location"]))
    page = portal.get(f"/warten/rathaus/nummer/{ticket.code}/")
    assert "Sie sind als Nächstes dran." in text(page)
    call_next(seat, by=staff(cast.CLARA))
    assert "Sie sind dran: Schalter 1" in text(portal.get(f"/warten/rathaus/nummer/{ticket.code}/"))


def test_arriving_at_the_kiosk_by_number_or_private_link(portal: Client, queue: Queue, visit: Booking) -> None:
    wrong = portal.post(f"{KIOSK}termin/", {"nummer": "0000-0000"})
    assert (wrong.status_code, "finden wir heute nicht" in text(wrong)) == (422, True)
    right = portal.post(f"{KIOSK}termin/", {"nummer": visit.number})
    assert right.headers["Location"] == f"{KIOSK}{Ticket.objects.get(booking=visit).code}/"
    assert "Anna" not in text(portal.get(right.headers["Location"]))


def test_who_stands_in_the_wrong_office_is_told_where_to_go(
    portal: Client, other_portal: Client, queue: Queue, thale: Municipality
) -> None:
    with clock.freeze(at(8)):
        visit = book(ANNA, at(15, day=(2026, 12, 2)), "abholung")
    assert visit.office.key == "luederitz"
    with clock.freeze(at(9, 30, day=(2026, 12, 2))):
        found = portal.post(f"{KIOSK}termin/", {"nummer": visit.number})
        assert found.status_code == 422
        assert "heute an einem anderen Standort: Außenstelle Lüderitz" in text(found)
        assert "Tangermünder Straße 35" in text(found)
        assert "15:00" not in text(found)
        assert "Lüderitz" not in text(other_portal.post(f"{KIOSK}termin/", {"nummer": visit.number}))
    for day in (1, 3):
        with clock.freeze(at(9, 30, day=(2026, 12, day))):
            page = text(portal.post(f"{KIOSK}termin/", {"nummer": visit.number}))
            assert ("Lüderitz" in page, "finden wir heute nicht" in page) == (False, True)
    assert Ticket.objects.count() == 0


def test_who_guesses_at_the_kiosk_is_stopped_and_nobody_else_is(portal: Client, queue: Queue, visit: Booking) -> None:
    for number in range(60):
        assert portal.post(f"{KIOSK}termin/", {"nummer": f"0000-{number:04}"}).status_code == 422
    stopped = portal.post(f"{KIOSK}termin/", {"nummer": visit.number})
    assert (stopped.status_code, "zu viele Versuche" in text(stopped)) == (429, True)
    assert Ticket.objects.count() == 0
    elsewhere = portal.post(f"{KIOSK}termin/", {"nummer": visit.number}, REMOTE_ADDR="198.51.100.9")
    assert elsewhere.status_code == 302


def test_who_arrives_at_the_kiosk_uses_up_nobodys_tries(portal: Client, queue: Queue, visit: Booking) -> None:
    for _again in range(70):
        assert portal.post(f"{KIOSK}termin/", {"nummer": visit.number}).status_code == 302


def test_one_phone_draws_one_number(portal: Client, queue: Queue, seat: Seat) -> None:
    first = portal.post(PHONE, {"anliegen": "wohnsitz"}).headers["Location"]
    assert portal.post(PHONE, {"anliegen": "wohnsitz"}).headers["Location"] == first
    assert portal.get(PHONE).headers["Location"] == first
    assert Ticket.objects.count() == 1
    portal.post(f"{first}gehen/")
    assert "erledigt" in text(portal.get(first))
    assert portal.get(PHONE).status_code == 200


def test_a_cookie_that_is_no_number_is_none(portal: Client, queue: Queue) -> None:
    portal.cookies["nummer"] = "a\x00b"  # sent with the quotes and the octal escapes of cookies
    assert portal.get(PHONE).status_code == 200


def test_closed_or_unserved_the_next_free_time_of_today_is_offered(portal: Client, queue: Queue) -> None:
    answer = portal.post(PHONE, {"anliegen": "wohnsitz"})
    page = text(answer)
    assert answer.status_code == 409
    assert "kein Schalter besetzt" in page
    assert "Heute um 10:30 Uhr ist ein Termin frei." in page
    value = re.search(r'name="wann" value="([^"]+)"', answer.content.decode())
    assert value is not None
    held = portal.post("/termine/wohnsitz/", {"wann": value[1]})
    assert held.headers["Location"] == "/termine/reservierung/"
    with clock.freeze(at(18, 30)):
        assert "Heute ist kein Termin mehr frei." in text(portal.post(PHONE, {"anliegen": "wohnsitz"}))


def test_a_long_wait_is_said_before_one_takes_a_number(portal: Client, queue: Queue, seat: Seat) -> None:
    for _ in range(3):
        draw(queue)
    assert "Sie warten etwa 45 Minuten" in text(portal.post(PHONE, {"anliegen": "wohnsitz"}))
    assert portal.post(PHONE, {"anliegen": "wohnsitz", "trotzdem": "1"}).status_code == 302


def first_button(answer: object) -> str:
    page = text(answer)
    return min(
        ("Nummer ziehen und warten", "Termin um", "Ich warte trotzdem"), key=lambda word: page.find(word) % 10**6
    )


def test_what_is_sooner_comes_first(portal: Client, queue: Queue, seat: Seat) -> None:
    """Half past nine: an appointment is free at half past ten. Who waits 45 minutes is served before, 75 after."""
    for _ in range(3):
        draw(queue)
    soon = portal.post(PHONE, {"anliegen": "wohnsitz"})
    assert "Ein Termin ist heute erst um 10:30 Uhr frei." in text(soon)
    assert first_button(soon) == "Nummer ziehen und warten"
    for _ in range(2):
        draw(queue)
    late = portal.post(PHONE, {"anliegen": "wohnsitz"})
    assert "Heute um 10:30 Uhr ist ein Termin frei." in text(late)
    assert first_button(late) == "Termin um"
    assert "Ich warte trotzdem" in text(portal.post(KIOSK, {"anliegen": "wohnsitz"}))


@pytest.mark.parametrize("key", ["", "nonsense", "halle' or 1=1"])
def test_what_is_not_offered_gets_no_number(portal: Client, queue: Queue, seat: Seat, key: str) -> None:
    assert portal.post(PHONE, {"anliegen": key}).status_code == 409
    assert portal.post(KIOSK, {"anliegen": key}).headers["Location"] == KIOSK
    assert Ticket.objects.count() == 0


def test_the_screen_names_numbers_and_counters_and_nobody(
    portal: Client, queue: Queue, seat: Seat, visit: Booking
) -> None:
    check_in(queue, visit.number)
    assert "A001" not in text(portal.get(HALL))
    call_next(seat, by=staff(cast.CLARA))
    page = portal.get(HALL)
    assert "A001Schalter 1" in text(page)
    assert "Anna" not in page.content.decode()
    assert "connect-src 'self' http://tangerhuette.localhost:8001;" in page.headers["Content-Security-Policy"]
    assert f":8001/{queue.pk}/?seit=2" in page.content.decode()


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_screen_and_the_call_page_cost_the_same(clara: Client, queue: Queue, seat: Seat, waiting: int) -> None:
    for _ in range(waiting):
        draw(queue)
    for address, most in ((HALL, 2), (CALL, 5)):
        clara.get(address)
        with CaptureQueriesContext(connection) as seen:
            clara.get(address)
        assert len([q for q in seen if "queueing_" in q["sql"] or "appointments_" in q["sql"]]) == most


def test_another_town_has_its_own_queue(other_portal: Client, queue: Queue, seat: Seat, thale: Municipality) -> None:
    ticket = draw(queue)
    call_next(seat, by=staff(cast.CLARA))
    assert "A001" not in text(other_portal.get(HALL))
    assert other_portal.get(f"/warten/rathaus/nummer/{ticket.code}/").status_code == 404
    assert other_portal.get(f"{KIOSK}{ticket.code}/").status_code == 404


def test_a_clerks_day(clara: Client, queue: Queue, visit: Booking) -> None:
    assert "An welchem Schalter" in text(clara.get(CALL))
    one = counter("schalter-1")
    clara.post(f"{CALL}platz/", {"schalter": str(one.pk)})
    walk_in = draw(queue)
    arrived = check_in(queue, visit.number)
    assert "Als Nächstes: A002" in text(clara.get(CALL))
    clara.post(f"{CALL}naechste/")
    assert "Anna Beispiel, 09:30" in text(clara.get(CALL))
    clara.post(f"{CALL}{arrived.pk}/", {"akt": "serving"})
    clara.post(f"{CALL}naechste/", {"fertig": str(arrived.pk)})
    walk_in.refresh_from_db()
    arrived.refresh_from_db()
    visit.refresh_from_db()
    assert (arrived.state, walk_in.state, visit.status) == (State.DONE, State.CALLED, "done")
    clara.post(f"{CALL}{walk_in.pk}/weiter/", {"wohin": "abholung"})
    walk_in.refresh_from_db()
    assert (walk_in.state, walk_in.offering.key) == (State.WAITING, "abholung")
    for act, state in (("parked", "parked"), ("resumed", "waiting"), ("preferred", "waiting"), ("called", "called")):
        clara.post(f"{CALL}{walk_in.pk}/", {"akt": act})
        walk_in.refresh_from_db()
        assert walk_in.state == state
    clara.post(f"{CALL}{walk_in.pk}/", {"akt": "no_show"})
    clara.post(f"{CALL}platz/verlassen/")
    assert "An welchem Schalter" in text(clara.get(CALL))


@pytest.mark.parametrize("act", ["nonsense", "", "drawn", "left", "done"])
def test_an_act_that_no_button_sends_changes_nothing(clara: Client, queue: Queue, seat: Seat, act: str) -> None:
    ticket = draw(queue)
    assert clara.post(f"{CALL}{ticket.pk}/", {"akt": act}).status_code == 302
    assert clara.post(f"{CALL}{ticket.pk}/weiter/", {"wohin": act}).status_code == 302
    assert clara.post(f"{CALL}naechste/", {"fertig": "x"}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == State.WAITING


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal"], indirect=True)
def test_outsiders_sit_at_no_counter_and_call_nobody(outsider: Client, queue: Queue, seat: Seat) -> None:
    ticket = draw(queue)
    for path, sent in (
        (f"{CALL}platz/", {"schalter": str(counter("schalter-2").pk)}),
        (f"{CALL}naechste/", {}),
        (f"{CALL}{ticket.pk}/", {"akt": "called"}),
        (f"{CALL}{ticket.pk}/weiter/", {"wohin": "abholung"}),
        (f"{CALL}platz/verlassen/", {}),
    ):
        assert outsider.post(path, sent).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == State.WAITING
    assert "A001" not in text(outsider.get(CALL))


def test_a_number_of_another_town_is_not_there(clara: Client, seat: Seat, thale: Municipality) -> None:
    with scope(thale):
        other = Queue.objects.select_related("office").get()
        desk = other.office
        theirs = Counter.objects.select_related("office").get(office=desk, key="schalter-1")
        take_seat(theirs, other, by=staff(cast.THEO))
        foreign = draw(other)
    assert clara.post(f"{CALL}{foreign.pk}/", {"akt": "called"}).status_code == 404
