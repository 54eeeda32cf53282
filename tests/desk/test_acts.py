"""Acts of the desk, and two clerks on one case."""

from typing import Any

import pytest
from django.test import Client

from rathaus.cases.service import Case, InternalNote, Query, TimelineEvent, add_note
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db


def post(client: Client, case: Case, act: str, *, revision: int | str | None = None, **form: str) -> Any:
    case.refresh_from_db()
    seen = case.revision if revision is None else revision
    return client.post(f"/amt/vorgaenge/{case.number}/{act}/", {"revision": seen, **form})


def assert_done(answer: Any, case: Case) -> None:
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/amt/vorgaenge/{case.number}/")
    case.refresh_from_db()


def test_taking_over(clara: Client, case: Case) -> None:
    assert_done(post(clara, case, "uebernahme"), case)
    assert (case.status, str(case.assignee)) == ("PROCESSING", "Clara Clerk")


def test_handing_on_to_a_colleague(clara: Client, case: Case) -> None:
    assert_done(post(clara, case, "zuweisung", an=f"person:{factories.staff(cast.LEO).pk}"), case)
    assert str(case.assignee) == "Leo Leitung"


def test_handing_on_to_another_unit_leads_back_to_the_inbox(clara: Client, olga: Client, case: Case) -> None:
    unit = factories.staff(cast.OLGA).unit
    answer = post(clara, case, "zuweisung", an=f"unit:{unit.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/amt/")
    assert clara.get(f"/amt/vorgaenge/{case.number}/").status_code == 404
    assert olga.get(f"/amt/vorgaenge/{case.number}/").status_code == 200


@pytest.mark.parametrize("chosen", ["", "unit:", "person:x", "person:019a0000-0000-7000-8000-000000000000", "\x00"])
def test_handing_on_to_nobody_is_refused_kindly(clara: Client, case: Case, chosen: str) -> None:
    answer = post(clara, case, "zuweisung", an=chosen)
    assert answer.status_code == 422
    assert "Wählen Sie aus, wer den Vorgang bekommt" in answer.content.decode()


def test_a_case_cannot_be_handed_to_another_municipality(clara: Client, case: Case, thale: Any) -> None:
    from rathaus.tenancy.service import scope

    with scope(thale):
        theo = factories.staff(cast.THEO).pk
    assert post(clara, case, "zuweisung", an=f"person:{theo}").status_code == 422


def test_asking_and_going_on_without_an_answer(clara: Client, case: Case) -> None:
    post(clara, case, "uebernahme")
    assert_done(post(clara, case, "rueckfrage", frage="Welche Farbe?"), case)
    assert case.status == "ACTION_REQUIRED"
    assert "Wartet auf Antwort bis" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    assert_done(post(clara, case, "weiter"), case)
    assert case.status == "PROCESSING"
    assert Query.objects.get(case=case).closed_at is not None


def test_a_note(clara: Client, case: Case) -> None:
    assert_done(post(clara, case, "notiz", notiz="Angerufen, niemand da"), case)
    assert InternalNote.objects.get(case=case).text == "Angerufen, niemand da"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_says_what_is_missing(clara: Client, case: Case, text: str) -> None:
    answer = post(clara, case, "notiz", notiz=text)
    assert answer.status_code == 422
    assert "Schreiben Sie die Notiz in das Feld" in answer.content.decode()


@pytest.mark.parametrize("text", ["a" * 100_000, "\x00", "\x00\x01", "😀" * 10, "<b>'--"])
def test_no_text_breaks_anything(clara: Client, case: Case, text: str) -> None:
    assert post(clara, case, "notiz", notiz=text).status_code in {302, 422}


def test_what_is_too_long_stays_in_the_form(clara: Client, case: Case) -> None:
    text = "Satz. " * 5_000
    answer = post(clara, case, "notiz", notiz=text)
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()


def test_the_second_of_two_clerks_is_told_and_keeps_the_text(clara: Client, leo: Client, case: Case) -> None:
    post(clara, case, "uebernahme")
    seen = case.revision + 1
    case.refresh_from_db()
    assert case.revision == seen
    add_note(case, text="Von Leo", by=factories.staff(cast.LEO))
    answer = post(clara, case, "rueckfrage", revision=seen, frage="Eine lange, mühsame Frage")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "In der Zwischenzeit hat sich der Vorgang geändert" in page
    assert "Leo Leitung hat eine Notiz geschrieben" in page
    assert "Eine lange, mühsame Frage" in page
    assert not Query.objects.filter(case=case).exists()
    assert_done(post(clara, case, "rueckfrage", frage="Eine lange, mühsame Frage"), case)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "١"])
def test_a_senseless_revision_counts_as_outdated(clara: Client, case: Case, revision: str) -> None:
    assert post(clara, case, "uebernahme", revision=revision).status_code == 409
    assert TimelineEvent.objects.filter(case=case, kind="take_over").count() == 0


def test_a_double_click_takes_over_once(clara: Client, case: Case) -> None:
    seen = case.revision
    statuses = [post(clara, case, "uebernahme", revision=seen).status_code for _ in range(2)]
    assert statuses == [302, 409]
    assert TimelineEvent.objects.filter(case=case, kind="take_over").count() == 1


def test_a_text_whose_form_is_gone_meanwhile_is_shown_where_it_can_be_copied(
    clara: Client, leo: Client, case: Case
) -> None:
    post(clara, case, "uebernahme")
    case.refresh_from_db()
    seen = case.revision
    post(clara, case, "rueckfrage", revision=seen, frage="Welche Farbe hat das Fell?")
    answer = post(leo, case, "rueckfrage", revision=seen, frage="Wie schwer ist <er>?")
    page = answer.content.decode()
    assert (answer.status_code, 'id="frage"' in page) == (409, False)
    assert "Das haben Sie geschrieben:" in page
    assert "Wie schwer ist &lt;er&gt;?" in page
    assert "steht noch im Formular" not in page
