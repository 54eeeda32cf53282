"""The link that comes to somebody's address: read, agree or not, and nothing else."""

import re

import pytest

from rathaus.cases.service import Case, access_code
from tests.cases.joint import code_of, joint_case
from tests.cast import ANNA, BILAL, VERA
from tests.notices.reading import words

from .conftest import Person

LINK = "/zustimmung/"


@pytest.fixture
def joint(anna: Person) -> Case:
    return joint_case([BILAL, VERA])


def go(person: Person, code: str, button: str = "") -> str:
    return str(person.post(LINK, {"code": code, "_go": button}).content.decode())


def test_opening_shows_the_application_without_any_field_to_change(joint: Case, bilal: Person) -> None:
    text = go(bilal, code_of(BILAL))
    assert "Stimmen Sie diesem Antrag zu?" in text
    assert f"{ANNA.name} hat ihn ausgefüllt und Sie, {BILAL.name}," in text
    assert "Ein Einfamilienhaus mit Garten." in text
    inside = text.split("<main")[1].split("</main")[0]
    assert set(re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', inside)) == {
        "csrfmiddlewaretoken",
        "code",
    }


def test_reading_alone_confirms_nothing(joint: Case, bilal: Person) -> None:
    go(bilal, code_of(BILAL))
    assert bilal.get(LINK).status_code == 200
    assert Case.objects.get(pk=joint.pk).revision == 1


def test_both_agree_and_the_applicant_sees_it(joint: Case, bilal: Person) -> None:
    assert "Danke, Sie haben zugestimmt" in go(bilal, code_of(BILAL), "confirm")
    assert "Hier ist nichts mehr zu tun" in go(bilal, code_of(BILAL), "confirm")
    assert "Danke, Sie haben zugestimmt" in go(bilal, code_of(VERA), "confirm")
    assert Case.objects.get(pk=joint.pk).status == "RECEIVED"


def test_not_agreeing_is_asked_once_more(joint: Case, bilal: Person) -> None:
    assert "Wirklich nicht zustimmen?" in go(bilal, code_of(BILAL), "decline")
    assert Case.objects.get(pk=joint.pk).status == "INITIATED"
    assert "Sie haben nicht zugestimmt" in go(bilal, code_of(BILAL), "decline-now")
    assert Case.objects.get(pk=joint.pk).status == "COMPLETED"
    assert "Hier ist nichts mehr zu tun" in go(bilal, code_of(VERA))


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000-0000-0000", "x" * 500, "\x00", "' or 1=1 --"])
@pytest.mark.parametrize("button", ["", "confirm", "decline-now"])
def test_a_forged_code_opens_and_does_nothing(joint: Case, bilal: Person, code: str, button: str) -> None:
    assert bilal.post(LINK, {"code": code, "_go": button}).status_code == 422
    assert Case.objects.get(pk=joint.pk).revision == 1


def test_the_code_opens_at_no_other_town_hall(joint: Case, other_portal: object) -> None:
    elsewhere = Person(other_portal)  # type: ignore[arg-type]  # a test client
    assert elsewhere.post(LINK, {"code": code_of(BILAL), "_go": "confirm"}).status_code == 422


def test_the_codes_of_the_application_and_of_a_confirmation_are_not_each_others(joint: Case, bilal: Person) -> None:
    answer = bilal.post("/vorgang/", {"nummer": joint.number, "code": code_of(BILAL)})
    assert answer.status_code == 422
    assert bilal.post("/antrag-fortsetzen/", {"code": code_of(BILAL)}).status_code == 422


def test_the_applicant_reads_who_is_missing_and_gets_a_copy_that_claims_no_receipt(joint: Case, anna: Person) -> None:
    anna.post("/vorgang/", {"nummer": joint.number, "code": access_code(joint)})
    status = anna.get(f"/vorgang/{joint.number}/").content.decode()
    assert "Die anderen sind dran: Sie müssen gerade nichts tun" in status
    assert "noch nicht bestätigt" in status
    receipt = anna.get(f"/vorgang/{joint.number}/eingang/").content.decode()
    assert "Ihr Antrag wartet auf Bestätigung" in receipt
    assert f"{BILAL.name}, {VERA.name}" in receipt
    copy = words(anna.get(f"/vorgang/{joint.number}/eingangsbestaetigung.pdf").content)
    assert "Er geht bei uns ein, sobald alle Beteiligten ihn bestätigt haben." in copy
    assert "eingegangen" not in copy
    for person in (BILAL, VERA):
        assert code_of(person) not in status + receipt


def test_after_a_no_the_applicant_reads_that_it_is_over(joint: Case, anna: Person, bilal: Person) -> None:
    go(bilal, code_of(VERA), "decline-now")
    anna.post("/vorgang/", {"nummer": joint.number, "code": access_code(joint)})
    status = anna.get(f"/vorgang/{joint.number}/").content.decode()
    assert "Beendet: Der Antrag wurde nicht von allen bestätigt" in status
    assert f"{VERA.name} hat den Antrag nicht bestätigt" in status
