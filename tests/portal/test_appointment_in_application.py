"""An appointment within an application: kept while it is filled in, booked with the case or not at all."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import StaffMember
from rathaus.appointments.models import Booking, Hold
from rathaus.appointments.service import cancel_booking, forget_next_free, move_booking
from rathaus.cases import submitting, visiting
from rathaus.cases.acting import derive, state_of
from rathaus.cases.models import Case, Draft, TimelineEvent
from rathaus.cases.service import ask_applicant, case_of_visit, take_over, withdraw_case
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import at
from tests.cases import factories

from .conftest import BASE, SUMMARY, Person, pages

PAGE = f"{BASE}abholung/"
NINE = "rathaus 2026-12-01T08:00Z"
CHOOSE = {"_visit": f"abholtermin {NINE}"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    forget_next_free()
    with clock.freeze(MONDAY):
        yield


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def fill(person: Person) -> None:
    """Everything up to the summary, with the nine o'clock kept."""
    person.begin()
    for key in pages():
        if key == "abholung":
            assert person.post(PAGE, CHOOSE).headers["Location"].startswith(PAGE)
        if key != "abschluss":
            assert person.send_page(key).status_code == 302, key


def taken() -> list[str]:
    return list(Occupied.objects.values_list("state", flat=True))


def apply(person: Person) -> Case:
    fill(person)
    assert person.send().status_code == 302
    return Case.objects.latest("submitted_at")


def test_the_page_offers_the_next_free_times_and_keeps_the_chosen_one(anna: Person) -> None:
    anna.begin()
    page = text(anna.get(PAGE))
    assert "Di, 1. Dez. 09:00 Uhr, Rathaus Tangerhütte" in page
    anna.post(PAGE, CHOOSE)
    page = text(anna.get(PAGE))
    assert "Dienstag, 1. Dezember 2026, 09:00 Uhr, Rathaus Tangerhütte" in page
    assert "Wir halten die Zeit bis 09:10 Uhr für Sie frei." in page
    assert taken() == ["held"]


def test_all_times_are_a_page_of_their_own(anna: Person) -> None:
    anna.begin()
    assert anna.post(PAGE, {"_visit": "abholtermin alle"}).headers["Location"] == f"{PAGE}zeiten/"
    assert "Nächster freier Termin" in text(anna.get(f"{PAGE}zeiten/"))
    assert anna.post(f"{PAGE}zeiten/", {"wann": NINE}).headers["Location"] == PAGE
    assert anna.post(f"{PAGE}zeiten/", {"wann": "rathaus 2026-12-01T23:00Z"}).status_code == 409
    assert anna.post(f"{PAGE}zeiten/?_zur=summary", {"wann": NINE}).headers["Location"] == SUMMARY
    assert Hold.objects.count() == 1


def test_choosing_again_gives_the_first_time_up_and_none_frees_it(anna: Person) -> None:
    anna.begin()
    anna.post(PAGE, CHOOSE)
    anna.post(PAGE, {"_visit": "abholtermin rathaus 2026-12-01T09:00Z"})
    assert list(Occupied.objects.values_list("starts_at", flat=True)) == [at(10)]
    anna.post(PAGE, {"_visit": "abholtermin keine"})
    assert taken() == []
    assert Draft.objects.get().answers["abholtermin"] is None


def test_nothing_that_is_posted_makes_an_answer(anna: Person, bilal: Person) -> None:
    """A hold of somebody else is of no use: the answer is written here alone."""
    anna.begin()
    anna.post(PAGE, CHOOSE)
    hold = str(Hold.objects.get().pk)
    bilal.begin()
    bilal.post(PAGE, {"abholtermin": hold, "abholtermin.hold": hold, "_go": "next"})
    bilal.post(PAGE, CHOOSE | {"_visit": "abholtermin rathaus unsinn"})
    assert [draft.answers.get("abholtermin") for draft in Draft.objects.order_by("-id")][:1] == [None]
    assert bilal.post(f"{PAGE}zeiten/", {"wann": f"luederitz {hold}"}).status_code == 422


def test_sending_books_with_the_case(anna: Person) -> None:
    case = apply(anna)
    booking = Booking.objects.get()
    assert (booking.case, booking.starts_at, booking.name) == (case.pk, at(9), cast.ANNA.name)
    assert taken() == ["booked"]
    kinds = list(TimelineEvent.objects.filter(case=case).order_by("revision").values_list("kind", flat=True))
    assert kinds == ["submit", "receive", "visit_booked"]
    assert derive(case) == state_of(case)
    assert OutgoingMail.objects.filter(template="appointment_booked").count() == 1
    status = text(anna.get(f"/vorgang/{case.number}/"))
    assert "Ihr Termin Hundemarke abholen Dienstag, 1. Dezember 2026, 09:00 Uhr" in status
    assert "Abholung der Hundemarke Dienstag, 1. Dezember 2026, 09:00 Uhr, Rathaus Tangerhütte" in status


def test_an_application_without_an_appointment_books_none(anna: Person) -> None:
    anna.apply()
    assert (Booking.objects.count(), Case.objects.count(), Case.objects.get().revision) == (0, 1, 2)


def test_a_failure_after_the_booking_leaves_neither(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(anna)

    def fails(_case: Case) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(submitting, "_number_and_save", fails)
    with pytest.raises(RuntimeError, match="lights"):
        anna.send()
    assert (Case.objects.count(), Booking.objects.count(), taken()) == (0, 0, ["held"])
    monkeypatch.undo()
    assert anna.send().status_code == 302
    assert (Case.objects.count(), Booking.objects.count()) == (1, 1)


def take_away(bilal: Person) -> None:
    """Bilal has all three counters at nine, once Anna's minutes are over."""
    Occupied.objects.filter(state="held").delete()
    for _ in range(3):
        bilal.client.cookies.clear()
        assert bilal.post("/termine/hundemarke/", {"wann": NINE}).status_code == 302


def test_a_time_that_somebody_else_has_sends_nothing_and_loses_nothing(anna: Person, bilal: Person) -> None:
    fill(anna)
    take_away(bilal)
    answer = anna.send()
    assert answer.status_code == 409
    assert "Ihre Zeit war abgelaufen und ist jetzt vergeben" in text(answer)
    assert (Case.objects.count(), Booking.objects.count()) == (0, 0)
    assert Draft.objects.get(case=None).answers["hundename"] == "Bello"
    anna.post(f"{PAGE}zeiten/", {"wann": "rathaus 2026-12-01T09:00Z"})
    assert anna.send("noch einmal").status_code == 302
    assert Booking.objects.get().starts_at == at(10)


def test_control_without_the_savepoint_a_case_would_stay(
    anna: Person, bilal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `book_for_case` refuses must be refused: without it the case would be sent without its visit."""
    fill(anna)
    take_away(bilal)
    monkeypatch.setattr(submitting, "book_for_case", lambda _case, _wish: None)
    assert anna.send().status_code == 302
    assert (Case.objects.count(), Booking.objects.count()) == (1, 0)


def test_a_place_that_is_full_leaves_no_booking(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(anna)
    monkeypatch.setattr(submitting, "take_place", lambda _offer: False)
    assert anna.send().status_code == 409
    assert (Case.objects.count(), Booking.objects.count(), taken()) == (0, 0, ["held"])


def test_who_is_late_and_disturbed_nobody_is_told_and_still_gets_the_time(anna: Person) -> None:
    fill(anna)
    with clock.freeze(MONDAY + timedelta(hours=1)):
        assert "Wir halten Ihre Zeit nicht mehr frei" in text(anna.get(SUMMARY))
        assert "Wir halten diese Zeit nicht mehr frei" in text(anna.get(PAGE))
        assert anna.send().status_code == 302
    assert Booking.objects.get().starts_at == at(9)


def test_going_on_keeps_the_time_for_half_an_hour_and_no_longer(anna: Person) -> None:
    anna.begin()
    anna.post(PAGE, CHOOSE)
    for minute, until in ((5, 15), (14, 24), (23, 30), (29, 30), (31, 30)):
        with clock.freeze(MONDAY + timedelta(minutes=minute)):
            anna.send_page("halter")
            assert Hold.objects.get().expires_at == MONDAY + timedelta(minutes=until)


def test_the_time_is_extended_once_by_hand(anna: Person) -> None:
    anna.begin()
    anna.post(PAGE, CHOOSE)
    with clock.freeze(MONDAY + timedelta(minutes=9)):
        anna.post(PAGE, {"_visit": "abholtermin mehr"})
        assert "10 Minuten mehr" not in text(anna.get(PAGE))
        assert Hold.objects.get().is_extended


def test_throwing_the_draft_away_frees_the_time(anna: Person) -> None:
    anna.begin()
    anna.post(PAGE, CHOOSE)
    anna.post(f"{BASE}entwurf-loeschen/")
    assert taken() == []


def test_the_visit_opens_from_the_case_for_its_applicant_only(
    anna: Person, bilal: Person, other_portal: Client
) -> None:
    case = apply(anna)
    path = f"/vorgang/{case.number}/termin/{Booking.objects.get().number}/"
    assert bilal.post(path).status_code == 404
    assert other_portal.post(path).status_code == 404
    assert anna.post(f"/vorgang/{case.number}/termin/NIX/").status_code == 404
    page = anna.client.post(path, follow=True)
    assert "Ihr Termin steht" in text(page)
    assert "Verschieben" in text(page)


def test_moving_and_cancelling_stand_in_the_case(anna: Person) -> None:
    case = apply(anna)
    clara = factories.staff(cast.CLARA)
    booking = Booking.objects.get()
    move_booking(booking, to=at(10))
    cancel_booking(booking, by=clara)
    events = TimelineEvent.objects.filter(case=case).order_by("revision")[3:]
    assert [(e.kind, e.actor, e.staff) for e in events] == [
        ("visit_moved", "applicant", None),
        ("visit_cancelled", "staff", clara),
    ]
    case.refresh_from_db()
    assert (case.revision, derive(case)) == (5, state_of(case))


def test_withdrawing_cancels_the_visit_that_is_to_come(anna: Person) -> None:
    case = withdraw_case(apply(anna))
    assert (Booking.objects.get().status, taken()) == ("cancelled", [])
    assert TimelineEvent.objects.filter(case=case, kind="visit_cancelled").count() == 1
    assert Case.objects.get().revision == case.revision == 5


def test_withdrawing_leaves_a_visit_that_is_over(anna: Person) -> None:
    case = apply(anna)
    with clock.freeze(MONDAY + timedelta(days=3)):
        withdraw_case(case)
    assert Booking.objects.get().status == "booked"


@pytest.mark.parametrize(("who", "sees"), [(cast.CLARA, True), (cast.OLGA, False)])
def test_the_visit_leads_its_unit_to_the_case(anna: Person, who: cast.Person, sees: bool) -> None:
    case = apply(anna)
    staff: StaffMember = factories.staff(who)
    assert case_of_visit(Booking.objects.get(), staff) == (case if sees else None)


def test_the_receiver_says_nothing_of_a_case_that_is_gone(anna: Person) -> None:
    apply(anna)
    Booking.objects.update(case=visiting.UUID(int=1))
    cancel_booking(Booking.objects.get())
    assert TimelineEvent.objects.filter(kind="visit_cancelled").count() == 0


def asked(anna: Person) -> tuple[Case, str]:
    """Anna's case, in which Clara asks her to come; and where she answers."""
    case = Case.objects.get(number=anna.apply())
    clara = factories.staff(cast.CLARA)
    take_over(case, by=clara, revision=2)
    query = ask_applicant(case, text="Bringen Sie den Hund mit.", by=clara, revision=3, offering="hundemarke")
    return case, f"/vorgang/{case.number}/rueckfragen/{query.pk}/"


def test_a_clerk_asks_for_an_appointment_and_choosing_a_time_answers(anna: Person) -> None:
    case, path = asked(anna)
    assert "Sie sind dran: Wählen Sie eine Zeit für Ihren Termin" in text(anna.get(f"/vorgang/{case.number}/"))
    page = text(anna.get(path))
    assert "Bringen Sie den Hund mit." in page
    assert "Nächster freier Termin" in page
    assert anna.post(path, {"wann": "rathaus unsinn"}).status_code == 422
    assert anna.post(path, {"wann": NINE}).headers["Location"] == f"/vorgang/{case.number}/"
    case.refresh_from_db()
    assert (case.status, derive(case)) == ("PROCESSING", state_of(case))
    booking = Booking.objects.get()
    assert (booking.case, booking.starts_at, booking.email) == (case.pk, at(9), case.applicant_email)
    kinds = TimelineEvent.objects.filter(case=case).order_by("revision").values_list("kind", flat=True)
    assert list(kinds) == ["submit", "receive", "take_over", "ask", "visit_booked", "answer"]
    anna.post(path, {"wann": "rathaus 2026-12-01T09:00Z"})
    assert Booking.objects.count() == 1


def test_a_visit_of_a_case_is_found_by_its_address_however_that_was_typed(anna: Person) -> None:
    case, path = asked(anna)
    Case.objects.filter(pk=case.pk).update(applicant_email="Anna.BEISPIEL@example.org")
    anna.post(path, {"wann": NINE})
    assert Booking.objects.get().email == "anna.beispiel@example.org"


def test_nobody_else_answers_with_a_time(anna: Person, bilal: Person, other_portal: Client) -> None:
    _case, path = asked(anna)
    assert bilal.post(path, {"wann": NINE}).status_code == 404
    assert other_portal.post(path, {"wann": NINE}).status_code == 404
    assert (Booking.objects.count(), taken()) == (0, [])


def test_a_time_that_is_gone_leaves_the_question_open(anna: Person, bilal: Person) -> None:
    case, path = asked(anna)
    take_away(bilal)
    assert anna.post(path, {"wann": NINE}).status_code == 409
    case.refresh_from_db()
    assert (case.status, Booking.objects.count()) == ("ACTION_REQUIRED", 0)
