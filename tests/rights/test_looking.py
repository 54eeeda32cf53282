"""Who at the desk looked: told to the holder, by unit and reason; to nobody else."""

from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.cases.service import AccessLog, Case, access_code, applicant_page, case_page, looks_at_cases_of
from rathaus.rights.service import looks_everywhere
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories
from tests.rights import life


@pytest.fixture
def case(annas_life: Account) -> Case:
    return Case.objects.get(holder=annas_life.pk)


def at(key: str, account: Account) -> Client:
    browser = Client(HTTP_HOST=f"{key}.localhost")
    browser.force_login(account)
    return browser


def test_each_look_says_unit_and_reason(anna: Account) -> None:
    case = life.apply(anna)
    for person in (cast.CLARA, cast.IDA):
        case_page(case, factories.staff(person))
    looks = AccessLog.objects.order_by("id").values_list("unit__key", "reason")
    assert list(looks) == [("buergerservice", "work"), ("buergerservice", "work")]
    Case.objects.update(unit=factories.staff(cast.OLGA).unit)
    case.refresh_from_db()
    case_page(case, factories.staff(cast.IDA))
    assert [look.reason for look in looks_at_cases_of(anna.pk)] == ["administration", "work", "work"]


def test_ones_own_look_is_not_listed(anna: Account) -> None:
    case = life.apply(anna)
    applicant_page(case)
    assert looks_at_cases_of(anna.pk) == []


def test_the_page_lists_both_municipalities_and_names_nobody(
    annas_life: Account, bilals_life: Account, thale: Municipality
) -> None:
    with scope(thale):
        case_page(Case.objects.get(holder=annas_life.pk), factories.staff(cast.THEO))
    for key in ("tangerhuette", "thale"):
        page = at(key, annas_life).get("/konto/daten/einsicht/").content.decode()
        assert [name for name in (cast.THEO.name, cast.CLARA.name) if name in page] == []
        assert (page.count("Vorgang angesehen"), page.count("Grund: Bearbeitung")) == (2, 2)
        assert "Stadt Thale" in page
        assert "Stadt Tangerhütte" in page


def test_an_outsider_sees_only_their_own(annas_life: Account, bilal: Account) -> None:
    page = at("tangerhuette", bilal).get("/konto/daten/einsicht/").content.decode()
    assert "Noch keine Vorgänge" in page
    assert Client(HTTP_HOST="tangerhuette.localhost").get("/konto/daten/einsicht/").status_code == 302


def test_the_page_of_the_case_tells_its_holder_and_nobody_else(
    case: Case, annas_life: Account, bilal: Account
) -> None:
    path = f"/vorgang/{case.number}/"
    opened = Client(HTTP_HOST="tangerhuette.localhost")
    opened.post("/vorgang/", {"nummer": case.number, "code": access_code(case)})
    headline = "Wer im Rathaus hineingesehen hat"
    assert headline not in opened.get(path).content.decode()
    assert opened.get(path).status_code == 200
    assert at("tangerhuette", bilal).get(path).status_code in {302, 404}


def test_three_looks_cost_as_many_queries_as_one(anna: Account, django_assert_num_queries: Any) -> None:
    case = life.apply(anna)
    for _ in range(2):
        case_page(case, factories.staff(cast.CLARA))
        with django_assert_num_queries(9):
            looks_everywhere(anna.pk)
        case_page(case, factories.staff(cast.CLARA))
