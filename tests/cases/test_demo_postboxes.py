"""What the demo's citizens find in their postboxes."""

import pytest

from rathaus.accounts.demo import create_demo_citizens, create_demo_staff
from rathaus.accounts.demo_parties import create_demo_parties
from rathaus.accounts.service import Account, memberships_of
from rathaus.cases.demo import create_demo_postboxes
from rathaus.catalogue.service import publish_definitions
from rathaus.outbox.models import OutgoingMail
from rathaus.postbox.service import entries_of
from rathaus.tenancy.service import Municipality, scope
from tests.cast import ANNA, BILAL, UWE, VERA

pytestmark = pytest.mark.django_db


def account(email: str) -> Account:
    return Account.objects.get(email=email)


def fill(municipality: Municipality) -> int:
    create_demo_parties()
    with scope(municipality):
        publish_definitions(municipality)
        create_demo_staff(municipality)
        return create_demo_postboxes(municipality)


def test_anna_finds_a_question_a_notice_a_draft_and_an_answer(
    tangerhuette: Municipality, thale: Municipality
) -> None:
    create_demo_citizens()
    assert [fill(tangerhuette), fill(thale)] == [3, 1]
    found = entries_of(account(ANNA.email).pk)
    assert sorted((entry.kind, entry.status, entry.municipality.key) for entry in found) == [
        ("case", "ACTION_REQUIRED", "tangerhuette"),
        ("case", "COMPLETED", "tangerhuette"),
        ("case", "PROCESSING", "thale"),
        ("draft", "", "tangerhuette"),
        ("notice", "", "tangerhuette"),
        ("thread", "ANSWERED", "tangerhuette"),
        ("thread", "ANSWERED", "tangerhuette"),
    ]
    assert sorted(entry.kind for entry in found if entry.unread) == ["case", "case", "notice", "thread", "thread"]
    assert entries_of(account(BILAL.email).pk) == []
    with scope(tangerhuette):
        told = OutgoingMail.objects.filter(template="message_new")
        assert [mail.to for mail in told] == [""]  # her address is looked up when it is handed over


def test_vera_and_uwe_act_for_the_association(tangerhuette: Municipality) -> None:
    create_demo_citizens()
    fill(tangerhuette)
    [founder], [member] = memberships_of(account(VERA.email)), memberships_of(account(UWE.email))
    assert founder.organisation == member.organisation
    assert (founder.may_administer, member.may_administer, member.may_apply) == (True, False, True)
    assert [entry.kind for entry in entries_of(founder.organisation.pk)] == ["case"]


def test_nothing_is_made_twice(tangerhuette: Municipality) -> None:
    create_demo_citizens()
    fill(tangerhuette)
    assert fill(tangerhuette) == 0
    assert len(entries_of(account(ANNA.email).pk)) == 6
