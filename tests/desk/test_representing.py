"""Who applied for whom, as the desk reads it, and what the town hall confirms of it."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.test import Client

from rathaus.accounts.service import Account, Membership, Organisation, Persona, StaffMember, find_persona
from rathaus.cases.service import Case, NotAllowed, RepresentationCheck, case_page, submit_case, take_over
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories
from tests.parties import account_of, browser_of, found_verein


@pytest.fixture
def verein(town: Municipality) -> Organisation:
    return found_verein(account_of(cast.VERA))


@pytest.fixture
def case(verein: Organisation) -> Case:
    """The Heimatverein's dog."""
    persona = find_persona(account_of(cast.VERA), verein.pk)
    draft, _ = factories.dog_draft()
    return submit_case(draft, idempotency_key="einmal", by=persona).case


def address(case: Case) -> str:
    return f"/amt/vorgaenge/{case.number}/vertretung/"


CONFIRM = {"gezeigt": "minutes", "bis": "", "_go": "confirm"}
BOTH = "Vera Vorstand für Heimatverein Grieben e. V."


def test_the_desk_reads_both_names_in_the_story_and_beside_the_address(clara: Client, case: Case) -> None:
    page = clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    assert page.count(BOTH) == 2
    assert "Nicht bestätigt." in page
    assert "Vertretung bestätigen" in page


def test_nothing_of_that_where_somebody_applied_for_themselves(clara: Client, town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    own = submit_case(draft, idempotency_key="allein", by=Persona(account_of(cast.ANNA))).case
    page = clara.get(f"/amt/vorgaenge/{own.number}/").content.decode()
    assert ("Nicht bestätigt." in page, "Vertretung bestätigen" in page) == (False, False)
    assert clara.post(address(own), CONFIRM).status_code == 422
    assert RepresentationCheck.objects.count() == 0


def test_a_clerk_confirms_what_was_shown_and_the_association_reads_it(clara: Client, case: Case) -> None:
    until = clock.today() + timedelta(days=30)
    assert "Was wurde gezeigt?" in clara.get(address(case)).content.decode()
    answer = clara.post(address(case), {**CONFIRM, "bis": until.strftime("%d.%m.%Y")})
    assert answer.headers["Location"] == f"/amt/vorgaenge/{case.number}/"
    check = RepresentationCheck.objects.get()
    mine = Membership.objects.get()
    assert (check.power, check.account.name, check.shown, check.until) == (mine.pk, "Vera Vorstand", "minutes", until)
    assert check.staff == factories.staff(cast.CLARA)
    page = clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    assert "von Clara Clerk" in page
    assert "Protokoll des Vereins" in page
    verein = browser_of(account_of(cast.VERA)).get(f"/konto/organisationen/{case.holder}/").content.decode()
    assert "vom Rathaus bestätigt" in verein


def test_it_is_taken_back_by_a_row_and_no_row_changes(clara: Client, case: Case) -> None:
    clara.post(address(case), CONFIRM)
    clara.post(address(case), {"_go": "revoke"})
    assert list(RepresentationCheck.objects.order_by("at", "id").values_list("kind", flat=True)) == [
        "confirmed",
        "revoked",
    ]
    assert "Nicht bestätigt." in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        RepresentationCheck.objects.update(shown="register")


@pytest.mark.parametrize("change", ["over", "another membership"])
def test_a_confirmation_lasts_until_its_day_and_for_this_membership(clara: Client, case: Case, change: str) -> None:
    clara.post(address(case), CONFIRM)
    if change == "over":
        mine = Membership.objects.get()
        RepresentationCheck.objects.create(
            power=mine.pk,
            account=mine.account,
            kind="confirmed",
            shown="register",
            until=clock.today() - timedelta(days=1),
            staff=factories.staff(cast.CLARA),
        )
    else:
        Membership.objects.update(ended_at=clock.now())
        Membership.objects.create(organisation_id=case.holder, account=account_of(cast.VERA), may_apply=True)
        draft, _ = factories.dog_draft()
        persona = find_persona(account_of(cast.VERA), case.holder)
        case = submit_case(draft, idempotency_key="noch einmal", by=persona).case
    found = case_page(case, factories.staff(cast.CLARA)).representation
    assert found is not None
    assert found.check is None


def test_the_desk_reads_that_a_representation_has_ended(clara: Client, case: Case) -> None:
    Membership.objects.update(ended_at=clock.now())
    assert "inzwischen beendet" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()


@pytest.mark.parametrize("typed", [{"gezeigt": ""}, {"gezeigt": "ausweis"}, {"bis": "gestern"}, {"bis": "1.1.2020"}])
def test_what_is_missing_or_wrong_confirms_nothing(clara: Client, case: Case, typed: dict[str, str]) -> None:
    assert clara.post(address(case), {**CONFIRM, **typed}).status_code == 422
    assert RepresentationCheck.objects.count() == 0


@pytest.mark.parametrize("outsider", ["olga", "theo", "bilal"], indirect=True)
def test_outsiders_neither_see_nor_confirm_it(outsider: Client, case: Case) -> None:
    assert outsider.get(address(case)).status_code == 404
    assert outsider.post(address(case), CONFIRM).status_code == 404
    assert RepresentationCheck.objects.count() == 0


def test_another_town_hall_looks_for_itself(clara: Client, case: Case, thale: Municipality) -> None:
    clara.post(address(case), CONFIRM)
    with scope(thale):
        assert RepresentationCheck.objects.count() == 0
        persona = find_persona(account_of(cast.VERA), case.holder)
        draft, _ = factories.dog_draft()
        there = submit_case(draft, idempotency_key="dort", by=persona).case
        found = case_page(there, factories.staff(cast.THEO)).representation
        assert found is not None
        assert found.check is None
    here = browser_of(account_of(cast.VERA), host="thale.localhost").get(f"/konto/organisationen/{case.holder}/")
    assert "vom Rathaus bestätigt" not in here.content.decode()


def test_a_clerk_who_acts_for_the_association_does_nothing_with_its_case(clara: Client, case: Case) -> None:
    """§ 20 (1) VwVfG: who represents a party is excluded."""
    account = Account.objects.get(email=cast.CLARA.email)
    Membership.objects.create(organisation_id=case.holder, account=account, may_read=True)
    with pytest.raises(NotAllowed):
        take_over(case, by=StaffMember.objects.get(account=account), revision=case.revision)
    assert clara.post(address(case), CONFIRM).status_code == 404
    assert "Diesen Antrag haben Sie selbst gestellt" in clara.get(f"/amt/vorgaenge/{case.number}/").content.decode()
