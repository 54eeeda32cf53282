"""From a session to the person: one query, for citizens and staff alike."""

from typing import Any

import pytest

from rathaus.accounts.backend import find_account
from rathaus.accounts.models import Account, StaffMember, Unit
from rathaus.tenancy.service import Municipality, scope
from tests.cast import ANNA

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Account:
    return Account.objects.create_user(ANNA.email, name=ANNA.name)


def _employ(account: Account, town: Municipality, **more: Any) -> StaffMember:
    with scope(town):
        unit = Unit.objects.create(key="buerger", name="Bürgerservice", opening_hours={"mo": ["09:00-12:00"]})
        return StaffMember.objects.create(account=account, unit=unit, **more)


def test_one_query_finds_the_account_with_its_place_and_unit(
    anna: Account, town: Municipality, django_assert_num_queries: Any
) -> None:
    member = _employ(anna, town, role="lead")
    with django_assert_num_queries(1):
        found = find_account(str(anna.pk))
        assert found is not None
        here = found.staff_here
        assert here is not None
        assert (found, found.email, here, here.account, here.role) == (anna, ANNA.email, member, anna, "lead")
        assert (here.unit.name, here.unit.opening_hours) == ("Bürgerservice", {"mo": ["09:00-12:00"]})
        assert found.created == anna.created


def test_who_works_elsewhere_or_no_longer_has_no_place_here(
    anna: Account, town: Municipality, thale: Municipality
) -> None:
    _employ(anna, thale)
    found = find_account(anna.pk)
    assert (found, found and found.staff_here) == (anna, None)
    _employ(anna, town, is_active=False)
    found = find_account(anna.pk)
    assert (found, found and found.staff_here) == (anna, None)


def test_an_account_that_is_gone_is_nobody(anna: Account, town: Municipality) -> None:
    gone = anna.pk
    anna.delete()
    assert find_account(gone) is None
