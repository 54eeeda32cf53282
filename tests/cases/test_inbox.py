"""The inbox: what concerns me, the most urgent first, the same price for any number of cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.cases.inbox import _matching, count_capped
from rathaus.cases.service import (
    Case,
    Filters,
    decide_case,
    inbox,
    inbox_counts,
    inbox_services,
    issue_notice,
    take_over,
)
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import Municipality, scope
from tests.cases import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def _sent(days_ago: int) -> Case:
    with clock.freeze(NOW - timedelta(days=days_ago)):
        return factories.dog_case()


def _numbers(staff: StaffMember, **filters: Any) -> list[str]:
    return [row.number for row in inbox(staff, filters=Filters(**filters))]


def _many(like: Case, count: int, **more: Any) -> None:
    """Copies in bulk, for lists only: they have no history."""
    fields = {f.attname: getattr(like, f.attname) for f in Case._meta.concrete_fields}
    copies = (Case(**{**fields, "id": uuid7(), "number": f"2025-{n:06d}", **more}) for n in range(count))
    Case.objects.bulk_create(copies, batch_size=2000)


def test_the_most_urgent_comes_first_with_its_days_in_words_to_be(town: Municipality, clara: StaffMember) -> None:
    fresh, overdue, soon = _sent(0), _sent(20), _sent(12)
    with clock.freeze(NOW):
        page = inbox(clara)
    assert [row.number for row in page] == [overdue.number, soon.number, fresh.number]
    assert [row.days_left for row in page] == [-6, 2, 14]
    assert (page.total, page.pages, page.has_next) == (3, 1, False)
    row = page.rows[0]
    assert (row.title, row.applicant, row.assignee, row.unit) == (
        "Hund anmelden",
        "Anna Beispiel",
        "",
        "Bürgerservice",
    )


def test_mine_nobodys_and_my_units(
    town: Municipality, clara: StaffMember, leo: StaffMember, olga: StaffMember, ida: StaffMember
) -> None:
    free, mine, leos = _sent(3), _sent(2), _sent(1)
    take_over(mine, by=clara, revision=2)
    take_over(leos, by=leo, revision=2)
    assert _numbers(clara, whose="free") == [free.number]
    assert _numbers(clara, whose="mine") == [mine.number]
    assert _numbers(clara) == _numbers(ida) == [free.number, mine.number, leos.number]
    assert _numbers(olga) == []
    with clock.freeze(NOW + timedelta(days=12)):
        assert inbox_counts(clara) == {"mine": 1, "free": 1, "unit": 3, "overdue": 1}
        assert inbox_counts(olga) == {"mine": 0, "free": 0, "unit": 0, "overdue": 0}
    assert inbox_services(clara) == [("hund-anmelden", "Hund anmelden")]
    assert inbox_services(olga) == []


def test_filters(town: Municipality, clara: StaffMember) -> None:
    first, second, done = _sent(3), _sent(2), _sent(1)
    take_over(second, by=clara, revision=2)
    decide_case(done, outcome="bestaetigen", reasons="", by=clara, revision=2)
    issue_notice(str(done.pk))
    assert _numbers(clara, state="open") == [first.number, second.number]
    assert _numbers(clara, state="done") == _numbers(clara, state="COMPLETED") == [done.number]
    assert _numbers(clara, state="PROCESSING") == [second.number]
    assert _numbers(clara, service="hund-abmelden") == []
    assert _numbers(clara, q=second.number[-3:]) == [second.number]
    assert _numbers(clara, q="beispiel") == [first.number, second.number]
    assert _numbers(clara, q="%\x00'; drop table") == []


def test_another_municipality_is_not_in_the_list(town: Municipality, clara: StaffMember, thale: Municipality) -> None:
    with scope(thale):
        factories.dog_case()
    assert _numbers(clara) == []


@pytest.mark.parametrize("cases", [1, 3, 45])
def test_the_number_of_queries_is_constant(
    case: Case, clara: StaffMember, cases: int, django_assert_num_queries: Any
) -> None:
    _many(case, cases - 1, assignee_id=clara.pk)
    with django_assert_num_queries(4):
        page = inbox(clara)
        inbox_counts(clara)
        inbox_services(clara)
    assert (page.total, len(page.rows)) == (cases, min(cases, 20))


def test_pages(case: Case, clara: StaffMember) -> None:
    _many(case, 44)
    pages = [inbox(clara, filters=Filters(page=number)) for number in (1, 2, 3)]
    assert [(len(page.rows), page.has_previous, page.has_next, page.pages) for page in pages] == [
        (20, False, True, 3),
        (20, True, True, 3),
        (5, True, False, 3),
    ]
    assert len({row.number for page in pages for row in page}) == 45
    for beyond in (4, 10**30):
        assert inbox(clara, filters=Filters(page=beyond)).rows == pages[2].rows
    assert inbox(clara, filters=Filters(page=-1)).page == 1


def test_counting_stops_at_a_thousand_but_paging_does_not(case: Case, clara: StaffMember) -> None:
    _many(case, 1204)
    page = inbox(clara, filters=Filters(page=61))
    assert (page.total, page.is_capped, len(page.rows), page.has_next) == (1000, True, 5, False)
    assert count_capped(all=Case.objects.all(), none=Case.objects.none()) == {"all": 1000, "none": 0}


def test_ten_thousand_cases_are_read_through_an_index(case: Case, clara: StaffMember) -> None:
    _many(case, 10_000)
    for filters in (Filters(), Filters(whose="mine"), Filters(state="done")):
        plan = _matching(clara, filters).order_by("due_on", "id")[:20].explain()
        assert "Seq Scan on cases_case" not in plan
