"""What it costs is said before sending, and again wherever the case is looked at."""

from rathaus.cases.models import Submission
from tests.walk import example, visible_text, words

from .conftest import Person

SERVICE = "melderegisterauskunft"
BASE = f"/leistungen/{SERVICE}/antrag/"


def test_the_fee_stands_on_the_summary_and_on_the_applicants_page(anna: Person) -> None:
    anna.post(BASE)
    for key, page in example(SERVICE)["pages"].items():
        if key != "abschluss":
            anna.post(f"{BASE}{key}/", {path: words(value) for path, value in page.items()})
    summary = visible_text(anna.get(f"{BASE}pruefen-und-absenden/").content.decode())
    assert "Das kostet es" in summary
    assert "10,00 €" in summary
    receipt = anna.post(f"{BASE}pruefen-und-absenden/", {"richtigkeit": "ja", "_key": "einmal"}).headers["Location"]
    status = anna.get(receipt.replace("eingang/", "")).content.decode()
    assert "Das kostet es nach Ihren Angaben" in status
    assert "10,00 €" in status
    assert Submission.objects.get().fee["total"] == "10.00"


def test_a_form_that_names_no_fee_says_nothing_of_one(anna: Person) -> None:
    anna.fill()
    assert "kosten" not in anna.get("/leistungen/hund-anmelden/antrag/pruefen-und-absenden/").content.decode().lower()
    number = anna.apply()
    assert Submission.objects.get(case__number=number).fee is None
