"""The week of an office, moving by dropping, and the figures."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.appointments.keeping import figures_of, plan_week
from rathaus.appointments.models import Booking, BookingEvent, Counter, Offering
from rathaus.appointments.service import Status, cancel_booking, mark_booking
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, BILAL, at, book
from tests.cases import factories
from tests.portal.test_appointments import text

WEEK = "/amt/termine/woche/?tag=2026-12-01"
DROP = "/amt/termine/woche/verschieben/"
FIGURES = "/amt/termine/auswertung/?von=2026-11-30&bis=2026-12-06"
CSV = "/amt/termine/auswertung/termine.csv?von=2026-11-30&bis=2026-12-06"
THURSDAY = (2026, 12, 3)
THURSDAY_DATE = at(9, day=THURSDAY).date()


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


@pytest.fixture
def visit(town: Municipality) -> Booking:
    made = book(ANNA, at(9))
    made.refresh_from_db()
    return made


def onto(visit: Booking, day: str, counter: object = None) -> dict[str, str]:
    return {"nummer": visit.number, "tag": day, "schalter": str(counter or visit.counter_id)}


@pytest.mark.parametrize("outsider", ["theo", "bilal"], indirect=True)
@pytest.mark.parametrize("path", [WEEK, FIGURES, CSV])
def test_outsiders_find_nothing(outsider: Client, visit: Booking, path: str) -> None:
    assert outsider.get(path).status_code == 404


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal"], indirect=True)
def test_outsiders_drop_nothing(outsider: Client, visit: Booking) -> None:
    assert outsider.post(DROP, onto(visit, "2026-12-03")).status_code == 404
    visit.refresh_from_db()
    assert visit.starts_at == at(9)


def test_the_week_shows_each_unit_its_own(clara: Client, olga: Client, ida: Client, visit: Booking) -> None:
    book(BILAL, at(14), "gewerbe")
    names = ("Anna Beispiel", "Bilal Muster")
    assert [name in text(clara.get(WEEK)) for name in names] == [True, False]
    assert [name in text(olga.get(WEEK)) for name in names] == [False, True]
    assert [name in text(ida.get(WEEK)) for name in names] == [True, True]


def test_another_town_halls_week_is_not_ours(ida: Client, thale: Municipality) -> None:
    with scope(thale):
        book(BILAL, at(9))
    assert "Bilal Muster" not in text(ida.get(WEEK))
    assert "Bilal" not in ida.get(CSV).content.decode()
    assert ida.get(CSV).content.decode().count("\n") == 1  # the head


@pytest.mark.parametrize("visits", [1, 3])
def test_the_week_costs_the_same_for_one_and_for_three(clara: Client, town: Municipality, visits: int) -> None:
    for hour in range(visits):
        book(ANNA, at(9 + hour))
    clara.get(WEEK)
    with CaptureQueriesContext(connection) as seen:
        clara.get(WEEK)
    assert len([q["sql"] for q in seen if "appointments_" in q["sql"]]) == 4  # counters, bookings, blocks, closures


def test_a_weekend_is_shown_only_with_visits_or_times(town: Municipality) -> None:
    """Schalter 1 opens on the first Saturday of a month."""
    clara = factories.staff(cast.CLARA)
    assert [day.day for day in plan_week(clara, at(9).date()).days] == [30, 1, 2, 3, 4, 5]
    week = {"office": "rathaus", "counter": "schalter-2"}
    assert [day.day for day in plan_week(clara, at(9).date(), **week).days] == [30, 1, 2, 3, 4]
    second = at(9, day=(2026, 12, 12)).date()
    assert [day.day for day in plan_week(clara, second).days] == [7, 8, 9, 10, 11]
    visit = book(ANNA, at(10, day=(2026, 12, 11)))
    Booking.objects.filter(pk=visit.pk).update(
        starts_at=at(10, day=(2026, 12, 13)), ends_at=at(11, day=(2026, 12, 13))
    )
    assert [day.day for day in plan_week(clara, second).days] == [7, 8, 9, 10, 11, 13]


def test_the_week_says_when_a_counter_has_no_times(clara: Client, town: Municipality) -> None:
    """On Mondays and Wednesdays nobody can come; dropping a visit there would be in vain."""
    clerk = factories.staff(cast.CLARA)
    (_counter, cells), *_rest = plan_week(clerk, at(9).date(), office="rathaus", counter="schalter-1").rows
    assert [cell.opens for cell in cells] == [False, True, False, True, True, True]
    assert text(clara.get(f"{WEEK}&schalter=schalter-1")).count("keine Sprechzeit") == 2


def test_dropped_on_another_day_it_keeps_its_time_of_day(clara: Client, visit: Booking) -> None:
    done = clara.post(DROP, onto(visit, "2026-12-03"))
    assert done.headers["Location"] == "/amt/termine/woche/?tag=2026-12-03&ort=rathaus"
    visit.refresh_from_db()
    assert (visit.starts_at, visit.sequence) == (at(9, day=THURSDAY), 1)
    assert str(BookingEvent.objects.get(kind="moved").staff) == cast.CLARA.name


def test_another_counter_in_the_same_room_is_no_news(clara: Client, visit: Booking) -> None:
    """An e-mail about another place would name the same one."""
    other = Counter.objects.filter(room=visit.counter.room).exclude(pk=visit.counter_id)[0]
    page = text(clara.post(DROP, onto(visit, "2026-12-01", other.pk), follow=True))
    visit.refresh_from_db()
    assert (visit.counter_id, visit.sequence) == (other.pk, 0)
    assert OutgoingMail.objects.filter(template="appointment_moved").count() == 0
    assert ("Der Termin ist verschoben." in page, "Wir schreiben eine E-Mail." in page) == (True, False)
    assert "Wir schreiben eine E-Mail." in text(clara.post(DROP, onto(visit, "2026-12-03"), follow=True))


def test_the_time_a_visit_has_is_none_to_move_it_to(clara: Client, visit: Booking) -> None:
    page = clara.get(f"/amt/termine/{visit.number}/verschieben/").content.decode()
    others = Counter.objects.filter(room=visit.counter.room).exclude(pk=visit.counter_id)
    here = [f'value="{key} 2026-12-01T08:00Z"' in page for key in (visit.counter_id, *(c.pk for c in others))]
    assert here == [False, True, True]


def test_a_conflict_is_told_with_what_is_free(clara: Client, visit: Booking) -> None:
    taken = [book(BILAL, at(9, day=THURSDAY)) for _counter in range(3)]
    there = next(each for each in taken if each.counter_id == visit.counter_id)
    page = clara.post(DROP, onto(visit, "2026-12-03", there.counter_id))
    assert page.status_code == 409
    name = Counter.objects.get(pk=visit.counter_id).name
    assert f"Donnerstag, 3. Dezember, 09:00 Uhr, ist bei „{name}“ nicht frei." in text(page)
    assert f'value="{visit.counter_id} 2026-12-03T08:15Z"' in page.content.decode()
    assert f'action="/amt/termine/{visit.number}/verschieben/' in page.content.decode()
    visit.refresh_from_db()
    assert visit.starts_at == at(9)


def test_a_day_without_opening_and_a_foreign_counter_are_refused(clara: Client, visit: Booking) -> None:
    assert clara.post(DROP, onto(visit, "2026-12-02")).status_code == 409
    foreign = Counter.objects.get(key="gewerbe").pk
    assert clara.post(DROP, onto(visit, "2026-12-03", foreign)).status_code == 404
    assert clara.post(DROP, onto(visit, "2026-12-03", "x")).status_code == 404


def test_a_visit_whose_errand_was_withdrawn_stays_where_it_is(clara: Client, visit: Booking) -> None:
    Offering.objects.filter(key="wohnsitz").update(is_active=False)
    assert clara.post(DROP, onto(visit, "2026-12-03")).headers["Location"].startswith("/amt/termine/woche/")
    assert "lässt sich nicht mehr verschieben" in text(clara.get(WEEK))
    visit.refresh_from_db()
    assert visit.starts_at == at(9)


def served(visit: Booking, *, waited: int) -> None:
    staff = factories.staff(cast.CLARA)
    for status, minutes in ((Status.ARRIVED, 0), (Status.SERVING, waited), (Status.DONE, waited + 10)):
        with clock.freeze(visit.starts_at.replace(minute=minutes)):
            mark_booking(visit, status, by=staff)


def test_figures_of_a_week(town: Municipality) -> None:
    staff, counters = factories.staff(cast.CLARA), list(Counter.objects.filter(office__key="rathaus"))
    short, long = book(ANNA, at(9)), book(ANNA, at(10))
    absent = book(BILAL, at(11))
    cancel_booking(book(BILAL, at(15)))
    served(short, waited=4)
    served(long, waited=20)
    with clock.freeze(at(11, 30)):
        mark_booking(absent, Status.NO_SHOW, by=staff)
        found = figures_of(counters, MONDAY.date(), THURSDAY_DATE)
    assert sum(missed for _c, missed, _of in found.no_show) == 1
    assert sum(of for _c, _missed, of in found.no_show) == 3
    assert sorted(row.waited for row in found.rows if row.waited is not None) == [4, 20]
    assert [(hour, n) for hour, n in enumerate(found.booked_at) if n] == [(9, 4)]  # Monday at nine
    assert sum(sum(load.booked) for load in found.loads) == 45
    first = next(load for load in found.loads if load.counter.key == "schalter-1")
    assert list(first.opened) == [0, 7 * 60, 0, 5 * 60, 0, 0, 0]


def test_figures_cost_the_same_for_one_and_for_three(clara: Client, town: Municipality) -> None:
    counts = []
    for hour in (9, 10, 11):
        book(ANNA, at(hour))
        with CaptureQueriesContext(connection) as seen:
            clara.get(FIGURES)
        counts.append(len([q["sql"] for q in seen if "appointments_" in q["sql"]]))
    assert counts == [3, 3, 3]  # counters, bookings, events


def test_the_page_says_the_numbers(clara: Client, visit: Booking) -> None:
    served(visit, waited=7)
    page = clara.get(FIGURES)
    assert "7 Minuten" in text(page)
    assert "0 von 1" in text(page)
    assert 'role="img"' in page.content.decode()


def test_the_table_names_nobody_and_holds_no_formula(clara: Client, visit: Booking) -> None:
    Booking.objects.filter(pk=visit.pk).update(title="=HYPERLINK(1)")
    table = clara.get(CSV)
    written = table.content.decode()
    assert table["Content-Disposition"] == 'attachment; filename="termine-2026-11-30-2026-12-06.csv"'
    line = written.splitlines()[1].split(";")
    assert line[0:3] == ["01.12.2026", "09:00", "09:15"]
    assert line[5] == "'=HYPERLINK(1)"
    assert line[7:9] == ["online", "erwartet"]
    assert "Anna" not in written
    assert cast.ANNA.email not in written


@pytest.mark.parametrize("query", ["von=x&bis=y", "von=2026-12-06&bis=2026-11-30", "von=0001-01-01&bis=9999-12-31"])
def test_an_absurd_period_is_the_last_four_weeks(clara: Client, town: Municipality, query: str) -> None:
    assert "03.11.2026 – 30.11.2026" in text(clara.get(f"/amt/termine/auswertung/?{query}"))
