"""The page of a notice: retrieving is a person's act, and what follows from it is told."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rathaus.cases.service import (
    AccessLog,
    Case,
    DeliveryEvent,
    access_code,
    decide_case,
    issue_notice,
    take_over,
    withdraw_case,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from tests.cases.delivery.conftest import apply, decide, hand_over_mails
from tests.cases.factories import DOG, staff
from tests.cast import CLARA

from .conftest import SUMMARY, Person

CERTIFICATE = "melderegisterauskunft"
TUESDAY = datetime(2026, 12, 1, 10, tzinfo=BERLIN)


def decided(key: str = CERTIFICATE, *, electronically: bool = True) -> Case:
    with clock.freeze(TUESDAY):
        case = apply(key, electronically=electronically)
        decide(case, staff(CLARA))
        hand_over_mails()
    return Case.objects.get(pk=case.pk)


def open_it(person: Person, case: Case) -> None:
    person.post("/vorgang/", {"nummer": case.number, "code": access_code(case)})


def retrievals(case: Case) -> int:
    return DeliveryEvent.objects.filter(case=case, kind="retrieval").count()


def retrieve(person: Person, case: Case) -> bytes:
    """As the button does it."""
    answer: Any = person.post(f"/vorgang/{case.number}/bescheid.pdf")
    return b"".join(answer.streaming_content)


def read(person: Person, path: str) -> str:
    answer: Any = person.get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_before_retrieving_it_says_by_when_and_afterwards_what_follows(anna: Person, town: object) -> None:
    case = decided()
    with clock.freeze(datetime(2026, 12, 3, 18, tzinfo=BERLIN)):
        open_it(anna, case)
        for page in ("", "bescheid/"):
            text = read(anna, f"/vorgang/{case.number}/{page}")
            assert "Rufen Sie ihn bis zum 11. Dezember 2026 ab, sonst schicken wir ihn per Post." in text
            assert "Gilt als bekannt gegeben" not in text
        retrieve(anna, case)
        for page in ("", "bescheid/"):
            text = read(anna, f"/vorgang/{case.number}/{page}")
            assert "Gilt als bekannt gegeben am 4. Dezember 2026 (§ 41 Abs. 2a VwVfG)." in text
            assert "Widerspruch möglich bis 4. Januar 2027." in text


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_a_program_fetches_ahead_retrieves_nothing(anna: Person, town: object, method: str) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        answer = getattr(anna.client, method)(f"/vorgang/{case.number}/bescheid.pdf")
        assert answer.headers["Location"] == f"/vorgang/{case.number}/bescheid/"
        assert (retrievals(case), AccessLog.objects.filter(what="download").count()) == (0, 0)
        retrieve(anna, case)
        again = anna.get(f"/vorgang/{case.number}/bescheid.pdf")
        assert b"".join(again.streaming_content).startswith(b"%PDF-")
        assert retrievals(case) == 1


def test_without_consent_it_says_that_a_letter_comes(anna: Person, town: object) -> None:
    case = decided(electronically=False)
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        retrieve(anna, case)
        text = read(anna, f"/vorgang/{case.number}/bescheid/")
    assert "Sie bekommen ihn auch per Post." in text
    assert "Gilt als bekannt gegeben" not in text


@pytest.mark.parametrize("page", ["bescheid/", "bescheid.pdf", "widerspruch/"])
def test_outsiders_find_no_notice(bilal: Person, other_portal: Client, town: object, page: str) -> None:
    case = decided()
    path = f"/vorgang/{case.number}/{page}"
    answers = [client.generic(method, path) for client in (bilal.client, other_portal) for method in ("GET", "POST")]
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert retrievals(case) == 0
    assert Case.objects.count() == 1


@pytest.mark.parametrize("page", ["bescheid/", "bescheid.pdf", "widerspruch/"])
def test_before_the_decision_there_is_none(anna: Person, town: object, page: str) -> None:
    case = apply(CERTIFICATE, electronically=True)
    open_it(anna, case)
    assert anna.get(f"/vorgang/{case.number}/{page}").status_code == 404


def test_the_page_costs_the_same_however_much_happened(
    anna: Person, town: object, django_assert_num_queries: Any
) -> None:
    case = decided()
    with clock.freeze(TUESDAY):
        open_it(anna, case)
        read(anna, f"/vorgang/{case.number}/bescheid/")
        with django_assert_num_queries(8):
            read(anna, f"/vorgang/{case.number}/bescheid/")
        retrieve(anna, case)
        with django_assert_num_queries(8):
            read(anna, f"/vorgang/{case.number}/bescheid/")


def test_before_sending_nobody_has_consented_already(anna: Person) -> None:
    anna.fill()
    text = read(anna, SUMMARY)
    assert "Den Steuerbescheid elektronisch bekommen" in text
    assert "4 Tage danach gilt er als bekannt gegeben, auch wenn Sie ihn nicht öffnen." in text
    assert "checked" not in text[text.index('id="elektronisch"') :][:120]


@pytest.mark.parametrize(("ticked", "rule"), [({"_elektronisch": "1"}, "tax"), ({}, "tax_letter")])
def test_the_box_decides_how_the_notice_comes(anna: Person, ticked: dict[str, str], rule: str) -> None:
    anna.fill()
    anna.post(SUMMARY, {"richtigkeit": "ja", "_key": "k", **ticked})
    case = Case.objects.get(service_key=DOG)
    decide_case(case, outcome="bestaetigen", reasons="", by=staff(CLARA), revision=case.revision)
    assert issue_notice(str(case.pk)).rule == rule


def test_the_box_stays_ticked_when_something_is_missing(anna: Person) -> None:
    anna.fill()
    answer = anna.post(SUMMARY, {"_key": "k", "_elektronisch": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "checked" in text[text.index('id="elektronisch"') :][:120]


def test_a_withdrawn_case_has_no_notice(anna: Person, town: object) -> None:
    case = apply(CERTIFICATE, electronically=True)
    withdraw_case(take_over(case, by=staff(CLARA), revision=case.revision))
    open_it(anna, case)
    assert anna.get(f"/vorgang/{case.number}/bescheid/").status_code == 404
