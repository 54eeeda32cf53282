"""What may stay open at the counter, and what it costs there: the certificate of registration, paid and shown."""

from typing import Any

import pytest
from django.test import Client

from rathaus.cases.models import Submission
from rathaus.cases.service import Case, Draft, receipt_pdf
from rathaus.outbox.models import OutgoingMail
from tests.desk.recording.conftest import send
from tests.notices.reading import words as words_of
from tests.walk import example, visible_text, words

pytestmark = pytest.mark.django_db
CERTIFICATE = "meldebescheinigung"


def fill(client: Client, *, channel: str = "counter", **typed: Any) -> str:
    """Every page but the closing one, as in the example, with something changed; no file is handed in."""
    address = f"/amt/aufnehmen/{CERTIFICATE}/"
    draft = str(client.post(address, {"kanal": channel, "sprache": "de"}).headers["Location"])
    for key, page in example(CERTIFICATE)["pages"].items():
        if key != "abschluss":
            values = {path: words(value) for path, value in page.items()}
            client.post(f"{draft}{key}/", values | {path: v for path, v in typed.items() if path in values})
    return draft


@pytest.mark.parametrize("channel", ["counter", "phone", "letter"])
def test_an_applicant_without_e_mail_gets_no_mail_and_needs_none(clara: Client, channel: str) -> None:
    draft = fill(clara, channel=channel, email="")
    receipt = clara.get(send(clara, draft).headers["Location"])
    assert "Ohne E-Mail-Adresse schreiben wir niemandem von selbst." in visible_text(receipt.content.decode())
    assert Case.objects.get().applicant_email == ""
    assert [mail.template for mail in OutgoingMail.objects.all()] == ["case_unit"]


def test_what_stays_open_is_marked_listed_before_sending_and_told_at_the_desk(clara: Client) -> None:
    draft = fill(clara, email="")
    assert "darf hier offen bleiben" in clara.get(f"{draft}nachweis/").content.decode()
    summary = visible_text(clara.get(f"{draft}pruefen-und-absenden/").content.decode())
    assert "Das bleibt offen" in summary
    send(clara, draft)
    number = Case.objects.get().number
    page = visible_text(clara.get(f"/amt/vorgaenge/{number}/").content.decode())
    left = page.partition("Bei der Aufnahme offen geblieben")[2][:200]
    assert "E-Mail-Adresse" in left


def test_what_is_needed_at_the_counter_too_holds_it_up(clara: Client) -> None:
    draft = fill(clara, **{"person.nachname": ""})
    assert send(clara, draft).status_code == 422
    assert Case.objects.count() == 0


def test_online_nothing_of_it_may_stay_open(bilal: Client, clara: Client) -> None:
    fill(clara, email="")
    Draft.objects.update(channel="online", staff=None)
    portal = f"/leistungen/{CERTIFICATE}/antrag/"
    bilal.post(portal)
    page = bilal.post(f"{portal}person/", {"email": ""})
    assert page.status_code == 422
    assert 'id="f-email-error"' in page.content.decode()
    assert "darf hier offen bleiben" not in page.content.decode()


def test_the_fee_is_shown_kept_and_printed_as_it_was(clara: Client) -> None:
    draft = fill(clara, exemplare="3")
    summary = visible_text(clara.get(f"{draft}pruefen-und-absenden/").content.decode())
    assert "Meldebescheinigung 8,00 € Weitere Exemplare 8,00 € Zusammen 16,00 €" in summary
    send(clara, draft)
    case, sent = Case.objects.get(), Submission.objects.get()
    items = [(item["key"], item["amount"]) for item in sent.fee["items"]]
    assert (items, sent.fee["total"]) == ([("bescheinigung", "8.00"), ("weitere", "8.00")], "16.00")
    assert "Weitere Exemplare 8,00 € Summe 16,00 €" in words_of(receipt_pdf(case)).replace("\xa0", " ")
    page = visible_text(clara.get(f"/amt/vorgaenge/{case.number}/").content.decode())
    assert "Zusammen 16,00 €" in page


def test_the_fee_so_far_stands_on_the_page_whose_answers_change_it(clara: Client) -> None:
    draft = fill(clara, exemplare="2", umfang="einfach")
    page = visible_text(clara.get(f"{draft}bescheinigung/").content.decode())
    assert "Gebühr nach Ihren Angaben bisher: 12,00 €" in page


def test_a_posted_fee_is_nobodys_business(clara: Client) -> None:
    draft = fill(clara)
    clara.post(f"{draft}bescheinigung/", {"fee": "0.00", "fee_total": "0", "bescheinigung": "0.00", "exemplare": "1"})
    clara.post(
        f"{draft}bescheinigung/", {"zweck": "vertrag", "umfang": "einfach", "exemplare": "1", "lieferung": "online"}
    )
    send(clara, draft)
    sent = Submission.objects.get()
    assert sent.fee["total"] == "8.00"
    assert not {"fee", "fee_total", "bescheinigung"} & set(sent.answers)
