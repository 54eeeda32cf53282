"""Termine at the desk: what each may see, and the steps of a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.appointments.models import Block, Booking, BookingEvent, Closure, Counter, Offering, Office
from rathaus.appointments.service import cancel_booking, find_wish, move_booking
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, BILAL, at, book, free_on
from tests.portal.test_appointments import text

DAY = "/amt/termine/?tag=2026-12-01"


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> Iterator[None]:
    settings.STAFF_IDLE_MINUTES = 10**6  # the clock of these tests jumps from Monday to Tuesday
    with clock.freeze(MONDAY):
        yield


@pytest.fixture
def visit(town: Municipality) -> Booking:
    return book(ANNA, at(9))


def path(booking: Booking, act: str = "") -> str:
    return f"/amt/termine/{booking.number}/{act}"


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("act", ["", "stand/", "verschieben/", "absagen/"])
def test_the_visit_is_not_there_for_outsiders(outsider: Client, visit: Booking, act: str) -> None:
    assert outsider.get(path(visit, act)).status_code in {404, 405}
    assert outsider.post(path(visit, act), {"stand": "arrived", "nachricht": "x"}).status_code in {404, 405}
    visit.refresh_from_db()
    assert (visit.status, BookingEvent.objects.count()) == ("booked", 1)


def test_what_cannot_be_stored_is_not_there(clara: Client, visit: Booking) -> None:
    assert clara.get("/amt/termine/a%00b/").status_code == 404
    assert clara.post("/amt/termine/woche/verschieben/", {"nummer": "a\x00b"}).status_code == 404
    assert clara.get("/amt/termine/neu/?anliegen=%00").status_code == 200


def test_the_day_shows_each_unit_its_own(clara: Client, olga: Client, ida: Client, visit: Booking) -> None:
    book(BILAL, at(14), "gewerbe")
    assert "Anna Beispiel" in text(clara.get(DAY))
    assert "Bilal Muster" not in text(clara.get(DAY))
    assert "Anna Beispiel" not in text(olga.get(DAY))
    assert "Bilal Muster" in text(olga.get(DAY))
    both = text(ida.get(DAY))
    assert "Anna Beispiel" in both
    assert "Bilal Muster" in both


def test_another_town_halls_day_is_not_ours(clara: Client, thale: Municipality) -> None:
    with scope(thale):
        other = book(BILAL, at(9))
    assert "Bilal Muster" not in text(clara.get(DAY))
    assert clara.get(path(other)).status_code == 404


@pytest.mark.parametrize("visits", [1, 3])
def test_the_day_costs_the_same_for_one_and_for_three(clara: Client, town: Municipality, visits: int) -> None:
    for hour in range(visits):
        book(ANNA, at(9 + hour))
    clara.get(DAY)
    with CaptureQueriesContext(connection) as seen:
        clara.get(DAY)
    ours = [q["sql"] for q in seen if "appointments_" in q["sql"]]
    assert len(ours) == 5  # counters, bookings, blocks, events, closures


def test_a_day_from_arrival_to_done(clara: Client, visit: Booking) -> None:
    assert clara.post(path(visit, "stand/"), {"stand": "arrived"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "booked"  # it is only Monday
    with clock.freeze(at(8, 55)):
        clara.post(path(visit, "stand/"), {"stand": "arrived"})
        clara.post(path(visit, "stand/"), {"stand": "arrived"})
        clara.post(path(visit, "stand/"), {"stand": "no_show"})  # who is there has come
        assert "wartet 08:55" in text(clara.get(DAY))
    with clock.freeze(at(9, 2)):
        clara.post(path(visit, "stand/"), {"stand": "serving"})
    with clock.freeze(at(9, 14)):
        clara.post(path(visit, "stand/"), {"stand": "done"})
    kinds = list(BookingEvent.objects.order_by("at", "id").values_list("kind", "staff__account__email"))
    assert kinds == [("booked", None), *((kind, cast.CLARA.email) for kind in ("arrived", "serving", "done"))]


def test_nobody_came_is_said_once_it_has_begun_and_can_be_taken_back(clara: Client, visit: Booking) -> None:
    with clock.freeze(at(8, 59)):
        clara.post(path(visit, "stand/"), {"stand": "no_show"})
        visit.refresh_from_db()
        assert visit.status == "booked"
    with clock.freeze(at(9, 10)):
        clara.post(path(visit, "stand/"), {"stand": "no_show"})
        visit.refresh_from_db()
        assert visit.status == "no_show"
        clara.post(path(visit, "stand/"), {"stand": "booked"})
        visit.refresh_from_db()
        assert visit.status == "booked"


@pytest.mark.parametrize("status", ["", "cancelled", "nonsense", "booked"])
def test_a_status_that_no_button_sends_changes_nothing(clara: Client, visit: Booking, status: str) -> None:
    with clock.freeze(at(9)):
        assert clara.post(path(visit, "stand/"), {"stand": status}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_cancelling_tells_the_visitor_and_keeps_the_words_off_the_mail(clara: Client, visit: Booking) -> None:
    assert clara.get(path(visit, "absagen/")).status_code == 200
    clara.post(path(visit, "absagen/"), {"nachricht": "Frau Clerk ist krank."})
    visit.refresh_from_db()
    assert visit.status == "cancelled"
    assert "Frau Clerk ist krank." in text(clara.get(path(visit)))
    mail = OutgoingMail.objects.order_by("-created", "-id").first()
    assert mail is not None
    assert (mail.template, "krank" in str(mail.context)) == ("appointment_cancelled", False)
    assert Occupied.objects.count() == 0


def test_moving_to_another_counter(clara: Client, visit: Booking) -> None:
    others = Occupied.objects.values_list("resource", flat=True)
    target = next(c for c in find_wish(["wohnsitz"]).counters if c.pk not in others and c.office.key == "rathaus")
    page = clara.get(path(visit, "verschieben/")).content.decode()
    value = f"{target.pk} 2026-12-01T08:00Z"
    assert value in page
    assert clara.post(path(visit, "verschieben/"), {"wann": value}).headers["Location"] == path(visit)
    visit.refresh_from_db()
    assert (visit.counter_id, visit.starts_at, visit.sequence) == (target.pk, at(9), 0)  # nobody need know
    book(BILAL, at(15), "eheschliessung")
    taken = Occupied.objects.exclude(owner=visit.pk).first()
    assert taken is not None
    assert clara.post(path(visit, "verschieben/"), {"wann": f"{taken.resource} 2026-12-01T14:00Z"}).status_code == 409
    assert clara.post(path(visit, "verschieben/"), {"wann": "x"}).status_code == 422


def test_a_visit_whose_errand_was_withdrawn_is_not_moved(clara: Client, visit: Booking) -> None:
    Offering.objects.filter(key="wohnsitz").update(is_active=False)
    value = f"{visit.counter_id} 2026-12-01T09:00Z"
    for answer in (clara.get(path(visit, "verschieben/")), clara.post(path(visit, "verschieben/"), {"wann": value})):
        assert answer.headers["Location"] == path(visit)
    assert "lässt sich nicht mehr verschieben" in text(clara.get(path(visit)))
    visit.refresh_from_db()
    assert visit.starts_at == at(9)


def test_who_moves_a_visit_that_was_just_cancelled_is_told(
    clara: Client, visit: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled_first(*args: Any, **kwargs: Any) -> Any:
        cancel_booking(visit)
        return move_booking(*args, **kwargs)

    monkeypatch.setattr("rathaus.desk.visits.visit.move_booking", cancelled_first)
    moved = clara.post(path(visit, "verschieben/"), {"wann": f"{visit.counter_id} 2026-12-01T09:00Z"})
    assert moved.headers["Location"] == path(visit)
    assert "lässt sich nicht mehr verschieben" in text(clara.get(path(visit)))


def test_booking_for_a_caller_in_the_same_calendar(clara: Client, town: Municipality) -> None:
    wish = find_wish(["wohnsitz"])
    page = clara.get("/amt/termine/neu/?anliegen=wohnsitz&tag=2026-12-01").content.decode()
    value = f"{wish.counters[0].pk} 2026-12-01T08:00Z"
    assert value in page
    given = {"anliegen": "wohnsitz", "personen": "1", "wann": value}
    assert clara.get("/amt/termine/neu/wer/", given).status_code == 200
    bad = clara.post("/amt/termine/neu/wer/", {**given, "name": "Anna", "telefon": "abc"})
    assert bad.status_code == 422
    assert 'aria-describedby="f-telefon-error"' in bad.content.decode()
    assert "f-name-error" not in bad.content.decode()
    done = clara.post("/amt/termine/neu/wer/", {**given, "name": "Anna Beispiel", "telefon": "03935 93170"})
    booking = Booking.objects.get()
    assert done.headers["Location"] == path(booking)
    assert (booking.channel, booking.phone, booking.counter_id) == ("phone", "+49393593170", wish.counters[0].pk)
    again = clara.post("/amt/termine/neu/wer/", {**given, "name": "Bilal Muster"})
    assert again.status_code == 409


def test_a_note_that_grows_when_it_is_composed_is_cut(clara: Client, town: Municipality) -> None:
    wanted = {"anliegen": "wohnsitz", "wann": f"{find_wish(['wohnsitz']).counters[0].pk} 2026-12-01T08:00Z"}
    typed = {"name": "Anna\nBeispiel", "notiz": "\u0958" * 500}  # two letters each in NFC
    assert clara.post("/amt/termine/neu/wer/", {**wanted, **typed}).status_code == 302
    booking = Booking.objects.get()
    assert (booking.name, len(booking.note)) == ("Anna Beispiel", 500)


def test_staff_are_bound_neither_by_lead_nor_by_window(clara: Client, town: Municipality) -> None:
    counter = find_wish(["gewerbe"]).counters[0]
    far = {"anliegen": "gewerbe", "wann": f"{counter.pk} 2027-04-06T07:00Z", "name": "Uwe Unternehmer"}
    assert clara.post("/amt/termine/neu/wer/", far).headers["Location"] == "/amt/termine/"  # Ordnung's, not Clara's
    assert Booking.objects.get().starts_at == at(9, day=(2027, 4, 6))


def test_blocking_tells_what_is_booked_and_is_lifted_again(clara: Client, olga: Client, visit: Booking) -> None:
    visit.refresh_from_db()
    form = {
        "schalter": str(visit.counter_id),
        "tag": "2026-12-01",
        "von": "08:30",
        "bis": "10:00",
        "grund": "Schulung",
    }
    refused = clara.post("/amt/termine/sperren/", form)
    assert refused.status_code == 409
    assert visit.number in text(refused)
    assert olga.post("/amt/termine/sperren/", form).status_code == 422
    assert clara.post("/amt/termine/sperren/", {**form, "von": "10:00", "bis": "10:00"}).status_code == 422
    assert clara.post("/amt/termine/sperren/", {**form, "von": "99:99"}).status_code == 422
    assert clara.post("/amt/termine/sperren/", {**form, "von": "09:15", "bis": "12:00"}).status_code == 302
    assert "Schulung" in text(clara.get(DAY))
    block = Block.objects.get()
    assert olga.post(f"/amt/termine/sperren/{block.pk}/aufheben/").status_code == 404
    assert clara.post(f"/amt/termine/sperren/{block.pk}/aufheben/").status_code == 302
    assert Occupied.objects.count() == 1
    assert "10:00" in free_on(find_wish(["wohnsitz"]))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-02-29", "x", "2050-01-01"])
def test_absurd_days_show_today(clara: Client, town: Municipality, day: str) -> None:
    assert "Montag, 30. November 2026" in text(clara.get(f"/amt/termine/?tag={day}"))
    assert clara.get(f"/amt/termine/neu/?anliegen=wohnsitz&tag={day}").status_code == 200


def shut(hour: int, until: int, reason: str, office: str = "rathaus", **more: Any) -> Closure:
    start = at(0) + timedelta(hours=hour)
    end = at(0) + timedelta(hours=until)
    place = {} if more else {"office": Office.objects.get(key=office)}
    made: Closure = Closure.objects.create(starts_at=start, ends_at=end, reason=reason, **place, **more)
    return made


def test_the_day_says_what_is_closed_when_and_why(clara: Client, olga: Client, town: Municipality) -> None:
    shut(0, 24, "Betriebsausflug")
    shut(12, 36, "Wasserschaden")
    shut(-24, 10, "Inventur")
    shut(13, 14, "Teamrunde", counter=Counter.objects.get(office__key="rathaus", key="schalter-2"))
    shut(0, 24, "Nur in Lüderitz", office="luederitz")
    shut(0, 24, "Aufgehoben", counter=Counter.objects.get(office__key="rathaus", key="schalter-3"))
    Closure.objects.filter(reason="Aufgehoben").update(lifted_at=clock.now())
    page = text(clara.get(f"{DAY}&ort=rathaus"))
    assert "den ganzen Tag Rathaus Tangerhütte Betriebsausflug" in page
    assert "ab 12:00 Uhr Rathaus Tangerhütte Wasserschaden" in page
    assert "bis 10:00 Uhr Rathaus Tangerhütte Inventur" in page
    assert "13:00 bis 14:00 Uhr Rathaus Tangerhütte, Schalter 2 Teamrunde" in page
    assert ("Nur in Lüderitz" in page, "Aufgehoben" in page) == (False, False)
    others = text(olga.get(DAY))
    assert ("Betriebsausflug" in others, "Teamrunde" in others) == (True, False)
    assert "Betriebsausflug" not in text(clara.get("/amt/termine/?tag=2026-12-03"))
