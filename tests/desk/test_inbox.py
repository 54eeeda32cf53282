"""The inbox."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rathaus.cases.service import Case, take_over
from rathaus.core import clock
from tests import cast
from tests.cases import factories

pytestmark = pytest.mark.django_db


def numbers(client: Client, address: str = "/amt/") -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return re.findall(r'class="list__link number" href="/amt/vorgaenge/([\d-]+)/"', page.content.decode())


def test_it_shows_what_is_open_in_my_unit(clara: Client, case: Case) -> None:
    page = clara.get("/amt/").content.decode()
    assert case.number in page
    assert "Anna Beispiel" in page
    assert "noch frei" in page


def test_another_unit_sees_nothing_of_it(olga: Client, case: Case) -> None:
    assert numbers(olga) == []


def test_the_administrator_sees_all_units(ida: Client, case: Case) -> None:
    page = ida.get("/amt/").content.decode()
    assert case.number in page
    assert "Bürgerservice" in page


def test_tabs_tell_mine_from_free(clara: Client, case: Case) -> None:
    other = factories.dog_case()
    take_over(case, by=factories.staff(cast.CLARA), revision=case.revision)
    assert numbers(clara, "/amt/?wer=meine") == [case.number]
    assert numbers(clara, "/amt/?wer=frei") == [other.number]
    assert numbers(clara) == [case.number, other.number]
    assert numbers(clara, "/amt/?stand=erledigt") == []


def test_filters_find_by_number_name_service_and_status(clara: Client, case: Case) -> None:
    for found in (f"?q={case.number}", "?q=beispiel", "?leistung=hund-anmelden", "?stand=RECEIVED"):
        assert numbers(clara, f"/amt/{found}") == [case.number]
    for none in ("?q=muster", "?leistung=hund-abmelden", "?stand=PROCESSING"):
        assert numbers(clara, f"/amt/{none}") == []


@pytest.mark.parametrize(
    "nonsense",
    [
        "?seite=x",
        "?seite=-1",
        "?seite=99999999999",
        "?stand='--",
        "?q=%00",
        "?q=" + "a" * 5000,
        "?wer=alle",
        "?q=%F0%9F",
        "?leistung=%00",
        "?q=%00%ff",
        "?stand=%00",
    ],
)
def test_a_senseless_address_is_no_error(clara: Client, case: Case, nonsense: str) -> None:
    assert clara.get(f"/amt/{nonsense}").status_code == 200


def test_due_dates_are_words(clara: Client, case: Case) -> None:
    for day, words in (("2026-12-01", "in 3 Tagen"), ("2026-11-28", "heute"), ("2026-11-25", "seit 3 Tagen")):
        Case.objects.filter(pk=case.pk).update(due_on=day)
        with clock.freeze(datetime(2026, 11, 28, 9, tzinfo=UTC)):
            assert words in clara.get("/amt/").content.decode()


def test_markup_in_a_name_stays_text(clara: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(applicant_name="<script>alert(1)</script>")
    page = clara.get("/amt/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_who_gave_no_name_is_no_empty_cell(clara: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(applicant_name="")
    assert "ohne Namen" in clara.get("/amt/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_cases(
    clara: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        factories.dog_case()
    clara.get("/amt/")  # what a process remembers
    with django_assert_num_queries(9):
        clara.get("/amt/")
