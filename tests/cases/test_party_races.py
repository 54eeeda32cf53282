"""Two at once: the last administrators leaving, and one invitation taken by two. Each guard has a control without."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.query import QuerySet

from rathaus.accounts import inviting, organisations
from rathaus.accounts.service import (
    Account,
    LastAdministrator,
    Membership,
    NotOpen,
    Organisation,
    accept_invitation,
    end_membership,
    found_organisation,
    invite_member,
)
from tests.cases.races import Arena, all_read_first, arena
from tests.parties import ALL, code_sent_to

RUNNERS = 2


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("parties") as made:
        yield made


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())


def _account(number: int) -> Account:
    return Account.objects.get_or_create(email=f"person{number}@example.org", defaults={"name": f"P {number}"})[0]


def _verein(administrators: int) -> None:
    verein = found_organisation(by=_account(0), details={"kind": "association", "name": "Verein"})
    for number in range(1, administrators):
        organisations.add_member(verein, account=_account(number), rights=ALL, given_by=None)


def _leave(number: int) -> str:
    end_membership(
        Membership.objects.select_related("organisation").get(account=_account(number)), by=_account(number)
    )
    return "left"


def _outcomes(results: list[Any]) -> Counter[str]:
    return Counter(result if isinstance(result, str) else type(result).__name__ for result in results)


def _administrators() -> int:
    return Membership.objects.filter(may_administer=True, ended_at=None).count()


def test_of_the_last_two_administrators_one_stays(town_hall: Arena) -> None:
    town_hall.run(lambda: _verein(RUNNERS))
    results = town_hall.race(RUNNERS, _leave)
    assert _outcomes(results) == Counter({"left": 1, LastAdministrator.__name__: 1})
    assert town_hall.run(_administrators) == 1


def test_control_without_the_lock_both_leave(
    town_hall: Arena, without_row_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    town_hall.run(lambda: _verein(RUNNERS))
    monkeypatch.setattr(organisations, "_anybody", all_read_first(organisations._anybody, RUNNERS))
    results = town_hall.race(RUNNERS, _leave)
    assert _outcomes(results) == Counter({"left": RUNNERS})
    assert town_hall.run(_administrators) == 0


def _offer() -> str:
    _verein(1)
    verein = Organisation.objects.get()
    invite_member(verein, by=_account(0), email="eine@example.org", rights=ALL)
    return code_sent_to("eine@example.org")


def _take(code: str, number: int) -> str:
    accept_invitation(code, by=_account(number + 1))
    return "taken"


def test_one_invitation_makes_one_member(town_hall: Arena) -> None:
    code = town_hall.run(_offer)
    town_hall.run(lambda: [_account(1), _account(2)])
    results = town_hall.race(RUNNERS, lambda number: _take(code, number))
    assert _outcomes(results) == Counter({"taken": 1, NotOpen.__name__: 1})
    assert town_hall.run(Membership.objects.count) == 2


def test_control_without_the_lock_it_makes_two(
    town_hall: Arena, without_row_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = town_hall.run(_offer)
    town_hall.run(lambda: [_account(1), _account(2)])
    monkeypatch.setattr(inviting, "find_invitation", all_read_first(inviting.find_invitation, RUNNERS))
    results = town_hall.race(RUNNERS, lambda number: _take(code, number))
    assert _outcomes(results) == Counter({"taken": RUNNERS})
    assert town_hall.run(Membership.objects.count) == 3
