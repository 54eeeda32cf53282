"""Under attack, at the pages: a plain page that carries the choice, and nothing asked below the threshold."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.appointments.models import Hold
from rathaus.core import clock
from tests.appointments.conftest import MONDAY
from tests.appointments.making import at
from tests.appointments.proofs import solve

from .conftest import Person

TIMES = "/termine/wohnsitz/"
WHEN = {"wann": "rathaus 2026-12-01T08:00Z", "personen": "2"}


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> Iterator[None]:
    settings.RATHAUS_HOLDS_UNDER_ATTACK, settings.RATHAUS_PROOF_BITS = 1, 8
    with clock.freeze(MONDAY):
        yield


def told(page: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', page)
    assert found, page
    return found[1]


def test_the_page_carries_the_choice_and_a_proof_keeps_the_time(anna: Person, bilal: Person) -> None:
    assert bilal.post(TIMES, WHEN).headers["Location"] == "/termine/reservierung/"
    answer = anna.post(TIMES, {**WHEN, "mit": [], "ort": '"><b>'})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Gerade fragen sehr viele an" in page
    assert 'name="wann" value="rathaus 2026-12-01T08:00Z"' in page
    assert 'name="personen" value="2"' in page
    assert '"><b>' not in page
    assert Hold.objects.count() == 1
    proof = solve(told(page, "data-proof"), int(told(page, "data-bits")))
    assert anna.post(TIMES, {**WHEN, "beweis": proof}).headers["Location"] == "/termine/reservierung/"
    assert [(row.starts_at, row.people) for row in Hold.objects.all()] == [(at(9), 2), (at(9), 2)]


def test_without_a_script_there_is_a_number_to_call_and_a_button(anna: Person, bilal: Person) -> None:
    bilal.post(TIMES, WHEN)
    page = anna.post(TIMES, WHEN).content.decode()
    assert 'href="tel:' in page.partition("<main")[2].partition("</main>")[0]
    assert "Noch einmal versuchen" in page
    with clock.freeze(at(9, 30, (2026, 11, 30))):
        assert anna.post(TIMES, {**WHEN, "beweis": ""}).status_code == 302
