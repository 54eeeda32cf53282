"""Associations and companies: who may do what in them, and the record of it."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from rathaus.accounts.service import (
    Account,
    LastAdministrator,
    Membership,
    NotYours,
    Organisation,
    PartyEvent,
    accept_invitation,
    change_organisation,
    end_membership,
    find_membership,
    find_persona,
    invite_member,
    members_of,
    record_of,
)
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, BILAL, UWE, VERA
from tests.parties import ALL, account_of, code_sent_to, found_verein, rights

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def vera(town: Municipality) -> Account:
    return account_of(VERA)


@pytest.fixture
def verein(vera: Account) -> Organisation:
    return found_verein(vera)


def join(verein: Organisation, person: object, **given: object) -> Account:
    account = account_of(person)  # type: ignore[arg-type]
    administrator = Account.objects.get(email=VERA.email)
    invite_member(verein, by=administrator, email=account.email, rights=given.get("rights", ALL))  # type: ignore[arg-type]
    accept_invitation(code_sent_to(account.email), by=account)
    return account


def membership(account: Account, verein: Organisation) -> Membership:
    found = find_membership(account, verein.pk)
    assert found is not None
    return found


def test_whoever_founds_it_may_do_everything_without_an_end(vera: Account, verein: Organisation) -> None:
    mine = membership(vera, verein)
    assert (mine.may_apply, mine.may_read, mine.may_administer, mine.ends_on) == (True, True, True, None)


def test_an_outsider_and_a_member_without_the_right_change_nothing(vera: Account, verein: Organisation) -> None:
    anna = join(verein, ANNA, rights=rights("apply", "read"))
    for somebody in (anna, account_of(BILAL)):
        with pytest.raises(NotYours):
            change_organisation(verein, by=somebody, details={"name": "Anders"})
        with pytest.raises(NotYours):
            end_membership(membership(vera, verein), by=somebody)
        with pytest.raises(NotYours):
            invite_member(verein, by=somebody, email="x@example.org", rights=ALL)
    assert Organisation.objects.get(pk=verein.pk).name == "Heimatverein Grieben e. V."
    assert [member.account for member in members_of(verein)] == [anna, vera]


def test_an_ended_membership_acts_no_more_at_once(vera: Account, verein: Organisation) -> None:
    uwe = join(verein, UWE)
    end_membership(membership(uwe, verein), by=vera)
    assert find_persona(uwe, verein.pk) is None
    assert [member.account for member in members_of(verein)] == [vera]


def test_members_may_leave_by_themselves(vera: Account, verein: Organisation) -> None:
    anna = join(verein, ANNA, rights=rights("read"))
    end_membership(membership(anna, verein), by=anna)
    assert find_membership(anna, verein.pk) is None


@pytest.mark.parametrize("until", [None, 30])
def test_the_last_administrator_without_an_end_stays(vera: Account, verein: Organisation, until: int | None) -> None:
    """An administrator whose term will be over would leave nobody."""
    end = clock.today() + timedelta(days=until) if until else None
    join(verein, UWE, rights=rights("administer", until=end))
    if until is None:
        end_membership(membership(vera, verein), by=vera)
        assert find_membership(vera, verein.pk) is None
    else:
        with pytest.raises(LastAdministrator):
            end_membership(membership(vera, verein), by=vera)
        assert find_membership(vera, verein.pk) is not None


def test_who_comes_back_after_the_last_day_gets_a_new_membership(vera: Account, verein: Organisation) -> None:
    uwe = join(verein, UWE, rights=rights("apply"))
    Membership.objects.filter(account=uwe).update(ends_on=clock.today() - timedelta(days=1))
    assert find_persona(uwe, verein.pk) is None
    join(verein, UWE, rights=rights("apply", "read"))
    assert membership(uwe, verein).may_read
    assert Membership.objects.filter(account=uwe, ended_at=None).count() == 1
    assert Membership.objects.filter(account=uwe).count() == 2


def test_everything_is_on_record_with_who_and_whom(vera: Account, verein: Organisation) -> None:
    uwe = join(verein, UWE)
    end_membership(membership(uwe, verein), by=vera)
    told = [(event.kind, event.by, event.subject) for event in record_of(verein.pk)]
    assert told == [("ended", vera, uwe), ("joined", uwe, uwe), ("invited", vera, None), ("founded", vera, vera)]


def test_the_record_names_no_address_and_is_never_changed(vera: Account, verein: Organisation) -> None:
    join(verein, UWE)
    assert UWE.email not in str([event.data for event in PartyEvent.objects.all()])
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        PartyEvent.objects.update(kind="founded")
