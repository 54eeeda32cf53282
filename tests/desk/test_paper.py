"""Posting notices from the desk: the list of the unit, the print, what became of the letters."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client

from rathaus.cases.service import AccessLog, Case, DeliveryEvent, PaperDelivery
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from tests import cast
from tests.cases.delivery.conftest import apply, decide, hand_over_mails
from tests.cases.factories import staff

CERTIFICATE = "melderegisterauskunft"
LIST = "/amt/postversand/"
TUESDAY = datetime(2026, 12, 1, 10, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with clock.freeze(TUESDAY):
        yield


def decided(*, electronically: bool = False) -> Case:
    case = apply(CERTIFICATE, electronically=electronically)
    decide(case, staff(cast.CLARA))
    hand_over_mails()
    return Case.objects.get(pk=case.pk)


def papers() -> list[str]:
    return [
        str(pk) for pk in PaperDelivery.objects.filter(done_at=None).order_by("at", "id").values_list("pk", flat=True)
    ]


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_goes_by_post_is_listed_counted_and_said_why(clara: Client) -> None:
    case = decided()
    text = read(clara, LIST)
    assert case.number in text
    assert "Es gibt keine Einwilligung in den elektronischen Bescheid." in text
    assert '<span>Postversand</span><span class="rail__count">1</span>' in read(clara, "/amt/")
    assert "Per Post schicken" in read(clara, f"/amt/vorgaenge/{case.number}/")


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    clara: Client, django_assert_num_queries: Any, cases: int
) -> None:
    for _ in range(cases):
        decided()
    read(clara, LIST)
    with django_assert_num_queries(8):  # one for the messages that wait, in the rail
        read(clara, LIST)


def test_several_are_printed_at_once_each_on_its_own_sheet(clara: Client) -> None:
    for _ in range(2):
        decided()
    answer = clara.post(f"{LIST}drucken/", {"brief": papers()})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Postversand-2026-12-01.pdf"'
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) % 4 == 0
    assert AccessLog.objects.filter(what="download", staff=staff(cast.CLARA)).count() == 2
    assert len(papers()) == 2  # printed is not posted


@pytest.mark.parametrize(
    ("way", "given"),
    [("post", "5. Dezember 2026 (§ 41 Abs. 2 VwVfG)"), ("uebergeben", "1. Dezember 2026 (§ 41 Abs. 1 VwVfG)")],
)
def test_what_is_posted_counts_from_that_day(clara: Client, way: str, given: str) -> None:
    case = decided()
    typed = {"brief": papers(), "am": "2026-12-01", "weg": way, "vorgang": case.number}
    answer = clara.post(f"{LIST}verschickt/", typed)
    assert answer.headers["Location"] == f"/amt/vorgaenge/{case.number}/"
    text = read(clara, f"/amt/vorgaenge/{case.number}/")
    assert f"Gilt als bekannt gegeben am {given}." in text
    assert "Per Post schicken" not in text
    assert "Nichts zu verschicken" in read(clara, LIST)


def test_a_letter_that_came_back_is_on_the_list_again(clara: Client) -> None:
    case = decided()
    clara.post(f"{LIST}verschickt/", {"brief": papers(), "am": "2026-12-01"})
    assert clara.post(f"/amt/vorgaenge/{case.number}/zurueckgekommen/").status_code == 302
    assert "Der Brief ist zurückgekommen." in read(clara, LIST)
    assert "Gilt als bekannt gegeben" not in read(clara, f"/amt/vorgaenge/{case.number}/")
    assert clara.post(f"/amt/vorgaenge/{case.number}/zurueckgekommen/").status_code == 422


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-02", "gestern", ""])
def test_a_wrong_day_is_told_and_changes_nothing(clara: Client, day: str) -> None:
    decided()
    answer = clara.post(f"{LIST}verschickt/", {"brief": papers(), "am": day})
    assert (answer.status_code, len(papers())) == (422, 1)
    assert "Prüfen Sie den Tag" in answer.content.decode()


@pytest.mark.parametrize("where", ["drucken/", "verschickt/"])
def test_nothing_chosen_is_told(clara: Client, where: str) -> None:
    decided()
    assert clara.post(f"{LIST}{where}", {"am": "2026-12-01"}).status_code == 422
    assert clara.post(f"{LIST}{where}", {"am": "2026-12-01", "brief": "x"}).status_code == 404


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal", "anonymous"], indirect=True)
def test_outsiders_see_print_and_post_nothing(outsider: Client) -> None:
    case = decided()
    assert case.number not in outsider.get(LIST).content.decode()
    for where in ("drucken/", "verschickt/"):
        answer = outsider.post(f"{LIST}{where}", {"brief": papers(), "am": "2026-12-01"})
        assert answer.status_code in {401, 403, 404, 422}
    outsider.post(f"/amt/vorgaenge/{case.number}/zurueckgekommen/")
    assert len(papers()) == 1
    assert sorted(DeliveryEvent.objects.values_list("kind", flat=True)) == ["notification", "provision"]


def test_what_waits_to_be_retrieved_is_no_task(clara: Client) -> None:
    case = decided(electronically=True)
    assert "Wartet auf Abruf bis 11. Dezember 2026." in read(clara, f"/amt/vorgaenge/{case.number}/")
    assert papers() == []
