"""Deciding: the notice is seen before it is issued, and issued once."""

import pytest
from django.test import Client

from rathaus.cases.service import Case, Decision, issue_notice
from tests.desk.test_acts import assert_done, post

pytestmark = pytest.mark.django_db
REASONS = "Der Hund ist in Stendal zu versteuern."


def test_the_preview_shows_the_notice_and_writes_nothing(clara: Client, case: Case) -> None:
    post(clara, case, "uebernahme")
    answer = post(clara, case, "entscheidung/vorschau", ergebnis="ablehnen", gruende=REASONS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'src="data:image/png;base64,' in page
    assert REASONS in page
    assert "Bescheid erlassen" in page
    case.refresh_from_db()
    assert (case.decided_at, Decision.objects.count()) == (None, 0)


def test_the_preview_is_a_pdf_too(clara: Client, case: Case) -> None:
    answer = post(clara, case, "entscheidung/vorschau", ergebnis="bestaetigen", gruende="", pdf="1")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Entwurf-{case.number}.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_issuing_and_downloading(clara: Client, leo: Client, case: Case) -> None:
    assert_done(post(clara, case, "entscheidung", ergebnis="ablehnen", gruende=REASONS), case)
    assert "Der Bescheid wird gerade erstellt" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    issue_notice(str(case.pk))
    page = clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    assert "hat entschieden: abgelehnt" in page
    assert REASONS in page
    download = leo.get(f"/amt/vorgaenge/{case.number}/bescheid/")
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert f"Bescheid-{case.number}.pdf" in clara.get(f"/amt/vorgaenge/{case.number}/zugriffe/").content.decode()


@pytest.mark.parametrize("act", ["entscheidung", "entscheidung/vorschau"])
@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"ergebnis": "", "gruende": "x"}, "Wählen Sie, wie Sie entscheiden"),
        ({"ergebnis": "erfunden", "gruende": "x"}, "Wählen Sie, wie Sie entscheiden"),
        ({"ergebnis": "ablehnen", "gruende": " "}, "Diese Entscheidung braucht eine Begründung"),
        ({"ergebnis": "teilweise", "gruende": "x"}, "Wählen Sie, wie Sie entscheiden"),
    ],
)
def test_an_incomplete_decision_says_what_is_missing(
    clara: Client, case: Case, act: str, form: dict[str, str], complaint: str
) -> None:
    answer = post(clara, case, act, **form)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("act", ["entscheidung", "entscheidung/vorschau"])
def test_a_decision_on_an_outdated_case_keeps_its_reasons(clara: Client, leo: Client, case: Case, act: str) -> None:
    seen = case.revision
    post(leo, case, "uebernahme")
    answer = post(clara, case, act, revision=seen, ergebnis="ablehnen", gruende=REASONS)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Leo Leitung hat den Vorgang übernommen" in page
    assert REASONS in page
    assert Decision.objects.count() == 0


def test_deciding_twice_is_one_decision(clara: Client, case: Case) -> None:
    seen = case.revision
    first, second = (
        post(clara, case, "entscheidung", revision=seen, ergebnis="ablehnen", gruende=REASONS) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (302, 409)
    assert post(clara, case, "entscheidung", ergebnis="ablehnen", gruende=REASONS).status_code == 422
    assert Decision.objects.count() == 1


def test_markup_in_the_reasons_stays_text(clara: Client, case: Case) -> None:
    evil = '#import "x" <script>alert(1)</script> $x$ \\ *fett*'
    answer = post(clara, case, "entscheidung/vorschau", ergebnis="ablehnen", gruende=evil)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
