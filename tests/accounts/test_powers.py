"""Whether a power holds is said thrice: for rows, as a condition, and written out for every page. All agree."""

from datetime import timedelta
from itertools import product

import pytest

from rathaus.accounts.models import Mandate, Membership
from rathaus.accounts.powers import has_power, held_at, holding
from rathaus.accounts.service import Account, Organisation
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, UWE, VERA
from tests.parties import account_of, found_verein

_HOURS = (None, -1, 1)
_CASES = list(product((-2, 2), _HOURS, (None, -1, 0, 1)))  # begun, ended (hours from now), last day (days from today)


def _times(begun: int, ended: int | None, last: int | None) -> dict[str, object]:
    return {
        "begun_at": clock.now() + timedelta(hours=begun),
        "ended_at": None if ended is None else clock.now() + timedelta(hours=ended),
        "ends_on": None if last is None else clock.today() + timedelta(days=last),
    }


@pytest.fixture
def uwe(town: Municipality) -> Account:
    return account_of(UWE)


@pytest.fixture
def verein(town: Municipality) -> Organisation:
    return found_verein(account_of(VERA))


@pytest.mark.parametrize(("begun", "ended", "last"), _CASES)
def test_a_mandate_holds_for_all_or_for_none(uwe: Account, begun: int, ended: int | None, last: int | None) -> None:
    row = Mandate(principal=account_of(ANNA), agent=uwe, may_apply=True, **_times(begun, ended, last))
    Mandate.objects.bulk_create([row])
    found = holding(Mandate.objects.filter(agent=uwe)).exists()
    assert has_power(uwe.pk) == found == (begun < 0 and ended is None and (last is None or last >= 0))
    if ended is None or ended < 0:  # an end is never written ahead of time
        assert held_at(row, clock.now()) == found


@pytest.mark.parametrize(("begun", "ended", "last"), _CASES)
def test_so_does_a_membership(
    uwe: Account, verein: Organisation, begun: int, ended: int | None, last: int | None
) -> None:
    Membership.objects.bulk_create(
        [Membership(organisation=verein, account=uwe, may_read=True, **_times(begun, ended, last))]
    )
    assert has_power(uwe.pk) == holding(Membership.objects.filter(account=uwe)).exists()


def test_a_dissolved_organisation_gives_no_power(uwe: Account, verein: Organisation) -> None:
    Membership.objects.bulk_create(
        [Membership(organisation=verein, account=uwe, may_read=True, begun_at=clock.now() - timedelta(hours=1))]
    )
    assert has_power(uwe.pk)
    Organisation.objects.filter(pk=verein.pk).update(dissolved_at=clock.now())
    assert not has_power(uwe.pk)
