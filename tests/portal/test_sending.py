"""Sending: one case, one receipt, however often it is tried."""

from rathaus.cases.service import Case
from rathaus.outbox.models import OutgoingMail

from .conftest import BASE, DOG, SUMMARY, Person


def test_sending_leads_to_the_receipt(anna: Person) -> None:
    anna.fill()
    answer = anna.send()
    number = Case.objects.get(applicant_name__contains="Beispiel", title="Hund anmelden").number
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/vorgang/{number}/eingang/")
    text = anna.get(answer.headers["Location"]).content.decode()
    assert number in text
    assert "Dezember 2026" in text or "prüft Ihren Antrag" in text


def test_without_the_declaration_nothing_is_sent(anna: Person) -> None:
    anna.fill()
    before = Case.objects.count()
    answer = anna.post(SUMMARY, {"_key": "k", "anmerkungen": "Danke!"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-richtigkeit"' in text
    assert "Danke!" in text
    assert Case.objects.count() == before


def test_a_double_click_back_and_resend_show_the_same_receipt(anna: Person) -> None:
    anna.fill()
    before, mails = Case.objects.count(), OutgoingMail.objects.count()
    first = anna.send("a").headers["Location"]
    assert anna.send("a").headers["Location"] == first
    assert anna.send("b").headers["Location"] == first
    assert anna.get(SUMMARY, follow=True).redirect_chain[-1][0] == first
    assert anna.get(f"{BASE}hund/", follow=True).redirect_chain[-1][0] == first
    assert Case.objects.count() == before + 1
    assert OutgoingMail.objects.filter(to__startswith="anna").count() <= mails + 1


def test_a_lost_response_leads_to_the_receipt(anna: Person) -> None:
    anna.fill()
    token = anna.client.cookies[f"antrag-{DOG}"].value
    receipt = anna.send().headers["Location"]
    anna.client.cookies.clear()
    anna.client.cookies[f"antrag-{DOG}"] = token
    assert anna.send().headers["Location"] == receipt
    assert anna.get(receipt).status_code == 200


def test_after_sending_a_new_application_can_begin(anna: Person) -> None:
    anna.apply()
    assert "angefangenen Antrag" not in anna.get("/").content.decode()
    assert anna.get(BASE).status_code == 200
    assert anna.begin() == f"{BASE}halter/"


def test_the_receipt_is_for_the_sender_alone(anna: Person, bilal: Person) -> None:
    number = anna.apply()
    for path in ("", "eingang/", "eingangsbestaetigung.pdf", "bescheid.pdf"):
        answer = bilal.get(f"/vorgang/{number}/{path}")
        assert answer.status_code == 404 or answer.headers["Location"].startswith("/vorgang/?nr="), path


def test_the_copy_is_a_pdf_to_keep(anna: Person) -> None:
    number = anna.apply()
    answer = anna.get(f"/vorgang/{number}/eingangsbestaetigung.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Eingangsbestaetigung-{number}.pdf"'
