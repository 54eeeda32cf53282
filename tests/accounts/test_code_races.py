"""Twenty at once at one code. The guard is the lock on its row; its control shows the fault without it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.query import QuerySet

from rathaus.accounts import email_codes
from rathaus.accounts.addresses import open_account
from rathaus.accounts.email_codes import Tried, send_code, try_code
from rathaus.accounts.models import Account, EmailCode
from tests.accounts.people import mailed_code
from tests.cases.races import Arena, all_read_first, arena
from tests.cast import ANNA

RUNNERS = 20


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    """Not the others' one: here no transaction is around the test."""


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("code_race") as made:
        yield made


def sent(town_hall: Arena) -> tuple[EmailCode, str]:
    code = town_hall.run(lambda: send_code(ANNA.email, EmailCode.Purpose.SIGN_UP))
    return code, town_hall.run(lambda: mailed_code(ANNA.email))


def test_twenty_guesses_at_once_count_as_five(town_hall: Arena) -> None:
    code, digits = sent(town_hall)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    ends = town_hall.race(RUNNERS, lambda _: try_code(code.pk, wrong)[0])
    assert Counter(ends) == {Tried.WRONG: 4, Tried.SPENT: 16}
    assert town_hall.run(lambda: try_code(code.pk, digits))[0] == Tried.SPENT


def test_without_the_lock_more_than_five_are_looked_at(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    code, digits = sent(town_hall)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(email_codes, "_digits", all_read_first(email_codes._digits, RUNNERS))
    ends = town_hall.race(RUNNERS, lambda _: try_code(code.pk, wrong)[0])
    assert Counter(ends)[Tried.WRONG] == RUNNERS


def test_the_right_code_at_once_opens_once(town_hall: Arena) -> None:
    code, digits = sent(town_hall)
    ends = town_hall.race(RUNNERS, lambda _: try_code(code.pk, digits)[0])
    assert Counter(ends) == {Tried.RIGHT: 1, Tried.SPENT: 19}


def test_who_signs_up_twice_at_once_gets_one_account(town_hall: Arena) -> None:
    ends = town_hall.race(RUNNERS, lambda _: open_account(ANNA.email, name=ANNA.name)[1])
    assert Counter(ends) == {True: 1, False: 19}
    assert town_hall.run(lambda: Account.objects.filter(email=ANNA.email).count()) == 1
