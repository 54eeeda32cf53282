"""Invitations: a link that gives somebody a right, once, and what attackers try with it."""

from datetime import timedelta

import pytest

from rathaus.accounts.service import (
    Account,
    AlreadyActs,
    Invitation,
    Mandate,
    NotOpen,
    NotYours,
    Organisation,
    TooManyInvitations,
    accept_invitation,
    end_mandate,
    end_membership,
    find_invitation,
    find_mandate,
    find_membership,
    find_persona,
    invite_agent,
    invite_member,
    open_invitations,
    withdraw_invitation,
)
from rathaus.core import clock
from rathaus.outbox.actions import compose
from rathaus.outbox.models import OutgoingMail
from rathaus.outbox.service import NotWanted
from rathaus.tenancy.service import Municipality, scope
from tests.cast import ANNA, BILAL, UWE, VERA
from tests.parties import ALL, account_of, code_sent_to, found_verein, rights


@pytest.fixture
def vera(town: Municipality) -> Account:
    return account_of(VERA)


@pytest.fixture
def verein(vera: Account) -> Organisation:
    return found_verein(vera)


@pytest.fixture
def uwe(town: Municipality) -> Account:
    return account_of(UWE)


@pytest.fixture
def bilal(town: Municipality) -> Account:
    return account_of(BILAL)


def invite(verein: Organisation, vera: Account, email: str = UWE.email) -> tuple[Invitation, str]:
    invitation = invite_member(verein, by=vera, email=email, rights=rights("apply"))
    return invitation, code_sent_to(email)


def test_the_link_gives_the_rights_that_were_offered(vera: Account, verein: Organisation, uwe: Account) -> None:
    _, code = invite(verein, vera)
    accept_invitation(code.lower(), by=uwe)
    mine = find_membership(uwe, verein.pk)
    assert mine is not None
    assert (mine.may_apply, mine.may_read, mine.may_administer, mine.given_by) == (True, False, False, vera)


def test_the_link_works_once_and_the_next_one_learns_nothing(
    vera: Account, verein: Organisation, uwe: Account, bilal: Account
) -> None:
    _, code = invite(verein, vera)
    accept_invitation(code, by=uwe)
    for somebody in (bilal, uwe):
        with pytest.raises(NotOpen):
            accept_invitation(code, by=somebody)
    assert find_persona(bilal, verein.pk) is None


@pytest.mark.parametrize("how", ["withdrawn", "expired", "over", "inviter left", "dissolved", "guessed"])
def test_a_link_that_holds_no_more_opens_nothing(vera: Account, verein: Organisation, uwe: Account, how: str) -> None:
    invitation, code = invite(verein, vera)
    if how == "withdrawn":
        withdraw_invitation(invitation, by=vera)
    elif how == "expired":
        Invitation.objects.update(expires_at=clock.now())
    elif how == "over":
        Invitation.objects.update(ends_on=clock.today() - timedelta(days=1))
    elif how == "inviter left":
        anna = account_of(ANNA)
        invite_member(verein, by=vera, email=ANNA.email, rights=ALL)
        accept_invitation(code_sent_to(ANNA.email), by=anna)
        mine = find_membership(vera, verein.pk)
        assert mine is not None
        end_membership(mine, by=anna)
    elif how == "dissolved":
        Organisation.objects.update(dissolved_at=clock.now())
    else:
        code = "0000-0000-0000-0000-0000-0000"
    with pytest.raises(NotOpen):
        accept_invitation(code, by=uwe)
    assert find_membership(uwe, verein.pk) is None


def test_only_administrators_withdraw(vera: Account, verein: Organisation, bilal: Account) -> None:
    invitation, code = invite(verein, vera)
    with pytest.raises(NotYours):
        withdraw_invitation(invitation, by=bilal)
    assert find_invitation(code) == invitation


def test_who_acts_for_it_already_leaves_the_link_to_others(vera: Account, verein: Organisation, uwe: Account) -> None:
    _, code = invite(verein, vera)
    with pytest.raises(AlreadyActs):
        accept_invitation(code, by=vera)
    accept_invitation(code, by=uwe)
    assert find_membership(uwe, verein.pk) is not None


def test_the_email_names_nobody_and_its_code_is_stored_nowhere(vera: Account, verein: Organisation) -> None:
    invitation, code = invite(verein, vera)
    mail = OutgoingMail.objects.get(template="party_invitation")
    text = str(compose(mail, mail.municipality, "<x@example.org>").body)
    for personal in ("Heimatverein", "Vera", "Grieben"):
        assert personal not in text
    stored = f"{mail.context} {mail.key} {Invitation.objects.filter(pk=invitation.pk).values()[0]}"
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_the_address_is_forgotten_once_the_link_is_used_or_withdrawn(
    vera: Account, verein: Organisation, uwe: Account
) -> None:
    _, code = invite(verein, vera)
    second, _ = invite(verein, vera, ANNA.email)
    accept_invitation(code, by=uwe)
    withdraw_invitation(second, by=vera)
    assert list(Invitation.objects.values_list("email", flat=True)) == ["", ""]
    assert list(OutgoingMail.objects.filter(template="party_invitation").values_list("to", flat=True)) == ["", ""]


def test_an_email_that_waits_is_dropped_once_the_invitation_is_withdrawn(vera: Account, verein: Organisation) -> None:
    invitation, _ = invite(verein, vera)
    withdraw_invitation(invitation, by=vera)
    mail = OutgoingMail.objects.get(template="party_invitation")
    with pytest.raises(NotWanted):
        compose(mail, mail.municipality, "<x@example.org>")


def test_an_address_with_an_account_is_treated_like_any_other(vera: Account, verein: Organisation) -> None:
    account_of(UWE)
    known, _ = invite(verein, vera, UWE.email)
    unknown, _ = invite(verein, vera, "niemand@example.org")
    assert [(i.accepted_by, i.closed_at) for i in (known, unknown)] == [(None, None), (None, None)]
    assert OutgoingMail.objects.filter(template="party_invitation").count() == 2


def test_nobody_invites_without_end(vera: Account, verein: Organisation) -> None:
    for number in range(20):
        invite(verein, vera, f"{number}@example.org")
    with pytest.raises(TooManyInvitations):
        invite(verein, vera, "21@example.org")
    assert len(open_invitations(verein.pk)) == 20


def test_the_link_holds_at_another_town_hall(
    vera: Account, verein: Organisation, uwe: Account, thale: Municipality
) -> None:
    _, code = invite(verein, vera)
    with scope(thale):
        accept_invitation(code, by=uwe)
    assert find_persona(uwe, verein.pk) is not None


def test_a_power_of_attorney_is_given_and_revoked_at_once(vera: Account, bilal: Account) -> None:
    anna = account_of(ANNA)
    invite_agent(by=anna, email=VERA.email, rights=rights("apply", services=("hund-anmelden",)))
    taken = accept_invitation(code_sent_to(VERA.email), by=vera)
    assert isinstance(taken, Mandate)
    persona = find_persona(vera, anna.pk)
    assert persona is not None
    assert (persona.may_apply_for("hund-anmelden"), persona.may_apply_for("sperrmuell")) == (True, False)
    assert find_mandate(bilal, taken.pk) is None
    end_mandate(taken, by=bilal)
    assert find_persona(vera, anna.pk) is not None
    end_mandate(taken, by=anna)
    assert find_persona(vera, anna.pk) is None


def test_nobody_gives_themselves_a_power_of_attorney(vera: Account) -> None:
    invite_agent(by=vera, email=VERA.email, rights=rights("apply"))
    with pytest.raises(AlreadyActs):
        accept_invitation(code_sent_to(VERA.email), by=vera)
    assert Mandate.objects.count() == 0


def test_one_that_is_over_can_be_given_again(vera: Account) -> None:
    anna = account_of(ANNA)
    for _ in range(2):
        invite_agent(by=anna, email=VERA.email, rights=rights("read"))
        accept_invitation(code_sent_to(VERA.email), by=vera)
        assert find_persona(vera, anna.pk) is not None
        Mandate.objects.update(ends_on=clock.today() - timedelta(days=1))
    assert Mandate.objects.count() == 2
