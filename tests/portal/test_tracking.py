"""Following a case: number and code open it, for this browser and this municipality alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from rathaus.cases.service import (
    AccessLog,
    Case,
    DeliveryEvent,
    access_code,
    ask_applicant,
    decide_case,
    issue_notice,
    take_over,
)
from rathaus.core import clock
from tests.cases.factories import dog_case, staff
from tests.cast import CLARA

from .conftest import BASE, DOG, Person

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f"
    "00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest.fixture
def case(town: object) -> Case:
    return dog_case()


def open_it(person: Person, case: Case, code: str = "") -> object:
    return person.post("/vorgang/", {"nummer": case.number, "code": code or access_code(case)})


def ask(case: Case) -> str:
    """Clara asks; where the answer goes."""
    mine = take_over(case, by=staff(CLARA), revision=case.revision)
    query = ask_applicant(mine, text="Welche Farbe?", by=staff(CLARA), revision=mine.revision)
    return f"/vorgang/{case.number}/rueckfragen/{query.pk}/"


def test_number_and_code_open_the_case(anna: Person, case: Case) -> None:
    answer = open_it(anna, case, access_code(case).lower().replace("-", " "))
    assert answer.headers["Location"] == f"/vorgang/{case.number}/"  # type: ignore[attr-defined]
    text = anna.get(f"/vorgang/{case.number}/").content.decode()
    assert "Wir sind dran" in text
    assert "Der Antrag ist bei uns eingegangen" in text


def test_a_wrong_code_is_told_and_never_shown_again(anna: Person, case: Case) -> None:
    answer = open_it(anna, case, "AAAA-BBBB")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "AAAA" not in answer.content.decode()  # type: ignore[attr-defined]
    assert anna.get(f"/vorgang/{case.number}/").headers["Location"] == f"/vorgang/?nr={case.number}"


def test_guessing_ends_but_the_owner_still_gets_in(anna: Person, bilal: Person, case: Case) -> None:
    codes = [open_it(bilal, case, f"GUESS-{n}").status_code for n in range(11)]  # type: ignore[attr-defined]
    assert codes == [422] * 10 + [429]
    assert open_it(anna, case).status_code == 302  # type: ignore[attr-defined]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_strangers_do_not_use_up_each_others_tries(anna: Person, case: Case) -> None:
    codes = []
    for n in range(32):
        made_up = {"nummer": f"2026-9{n:05}", "code": "AAAA"}
        codes.append(anna.post("/vorgang/", made_up, HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9").status_code)
    assert codes == [422] * 30 + [429] * 2
    typo = {"nummer": case.number, "code": "AAAA"}
    assert anna.post("/vorgang/", typo, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 422


def test_the_code_stays_out_of_addresses_and_pages(anna: Person, case: Case) -> None:
    open_it(anna, case)
    page = anna.get(f"/vorgang/{case.number}/")
    assert access_code(case) not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_grant_ends_after_two_hours_with_the_code_and_on_leaving(anna: Person, case: Case) -> None:
    address = f"/vorgang/{case.number}/"
    open_it(anna, case)
    with clock.freeze(clock.now() + timedelta(hours=2, minutes=1)):
        assert anna.get(address).status_code == 302
    Case.objects.filter(pk=case.pk).update(access_generation=2)
    assert anna.get(address).status_code == 302  # to the form for number and code, as if it had never been open
    assert anna.get(f"{address}eingang/").status_code == 404
    case.refresh_from_db()
    open_it(anna, case)
    assert anna.get(address).status_code == 200
    anna.post("/vorgang/schliessen/")
    assert anna.get(address).status_code == 302


def test_a_grant_is_worth_nothing_in_another_municipality(anna: Person, case: Case, other_portal: Client) -> None:
    open_it(anna, case)
    other_portal.cookies["vorgang"] = anna.client.cookies["vorgang"].value
    assert other_portal.get(f"/vorgang/{case.number}/eingang/").status_code == 404


def test_a_made_up_grant_opens_nothing(bilal: Person, case: Case) -> None:
    bilal.client.cookies["vorgang"] = f'{{"{case.number}": [1, 99999999999]}}'
    assert bilal.get(f"/vorgang/{case.number}/eingang/").status_code == 404


def test_a_query_is_answered_with_words_and_files(anna: Person, case: Case) -> None:
    place = ask(case)
    open_it(anna, case)
    assert "Sie sind dran" in anna.get(f"/vorgang/{case.number}/").content.decode()
    assert "Welche Farbe?" in anna.get(place).content.decode()
    foto = SimpleUploadedFile("foto.png", PNG, content_type="image/png")
    assert anna.post(place, {"text": "Braun.", "dateien": foto}).headers["Location"] == f"/vorgang/{case.number}/"
    text = anna.get(f"/vorgang/{case.number}/").content.decode()
    assert "Wir sind dran" in text
    assert "Braun." in text
    assert "foto.png" in text
    assert anna.get(place).status_code == 302  # answered once and for all


def test_a_refused_file_leaves_the_text_in_its_box(anna: Person, case: Case) -> None:
    place = ask(case)
    open_it(anna, case)
    bad = SimpleUploadedFile("foto.png", b"MZ not a picture", content_type="image/png")
    answer = anna.post(place, {"text": "Hier das Foto.", "dateien": bad})
    assert answer.status_code == 422
    assert "Hier das Foto." in answer.content.decode()
    assert "keine lesbare Datei" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).status == "ACTION_REQUIRED"


def test_an_empty_answer_is_not_sent(anna: Person, case: Case) -> None:
    place = ask(case)
    open_it(anna, case)
    assert anna.post(place, {"text": "  "}).status_code == 422


def test_an_outsider_answers_nothing(bilal: Person, case: Case) -> None:
    assert bilal.post(ask(case), {"text": "Haha"}).status_code == 404


def test_fetching_the_notice_is_noted_once(anna: Person, case: Case) -> None:
    decide_case(case, outcome="bestaetigen", reasons="", by=staff(CLARA), revision=case.revision)
    issue_notice(str(case.pk))
    open_it(anna, case)
    assert "Ihr Bescheid liegt bereit" in anna.get(f"/vorgang/{case.number}/").content.decode()
    for _ in range(2):
        answer = anna.post(f"/vorgang/{case.number}/bescheid.pdf")
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    kinds = DeliveryEvent.objects.filter(case=case, kind=DeliveryEvent.Kind.RETRIEVAL)
    assert kinds.count() == 1
    assert AccessLog.objects.filter(case=case, staff=None, what=AccessLog.What.DOWNLOAD).count() == 2


def test_before_the_decision_there_is_no_notice(anna: Person, case: Case) -> None:
    open_it(anna, case)
    assert anna.get(f"/vorgang/{case.number}/bescheid.pdf").status_code == 404


def test_taking_back_asks_once(anna: Person, case: Case) -> None:
    open_it(anna, case)
    assert anna.get(f"/vorgang/{case.number}/zuruecknehmen/").status_code == 200
    assert Case.objects.get(pk=case.pk).status == "RECEIVED"
    anna.post(f"/vorgang/{case.number}/zuruecknehmen/")
    assert Case.objects.get(pk=case.pk).status == "COMPLETED"
    assert "zurückgenommen" in anna.get(f"/vorgang/{case.number}/").content.decode()


def test_on_leaving_nothing_leads_back_to_what_was_sent(anna: Person) -> None:
    number = anna.apply()
    anna.post("/vorgang/schliessen/")
    for way in ("schon-abgeschickt/", "halter/", "pruefen-und-absenden/"):
        assert f"/vorgang/{number}/" not in str(anna.get(BASE + way, follow=True).redirect_chain)
    assert anna.get(f"/vorgang/{number}/eingang/").status_code == 404


def test_the_way_back_to_the_receipt_ends_with_the_grant(anna: Person) -> None:
    anna.apply()
    assert anna.client.cookies[f"gesendet-{DOG}"]["max-age"] == 2 * 3600


def test_nobody_is_promised_an_email_without_an_address(anna: Person, case: Case) -> None:
    open_it(anna, case)
    assert "Wir melden uns" in anna.get(f"/vorgang/{case.number}/").content.decode()
    Case.objects.filter(pk=case.pk).update(applicant_email="")
    text = anna.get(f"/vorgang/{case.number}/").content.decode()
    assert "Wir melden uns" not in text
    assert "Was es Neues gibt, sehen Sie auf dieser Seite." in text
