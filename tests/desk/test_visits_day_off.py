"""An ill colleague: the visits of a day go elsewhere or are cancelled, in one act."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.service import StaffMember
from rathaus.appointments.models import Booking, BookingEvent, Closure, Counter
from rathaus.appointments.service import Channel, Contact, book_at_desk, booking_code, cancel_booking, find_wish
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.actions import compose
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, BILAL, at, book, free_on
from tests.portal.conftest import Person
from tests.portal.test_appointments import text

OFF = "/amt/termine/ausfall/"
DAY = "2026-12-01"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


@pytest.fixture
def anna(town: Municipality) -> Person:
    return Person(Client(HTTP_HOST="tangerhuette.localhost"))


@pytest.fixture
def bilal_online(town: Municipality) -> Person:
    return Person(Client(HTTP_HOST="tangerhuette.localhost"))


@pytest.fixture
def one(town: Municipality) -> Counter:
    return Counter.objects.get(office__key="rathaus", key="schalter-1")


def here(counter: Counter, hour: int, contact: Contact = ANNA, errand: str = "wohnsitz") -> Booking:
    staff = StaffMember.objects.get(account__email=cast.CLARA.email)
    wish = find_wish([errand])
    return book_at_desk(wish, at(hour), contact, by=staff, channel=Channel.PHONE, counter=counter.pk)


def form(counter: Counter, **more: str) -> dict[str, str]:
    return {"wo": f"counter:{counter.pk}", "tag": DAY, **more}


def seen(page: Any) -> str:
    found = re.search(r'name="gesehen" value="(\w+)"', page.content.decode())
    return found[1] if found else ""


def move_all(client: Client, counter: Counter, **more: str) -> Any:
    mark = seen(client.get(OFF, form(counter)))
    return client.post(OFF, form(counter, tun="verlegen", gesehen=mark, **more))


def mails(template: str) -> list[str]:
    return list(OutgoingMail.objects.filter(template=template).order_by("to").values_list("to", flat=True))


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("act", ["verlegen", "absagen"])
def test_outsiders_touch_no_visit(outsider: Client, one: Counter, act: str) -> None:
    visit = here(one, 9)
    assert visit.number not in text(outsider.get(OFF, form(one)))
    assert outsider.post(OFF, form(one, tun=act, gesehen="x")).status_code == 404
    visit.refresh_from_db()
    assert (visit.status, visit.counter_id, Closure.objects.filter(counter=one).count()) == ("booked", one.pk, 0)


def test_the_second_town_halls_visits_are_not_there(clara: Client, one: Counter, thale: Municipality) -> None:
    with scope(thale):
        other = book(BILAL, at(9))
        foreign = other.counter_id
    assert clara.post(OFF, {"wo": f"counter:{foreign}", "tag": DAY, "tun": "absagen"}).status_code == 404
    with scope(thale):
        other.refresh_from_db()
        assert other.status == "booked"


def test_same_time_at_another_counter_and_nobody_is_bothered(clara: Client, one: Counter) -> None:
    first, second = here(one, 9), here(one, 10, BILAL)
    shown = text(clara.get(OFF, form(one)))
    assert "2 Termine verlegen" in shown
    assert Closure.objects.filter(counter=one).count() == 0
    assert move_all(clara, one).status_code == 302
    for visit, hour in ((first, 9), (second, 10)):
        visit.refresh_from_db()
        assert (visit.starts_at, visit.counter.office.key, visit.sequence) == (at(hour), "rathaus", 0)
        assert visit.counter_id != one.pk
        assert Occupied.objects.get(owner=visit.pk).resource == visit.counter_id
    moved = BookingEvent.objects.filter(kind="moved").values_list("staff__account__email", flat=True)
    assert list(moved) == [cast.CLARA.email] * 2
    assert mails("appointment_moved") == []  # the same room
    assert one.pk not in {here_.counter_id for here_ in (book(ANNA, at(11)), book(BILAL, at(11)))}


def test_pressed_twice_nothing_more_happens(clara: Client, one: Counter) -> None:
    here(one, 9)
    mark = seen(clara.get(OFF, form(one)))
    for _press in range(2):
        assert clara.post(OFF, form(one, tun="verlegen", gesehen=mark)).status_code == 302
    assert (BookingEvent.objects.filter(kind="moved").count(), Closure.objects.filter(counter=one).count()) == (1, 1)


def fill_others(hour: int) -> None:
    """No free counter at the Rathaus then."""
    for key in ("schalter-2", "schalter-3"):
        here(Counter.objects.get(office__key="rathaus", key=key), hour, BILAL)


def test_no_free_counter_then_another_time_of_which_they_are_told(
    clara: Client, one: Counter, town: Municipality
) -> None:
    fill_others(9)
    visit = here(one, 9)
    assert "andere Zeit" in text(clara.get(OFF, form(one)))
    assert move_all(clara, one, nachricht="Wir sind heute weniger.").status_code == 302
    visit.refresh_from_db()
    assert (visit.starts_at, visit.sequence) == (at(9, 15), 1)
    assert mails("appointment_moved") == [cast.ANNA.email]
    mail = compose(OutgoingMail.objects.get(template="appointment_moved"), town, "<x@localhost>")
    assert "hat eine neue Zeit: Dienstag, 1. Dezember 2026 um 09:15 Uhr" in mail.body
    assert "weniger" not in mail.body
    assert BookingEvent.objects.get(kind="moved", booking=visit).text == "Wir sind heute weniger."


def test_another_room_at_the_same_time_is_told_as_that(clara: Client, one: Counter, town: Municipality) -> None:
    Counter.objects.exclude(pk=one.pk).update(room="Saal")
    visit = here(one, 9)
    move_all(clara, one)
    visit.refresh_from_db()
    mail = compose(OutgoingMail.objects.get(template="appointment_moved"), town, "<x@localhost>")
    assert mail.subject == "Anderer Ort: Ihr Termin am 1. Dezember 2026 um 09:00 Uhr"
    assert "bleibt am Dienstag, 1. Dezember 2026 um 09:00 Uhr, aber kommen Sie hierher:" in mail.body
    assert "Rathaus Tangerhütte, Saal" in mail.body


def test_who_has_no_place_is_listed_and_stays(clara: Client, town: Municipality) -> None:
    only = Counter.objects.get(office__key="rathaus", key="standesamt")
    staff = StaffMember.objects.get(account__email=cast.CLARA.email)
    wish = find_wish(["eheschliessung"])
    visit = book_at_desk(wish, at(9, 30), ANNA, by=staff, channel=Channel.PHONE, counter=only.pk)
    assert "kein Platz frei" in text(clara.get(OFF, form(only)))
    after = clara.post(OFF, form(only, tun="verlegen", gesehen=seen(clara.get(OFF, form(only)))), follow=True)
    assert "1 Termin hat noch keinen Platz." in text(after)
    assert visit.number in text(after)
    visit.refresh_from_db()
    assert (visit.status, visit.starts_at, free_on(wish)) == ("booked", at(9, 30), [])


def test_a_visit_that_came_in_is_shown_before_anything_moves(clara: Client, one: Counter) -> None:
    first = here(one, 9)
    mark = seen(clara.get(OFF, form(one)))
    late = here(one, 11, BILAL)
    again = clara.post(OFF, form(one, tun="verlegen", gesehen=mark, nachricht="Text"))
    assert again.status_code == 409
    assert late.number in text(again)
    assert ">Text</textarea>" in again.content.decode()
    first.refresh_from_db()
    assert (first.counter_id, Closure.objects.filter(counter=one).count()) == (one.pk, 0)


def test_an_ill_clerks_counter_is_found_by_name(clara: Client, one: Counter) -> None:
    clerk = StaffMember.objects.get(account__email=cast.LEO.email)
    Counter.objects.filter(pk=one.pk).update(clerk=clerk)
    visit = here(one, 9)
    page = clara.get(OFF, {"wo": f"staff:{clerk.pk}", "tag": DAY})
    assert visit.number in text(page)


def test_a_day_is_cancelled_in_one_act_and_once(clara: Client, one: Counter) -> None:
    here(one, 9)
    silent = here(one, 10, Contact("Bilal Muster", phone="+49393593170"))
    for _press in range(2):
        page = clara.post(OFF, form(one, tun="absagen", nachricht="Der Schalter bleibt zu."), follow=True)
    assert "0 Termine sind abgesagt." in text(page)
    assert "Ohne E-Mail: bitte anrufen" in text(page)
    assert silent.number in text(page)
    assert list(Booking.objects.values_list("status", flat=True)) == ["cancelled"] * 2
    assert BookingEvent.objects.filter(kind="cancelled").count() == 2
    assert mails("appointment_cancelled") == [cast.ANNA.email]
    assert Occupied.objects.filter(state="booked").count() == 0
    assert one.pk not in {book(ANNA, at(9)).counter_id, book(BILAL, at(9)).counter_id}


SILENT = Contact("Bilal Muster", phone="+49393593170")


def test_only_who_must_know_something_is_called(clara: Client, one: Counter) -> None:
    """Another counter in the same room is no news, and who cancelled knows it."""
    stays, cancelled = here(one, 9, SILENT), here(one, 10, Contact("Vera Vorstand", phone="+49393593171"))
    cancel_booking(cancelled)
    page = clara.get(move_all(clara, one).headers["Location"])
    stays.refresh_from_db()
    assert (stays.counter_id != one.pk, stays.starts_at) == (True, at(9))
    assert "bitte anrufen" not in text(page)
    Counter.objects.filter(pk=one.pk).update(room="Zimmer 9")  # so that it was another room
    page = clara.get(OFF, form(one))
    assert (stays.number in text(page), cancelled.number in text(page)) == (True, False)


def test_the_link_in_the_mail_leads_to_times_with_everything_kept(
    clara: Client, one: Counter, anna: Person, bilal_online: Person, town: Municipality
) -> None:
    visit = here(one, 9)
    clara.post(OFF, form(one, tun="absagen", nachricht="Der Schalter bleibt zu."))
    mail = compose(OutgoingMail.objects.get(template="appointment_cancelled"), town, "<x@localhost>")
    code = booking_code(visit.pk, 0)
    assert f"/termine/neuer-termin/#{code}" in mail.body
    again = f"/termine/buchung/{visit.number}/neu/"
    assert bilal_online.get(again).status_code == 404
    assert bilal_online.post(again, {"wann": "rathaus 2026-12-03T08:00Z"}).status_code == 404
    assert anna.post("/termine/neuer-termin/", {"code": code}).headers["Location"] == again
    page = text(anna.get(again))
    assert "Der Schalter bleibt zu." in page
    assert "Wohnsitz an- oder ummelden für Anna Beispiel." in page
    done = anna.post(again, {"wann": "rathaus 2026-12-03T08:00Z"})
    made = Booking.objects.get(instead_of=visit.pk)
    assert done.headers["Location"] == f"/termine/buchung/{made.number}/"
    assert (made.name, made.email, made.starts_at) == (cast.ANNA.name, cast.ANNA.email, at(9, day=(2026, 12, 3)))
    second = anna.post(again, {"wann": "rathaus 2026-12-03T09:00Z"})
    assert second.headers["Location"] == done.headers["Location"]
    assert Booking.objects.filter(status="booked").count() == 1


def test_a_visit_that_stands_is_not_booked_twice(anna: Person, one: Counter) -> None:
    visit = here(one, 9)
    anna.post("/termine/neuer-termin/", {"code": booking_code(visit.pk, 0)})
    answer = anna.post(f"/termine/buchung/{visit.number}/neu/", {"wann": "rathaus 2026-12-03T08:00Z"})
    assert answer.headers["Location"] == f"/termine/buchung/{visit.number}/"
    assert Booking.objects.count() == 1


def test_who_cancelled_themselves_gets_the_old_words(town: Municipality) -> None:
    cancel_booking(book(ANNA, at(9)))
    mail = compose(OutgoingMail.objects.get(template="appointment_cancelled"), town, "<x@localhost>")
    assert "neuer-termin" not in mail.body


@pytest.mark.parametrize("seated", [1, 3])
def test_the_choice_of_colleagues_costs_the_same_for_one_and_for_three(
    ida: Client, one: Counter, seated: int
) -> None:
    people = list(StaffMember.objects.order_by("id")[:seated])
    for counter, clerk in zip(Counter.objects.filter(office=one.office_id).order_by("key"), people, strict=False):
        Counter.objects.filter(pk=counter.pk).update(clerk=clerk)
    ida.get(OFF)
    with CaptureQueriesContext(connection) as asked:
        page = ida.get(OFF)
    assert page.content.decode().count('value="staff:') == seated
    assert len([q for q in asked if "accounts_staffmember" in q["sql"] or "appointments_" in q["sql"]]) == 2


@pytest.mark.parametrize("visits", [1, 3])
def test_the_plan_costs_the_same_for_one_and_three_of_an_errand(ida: Client, one: Counter, visits: int) -> None:
    for hour in range(visits):
        here(one, 9 + hour)
    ida.get(OFF, form(one))
    with CaptureQueriesContext(connection) as asked:
        page = text(ida.get(OFF, form(one)))
    assert page.count("Anna Beispiel") >= visits
    assert len([q for q in asked if "appointments_" in q["sql"] or "occupancy_" in q["sql"]]) == 6
