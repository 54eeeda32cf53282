"""Opening rules, closures and absences at the desk: what each may change, shown before it is saved."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.service import StaffMember
from rathaus.appointments.keeping import closing
from rathaus.appointments.keeping.clashes import rule_clashes
from rathaus.appointments.models import Booking, BusyCalendar, Closure, Counter, Office, OpeningChange
from rathaus.appointments.opening import Hours
from rathaus.appointments.service import find_wish, take_over_definitions
from rathaus.core import clock
from rathaus.formengine.service import AppointmentsDefinition, OpeningRule
from rathaus.occupancy.models import Occupied
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, BILAL, at, book, free_on
from tests.english import german_in
from tests.portal.test_appointments import text

HOURS = "/amt/termine/zeiten/"
CLOSE = "/amt/termine/zeiten/schliessung/"
NEW = "/amt/termine/zeiten/rathaus/neu/"
SATURDAY = {"tage": ["sa"], "von": "09:00", "bis": "12:00", "schalter": ["schalter-2"]}
TUESDAY_OFF = {"von_tag": "2026-12-01", "bis_tag": "2026-12-01", "grund": "Fortbildung"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


@pytest.fixture
def visit(town: Municipality) -> Booking:
    made = book(ANNA, at(9))
    made.refresh_from_db()
    return made


def seen(page: Any) -> str:
    """The mark of the preview that a page shows; empty where it shows none."""
    found = re.search(r'name="gesehen" value="(\w+)"', page.content.decode())
    return found[1] if found else ""


def save(client: Client, path: str, form: dict[str, Any]) -> Any:
    """The preview, and then exactly what it showed."""
    return client.post(path, {**form, "gesehen": seen(client.post(path, form))})


def counter(key: str) -> Counter:
    return Counter.objects.get(office__key="rathaus", key=key)


def rules() -> list[dict[str, Any]]:
    return list(Office.objects.get(key="rathaus").opening)


@pytest.mark.parametrize("outsider", ["theo", "bilal"], indirect=True)
@pytest.mark.parametrize("path", [HOURS, CLOSE, NEW, "/amt/termine/zeiten/rathaus/1/"])
def test_outsiders_find_nothing(outsider: Client, visit: Booking, path: str) -> None:
    before = rules()
    assert outsider.get(path).status_code == 404
    assert outsider.post(path, {**SATURDAY, "gesehen": "x"}).status_code in {404, 405}
    assert (rules(), Closure.objects.filter(by__isnull=False).count()) == (before, 0)


def test_a_rule_is_shown_first_and_saved_after(clara: Client, town: Municipality) -> None:
    before = rules()
    shown = clara.post(NEW, SATURDAY)
    assert (shown.status_code, rules()) == (200, before)
    assert "Samstag, 09:00–12:00 · Schalter 2" in text(shown)
    assert "Nichts überschneidet sich." in text(shown)
    assert clara.post(NEW, {**SATURDAY, "gesehen": "0123456789abcdef"}).status_code == 409
    assert rules() == before
    assert save(clara, NEW, SATURDAY).headers["Location"] == HOURS
    change = OpeningChange.objects.get()
    assert (change.number, change.before, change.rules, str(change.staff)) == (1, before, rules(), cast.CLARA.name)
    assert free_on(find_wish(["wohnsitz"]), (2026, 12, 12))[0] == "09:00"


def test_a_rule_for_everybodys_counters_is_the_administrators(clara: Client, ida: Client, olga: Client) -> None:
    everybody = {**SATURDAY, "schalter": []}
    assert clara.post(NEW, everybody).status_code == 403
    assert olga.post(NEW, SATURDAY).status_code == 403
    assert save(olga, NEW, {**SATURDAY, "schalter": ["gewerbe"]}).status_code == 302
    assert save(ida, NEW, everybody).status_code == 302
    removal = "/amt/termine/zeiten/rathaus/1/entfernen/"
    assert clara.get(removal).status_code == 403
    assert OpeningChange.objects.count() == 2


def test_what_a_change_touches_and_contradicts_is_named(ida: Client, visit: Booking) -> None:
    tuesday_morning = "/amt/termine/zeiten/rathaus/1/"
    shown = text(ida.post(tuesday_morning, {"tage": ["di"], "von": "10:00", "bis": "15:00"}))
    assert "1 Termin liegt dann außerhalb der Zeiten" in shown
    assert f"09:00, Anna Beispiel {visit.number}" in shown
    assert "Überschneidet sich am 01.12.2026 mit: Dienstag, 14:00–18:00 · Schalter 1" in shown
    assert "denn diese Zeiten werden anders freigegeben: Dienstag, 14:00–18:00 · Schalter 3" in shown
    assert save(ida, "/amt/termine/zeiten/rathaus/1/entfernen/", {}).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.starts_at) == ("booked", at(9))  # it stays until somebody moves it


def test_a_visit_booked_after_the_preview_is_shown_before_saving(ida: Client, town: Municipality) -> None:
    path = "/amt/termine/zeiten/rathaus/1/entfernen/"
    mark = seen(ida.get(path))
    late = book(BILAL, at(9))
    again = ida.post(path, {"gesehen": mark})
    assert (again.status_code, OpeningChange.objects.count()) == (409, 0)
    assert late.number in text(again)
    assert ida.post(path, {"gesehen": seen(again)}).status_code == 302


def test_of_two_who_change_the_same_rules_the_second_is_told(clara: Client, leo: Client) -> None:
    form = {**SATURDAY, "stand": "0"}
    mark = seen(leo.post(NEW, form))
    assert save(clara, NEW, form).status_code == 302
    second = leo.post(NEW, {**form, "von": "08:00", "gesehen": mark})
    assert second.status_code == 409
    assert 'value="08:00"' in second.content.decode()  # what was typed is still there
    assert OpeningChange.objects.count() == 1


def test_the_database_has_each_change_once_and_keeps_it(town: Municipality, clara: Client) -> None:
    save(clara, NEW, SATURDAY)
    first = OpeningChange.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningChange.objects.create(office=first.office, number=1, before=[], rules=[], staff=first.staff)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tage": []}, "Wählen Sie Wochentage oder nennen Sie einzelne Tage"),
        ({"tage_einzeln": "32.12.2026"}, "„32.12.2026“ ist kein Tag"),
        ({"tage": [], "tage_einzeln": "01.01.0001"}, "„01.01.0001“ ist kein Tag"),
        ({"tage": [], "tage_einzeln": "31.12.9999"}, "„31.12.9999“ ist kein Tag"),
        ({"von": "09:03"}, "Geben Sie Beginn und Ende an"),
        ({"wochen": "2"}, "ab wann gezählt wird"),
        ({"wochen": "99", "ab": "2026-12-01"}, "von 1 bis 52"),
        ({"ab": "2026-12-02", "endet": "2026-12-01"}, "Prüfen Sie den ersten und den letzten Tag"),
        ({"vorher": "x"}, "0 bis 366 Tage"),
        ({"schalter": ["gibt-es-nicht"]}, "Diesen Schalter gibt es hier nicht"),
    ],
)
def test_a_refused_rule_loses_nothing(ida: Client, wrong: dict[str, Any], said: str) -> None:
    before = rules()
    page = ida.post(NEW, {**SATURDAY, **wrong, "gesehen": "x"})
    assert page.status_code == 422
    assert said in text(page)
    assert 'value="12:00"' in page.content.decode()
    assert rules() == before


def test_definitions_no_longer_count_once_the_desk_changed_the_rules(clara: Client, town: Municipality) -> None:
    save(clara, NEW, SATURDAY)
    kept = rules()
    office = {"key": "rathaus", "name": "R", "name_en": "R", "street": "S", "postcode": "39517", "city": "T"}
    place = {"key": "schalter-1", "name": "Schalter 1", "unit": "buergerservice", "serves": ["x"]}
    opened = [{"days": ["mo"], "from": "09:00", "to": "10:00"}]
    offering = {"key": "x", "name": "X", "name_en": "X", "minutes": 15}
    given = {"offices": [{**office, "counters": [place], "opening": opened}], "offerings": [offering]}
    take_over_definitions(AppointmentsDefinition.model_validate(given))
    assert rules() == kept


def test_closing_names_the_visits_and_keeps_new_ones_out(clara: Client, visit: Booking) -> None:
    form = {**TUESDAY_OFF, "wo": f"counter:{visit.counter_id}"}
    shown = clara.post(CLOSE, form)
    assert f"Anna Beispiel {visit.number}" in text(shown)
    assert Closure.objects.filter(reason="Fortbildung").count() == 0
    assert clara.post(CLOSE, {**form, "gesehen": seen(shown)}).status_code == 302
    assert clara.post(CLOSE, {**form, "gesehen": seen(shown)}).status_code == 302  # pressed twice
    closure = Closure.objects.get(reason="Fortbildung")
    assert (str(closure.by), closure.counter_id) == (cast.CLARA.name, visit.counter_id)
    visit.refresh_from_db()
    assert visit.status == "booked"
    taken = {book(BILAL, at(hour)).counter_id for hour in (10, 11)}
    assert visit.counter_id not in taken
    assert clara.post(f"{CLOSE}{closure.pk}/aufheben/").status_code == 302
    closure.refresh_from_db()
    assert (str(closure.lifted_by), Occupied.objects.filter(owner=closure.pk).count()) == (cast.CLARA.name, 0)


def test_the_times_of_clerks_calendars_are_not_listed_with_the_closures(clara: Client, town: Municipality) -> None:
    staff = StaffMember.objects.get(account__email=cast.CLARA.email)
    calendar = BusyCalendar.objects.create(staff=staff, url="https://calendar.example.org/")
    Closure.objects.create(staff=staff, starts_at=at(9), ends_at=at(10), calendar=calendar)
    Closure.objects.create(staff=staff, starts_at=at(14), ends_at=at(15), by=staff)
    page = text(clara.get(HOURS))
    assert ("01.12.2026, 14:00–15:00" in page, "01.12.2026, 09:00–10:00" in page) == (True, False)


@pytest.mark.parametrize("others", [1, 3])
def test_what_is_closed_already_is_told_at_the_same_cost(ida: Client, visit: Booking, others: int) -> None:
    form = {**TUESDAY_OFF, "wo": "alle"}
    for number, counter_ in enumerate(Counter.objects.filter(office__key="rathaus").order_by("key")[:others]):
        Closure.objects.create(counter=counter_, starts_at=at(9 + number), ends_at=at(10 + number))
    ida.get(CLOSE)
    with CaptureQueriesContext(connection) as asked:
        page = text(ida.post(CLOSE, form))
    assert page.count("Für einen Teil gibt es schon eine Schließung") == others
    assert len([q for q in asked if "appointments_" in q["sql"]]) == 6


def test_of_two_who_press_at_once_both_have_saved_one_closure(
    ida: Client, visit: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's is committed after we looked whether there is one, and before ours is written."""
    form = {**TUESDAY_OFF, "wo": f"counter:{visit.counter_id}"}
    shown = seen(ida.post(CLOSE, form))
    look, looked = closing._same, []

    def too_early(draft: closing.ClosureDraft) -> Closure | None:
        looked.append(draft)
        if len(looked) > 1:
            return look(draft)
        closing.insert_closure(draft, by=StaffMember.objects.get(account__email=cast.CLARA.email))
        return None

    monkeypatch.setattr(closing, "_same", too_early)
    monkeypatch.setattr(closing, "_other_closures", lambda _draft: [])  # the other's wasn't there when we looked
    assert ida.post(CLOSE, {**form, "gesehen": shown}).status_code == 302
    assert str(Closure.objects.get(reason="Fortbildung").by) == cast.CLARA.name


def test_the_rules_are_read_by_weekday_and_hour(clara: Client, ida: Client, town: Municipality) -> None:
    save(ida, NEW, {"tage_einzeln": "14.12.2026", "von": "08:00", "bis": "09:00"})
    page = text(ida.get(HOURS))
    lines = ["Dienstag, 09:00–12:00", "Dienstag, 14:00–18:00 · Schalter 1", "Dienstag, 14:00–18:00 · Schalter 3"]
    lines += ["Donnerstag, 09:00–12:00", "Freitag, 09:00–12:00", "Samstag, 09:00–11:30", "14.12.2026, 08:00–09:00"]
    places = [page.index(line) for line in lines]
    assert places == sorted(places)
    # The number in the address is the rule's own, whatever its line.
    form = clara.get("/amt/termine/zeiten/rathaus/6/").content.decode()
    assert 'id="s-schalter-3" name="schalter" value="schalter-3" checked' in form
    assert 'href="/amt/termine/zeiten/rathaus/6/"' in clara.get(HOURS).content.decode()
    said = "Zeiten ohne „Ändern“"
    assert (said in text(clara.get(HOURS)), said in page) == (True, False)


def test_a_hold_in_a_closed_time_ends(clara: Client, town: Municipality) -> None:
    from rathaus.appointments.service import Contact, HoldGone, book_held, hold_time

    only = Counter.objects.get(office__key="rathaus", key="standesamt")
    held = hold_time(find_wish(["eheschliessung"]), at(9, 30), office=None, network="203.0.113.7")
    assert held.counter_id == only.pk
    save(clara, CLOSE, {**TUESDAY_OFF, "wo": f"counter:{only.pk}"})
    with pytest.raises(HoldGone):
        book_held(held, Contact(cast.BILAL.name, email=cast.BILAL.email))


def test_an_absent_colleagues_counter_is_closed(clara: Client, visit: Booking) -> None:
    clerk = StaffMember.objects.get(account__email=cast.CLARA.email)
    seat = {"schalter": str(visit.counter_id), "wer": str(clerk.pk)}
    assert "/amt/termine/zeiten/platz/" in re.findall(r'action="([^"]+)"', clara.get(HOURS).content.decode())
    assert clara.post("/amt/termine/zeiten/platz/", seat).status_code == 302
    shown = clara.post(CLOSE, {**TUESDAY_OFF, "wo": f"staff:{clerk.pk}"})
    assert visit.number in text(shown)
    assert clara.post(CLOSE, {**TUESDAY_OFF, "wo": f"staff:{clerk.pk}", "gesehen": seen(shown)}).status_code == 302
    assert visit.counter_id not in {book(BILAL, at(hour)).counter_id for hour in (9, 10, 11)}
    assert "Clara Clerk ist nicht da" in text(clara.get(HOURS))


def test_a_counter_opens_when_somebody_else_sits_there(clara: Client, visit: Booking) -> None:
    ill = StaffMember.objects.get(account__email=cast.CLARA.email)
    seat = {"schalter": str(visit.counter_id), "wer": str(ill.pk)}
    clara.post("/amt/termine/zeiten/platz/", seat)
    save(clara, CLOSE, {**TUESDAY_OFF, "wo": f"staff:{ill.pk}"})
    absence = Closure.objects.get(staff=ill)
    assert Occupied.objects.filter(owner=absence.pk, resource=visit.counter_id).exists()
    other = StaffMember.objects.get(account__email=cast.LEO.email)
    clara.post("/amt/termine/zeiten/platz/", {**seat, "wer": str(other.pk)})
    assert Occupied.objects.filter(owner=absence.pk).count() == 0
    clara.post("/amt/termine/zeiten/platz/", seat)
    assert Occupied.objects.filter(owner=absence.pk, resource=visit.counter_id).exists()


def test_a_clerk_who_reads_english_finds_no_german_left(ida: Client, visit: Booking) -> None:
    ida.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    off = f"/amt/termine/ausfall/?tag=2026-12-01&wo=counter:{visit.counter_id}"
    week, figures = "/amt/termine/woche/?tag=2026-12-01", "/amt/termine/auswertung/"
    pages = [
        ida.get(path) for path in (HOURS, CLOSE, NEW, "/amt/termine/zeiten/rathaus/1/entfernen/", off, week, figures)
    ]
    named = {"Schalter", "geschlossen"}  # counters and a reason, as the town hall wrote them
    assert [set(german_in(page.content.decode())) - named for page in pages] == [set()] * len(pages)


def test_who_may_close_what(clara: Client, olga: Client, ida: Client, visit: Booking) -> None:
    office = Office.objects.get(key="rathaus").pk
    branch = Office.objects.get(key="luederitz").pk
    assert olga.post(CLOSE, {**TUESDAY_OFF, "wo": f"counter:{visit.counter_id}"}).status_code == 403
    assert clara.post(CLOSE, {**TUESDAY_OFF, "wo": f"office:{office}"}).status_code == 403  # Ordnung sits there too
    assert save(clara, CLOSE, {**TUESDAY_OFF, "wo": f"office:{branch}"}).status_code == 302
    assert clara.post(CLOSE, {**TUESDAY_OFF, "wo": "alle"}).status_code == 403
    assert save(ida, CLOSE, {**TUESDAY_OFF, "wo": "alle"}).status_code == 302
    everywhere = Closure.objects.get(office=None, counter=None, staff=None)
    assert clara.post(f"{CLOSE}{everywhere.pk}/aufheben/").status_code == 404
    assert free_on(find_wish(["wohnsitz"])) == []
    assert "alle Standorte" in text(olga.get(HOURS))


def test_another_town_halls_closure_cannot_be_lifted(ida: Client, thale: Municipality) -> None:
    with scope(thale):
        foreign = Closure.objects.create(starts_at=at(8), ends_at=at(9))
    assert ida.post(f"{CLOSE}{foreign.pk}/aufheben/").status_code == 404
    with scope(thale):
        assert Closure.objects.get(pk=foreign.pk).lifted_at is None


def test_a_closure_over_another_and_over_a_dated_rule_is_named(ida: Client, town: Municipality) -> None:
    save(ida, NEW, {**SATURDAY, "tage": [], "tage_einzeln": "12.12.2026"})
    form = {"wo": f"counter:{counter('schalter-2').pk}", "von_tag": "2026-12-12", "bis_tag": "2026-12-29"}
    shown = text(ida.post(CLOSE, form))
    assert "Für den 12.12.2026 gibt es eine eigene Öffnung: 12.12.2026, 09:00–12:00" in shown
    assert "Für einen Teil gibt es schon eine Schließung: Rathaus Tangerhütte, 28.12.2026 – 31.12.2026" in shown


@pytest.mark.parametrize(
    "wrong",
    [{"bis_tag": "2026-11-30"}, {"von_tag": "x"}, {"wo": ""}, {"wo": "counter:x"}, {"bis_tag": "2031-01-01"}],
)
def test_a_refused_closure_loses_nothing(ida: Client, town: Municipality, wrong: dict[str, str]) -> None:
    form = {**TUESDAY_OFF, "wo": f"counter:{counter('schalter-1').pk}", **wrong}
    page = ida.post(CLOSE, {**form, "gesehen": "x"})
    assert page.status_code == 422
    assert 'value="Fortbildung"' in page.content.decode()


def test_the_database_knows_one_place_for_a_closure_and_each_once(town: Municipality) -> None:
    office, one = Office.objects.get(key="rathaus"), counter("schalter-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(office=office, counter=one, starts_at=at(8), ends_at=at(9))
    Closure.objects.create(counter=one, starts_at=at(8), ends_at=at(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(counter=one, starts_at=at(8), ends_at=at(9))


def rule(**given: Any) -> OpeningRule:
    return OpeningRule.model_validate({"from": "09:00", "to": "12:00", **given})


def test_clashes_of_rules() -> None:
    today = MONDAY.date()
    base = rule(days=["di"], counters=["a"])

    def kinds(other: OpeningRule, counters: tuple[str, ...] = ("a", "b")) -> list[tuple[str, str]]:
        found = rule_clashes(Hours((base, other)), 1, counters, today)
        return [(clash.kind, str(clash.day or "")) for clash in found]

    assert kinds(rule(days=["di"], counters=["b"])) == []
    assert kinds(rule(days=["mi"])) == []
    assert kinds(rule(days=["di"], **{"from": "12:00", "to": "13:00"})) == []
    assert kinds(rule(days=["di"], counters=["a"])) == [("same", "2026-12-01")]
    assert kinds(rule(days=["di"], nth=[2])) == [("overlaps", "2026-12-08")]
    assert kinds(rule(days=["di"], released={"days_before": 0})) == [("releases", "2026-12-01")]
    assert kinds(rule(days=["mo"], **{"from": "22:00", "to": "09:30"})) == [("overlaps", "2026-11-30")]
    assert kinds(rule(dates=["2026-11-01"])) == [("never", "")]
    assert kinds(rule(days=["di"], counters=["c"])) == [("nobody", "")]
