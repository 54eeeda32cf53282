"""How many queries a page costs: the same number however much there is to show.

Counted without the SET LOCAL that opens the scope, and without savepoints.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.cases.service import Case, access_code, answer_query, ask_applicant, take_over
from tests.cases.factories import dog_case, staff
from tests.cast import CLARA

from .conftest import BASE, DOG, SUMMARY, Person


def queries(act: Callable[[], object]) -> int:
    """Counted at the second time: the first reads versions and shelves into the process."""
    act()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    kept = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]]
    return len(kept)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/", 5), ("/suche/?q=hund", 2), ("/leistungen/", 1), (f"/leistungen/{DOG}/", 1), (BASE, 1), ("/vorgang/", 0)],
)
def test_pages_of_the_offer(anna: Person, path: str, expected: int) -> None:
    assert queries(lambda: anna.get(path)) == expected


@pytest.mark.parametrize("page", ["halter", "hund", "gefahr", "steuer"])
def test_a_page_of_the_form(anna: Person, page: str) -> None:
    anna.fill()
    assert queries(lambda: anna.get(f"{BASE}{page}/")) == 1


def test_the_summary(anna: Person) -> None:
    anna.fill()
    assert queries(lambda: anna.get(SUMMARY)) == 1


def test_a_step_with_validation_and_saving(anna: Person) -> None:
    anna.fill()
    assert queries(lambda: anna.send_page("hund")) == 2


def converse(case: Case, times: int) -> None:
    """Clara asks and Anna answers, so many times."""
    case = take_over(case, by=staff(CLARA), revision=case.revision)
    for n in range(times):
        query = ask_applicant(case, text=f"Frage {n}?", by=staff(CLARA), revision=case.revision)
        answer_query(query, text=f"Antwort {n}.")
        case.refresh_from_db()


@pytest.mark.parametrize("times", [1, 3])
def test_the_status_of_a_case(anna: Person, times: int) -> None:
    case = dog_case()
    converse(case, times)
    anna.post("/vorgang/", {"nummer": case.number, "code": access_code(case)})
    assert queries(lambda: anna.get(f"/vorgang/{case.number}/")) == 8


def test_the_receipt(anna: Person) -> None:
    number = anna.apply()
    assert queries(lambda: anna.get(f"/vorgang/{number}/eingang/")) == 1
