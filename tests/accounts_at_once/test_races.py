"""At the same moment, on connections of their own. Each guard has a control without it, in which the fault shows.

Not below tests/accounts, where each test is one transaction.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.query import QuerySet

from rathaus.accounts.federation import joining, saml
from rathaus.accounts.federation.assertions import Assertion
from rathaus.accounts.federation.claims import Claims, Refused
from rathaus.accounts.models import IdentityCheck, IdentityConfirmation, Level, SamlAnswer, SignInMethod, StateAccount
from rathaus.accounts.service import Account, CheckRefused, check_identity, confirm_check
from rathaus.tenancy.service import current_municipality
from tests import cast
from tests.cases import factories
from tests.cases.races import Arena, all_read_first, arena

RUNNERS = 8


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arena]:
    monkeypatch.setattr(joining, "codes_are_sent", lambda: False)
    with django_db_blocker.unblock(), arena("trust_race") as made:
        yield made


def claims(subject: str = "anna-1") -> Claims:
    return Claims(
        SignInMethod.OIDC, "https://idp.example", subject, Level.BASIC, cast.ANNA.email, email_verified=True
    )


def two_state_accounts() -> list[Any]:
    account = Account.objects.create_user(cast.ANNA.email, None)
    return [account, *(joining.connect_state_account(account, claims(f"anna-{n}")).pk for n in range(2))]


def left() -> int:
    return StateAccount.objects.filter(disconnected_at=None).count()


def test_two_at_once_leave_the_last_way_in(town_hall: Arena) -> None:
    account, *ids = town_hall.run(two_state_accounts)
    results = town_hall.race(2, lambda i: joining.disconnect_state_account(account, ids[i]))
    assert Counter(type(result) for result in results) == {type(None): 1, joining.LastWayIn: 1}
    assert town_hall.run(left) == 1


def test_control_without_the_lock_they_take_both(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())
    monkeypatch.setattr(joining, "how_many", all_read_first(joining.how_many, 2))
    account, *ids = town_hall.run(two_state_accounts)
    town_hall.race(2, lambda i: joining.disconnect_state_account(account, ids[i]))
    assert town_hall.run(left) == 0


def test_a_state_account_that_several_want_opens_one(town_hall: Arena) -> None:
    accounts = town_hall.run(lambda: [Account.objects.create_user(f"{n}@example.org", None) for n in range(RUNNERS)])
    results = town_hall.race(RUNNERS, lambda i: joining.connect_state_account(accounts[i], claims()))
    assert Counter(type(result) for result in results) == {StateAccount: 1, joining.TakenElsewhere: RUNNERS - 1}
    assert town_hall.run(left) == 1


def test_a_first_sign_in_in_several_windows_makes_one_account(town_hall: Arena) -> None:
    results = town_hall.race(RUNNERS, lambda i: joining.create_account(claims()))
    assert Counter(type(result) for result in results) == {Account: 1, joining.TakenElsewhere: RUNNERS - 1}
    assert town_hall.run(lambda: Account.objects.filter(email=cast.ANNA.email).count()) == 1


def test_an_assertion_posted_from_several_places_counts_once(town_hall: Arena) -> None:
    assertion = Assertion("_a", "_r", "2099-01-01T00:00:00Z", claims())
    results = town_hall.race(RUNNERS, lambda i: saml.keep_answer(assertion))
    assert Counter(type(result) for result in results) == {str: 1, Refused: RUNNERS - 1}
    assert town_hall.run(SamlAnswer.objects.count) == 1


def waiting_check() -> IdentityCheck:
    clara = factories.staff(cast.CLARA)
    current_municipality().settings = {"identity_check": {"four_eyes": True}}
    account = Account.objects.create_user(cast.ANNA.email, None)
    return check_identity(account, by=clara, document="passport", name="Anna Beispiel", birth_date_matched=True)


def test_a_check_is_confirmed_once(town_hall: Arena) -> None:
    check = town_hall.run(waiting_check)
    staff = town_hall.run(lambda: [factories.staff(person) for person in (cast.LEO, cast.OLGA, cast.IDA)])
    results = town_hall.race(3, lambda i: confirm_check(check, by=staff[i]))
    assert Counter(type(result) for result in results) == {IdentityConfirmation: 1, CheckRefused: 2}
