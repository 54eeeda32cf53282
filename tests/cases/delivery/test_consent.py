"""Consent is given by an act of one's own, by kind, and can be taken back for what comes."""

import pytest

from rathaus.accounts.service import Account, Persona, StaffMember
from rathaus.cases.service import (
    DeliveryConsent,
    NotAllowed,
    PaperDelivery,
    change_consent,
    standing_consents,
)
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.cases import factories

from .conftest import CERTIFICATE, apply, decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(town: Municipality) -> Persona:
    return Persona(Account.objects.create_user(cast.ANNA.email, cast.PASSWORD, name=cast.ANNA.name))


def test_consent_given_with_an_application_is_for_that_one(clara: StaffMember) -> None:
    first = decide(apply(CERTIFICATE, electronically=True), clara)
    second = decide(apply(CERTIFICATE, electronically=False), clara)
    assert (first.rule, second.rule) == ("retrieval", "letter")
    (row,) = DeliveryConsent.objects.all()
    assert (row.kind, row.given, row.wording, row.case, row.holder) == (
        "electronic",
        True,
        "2026-11",
        first.case,
        None,
    )


def test_consent_in_the_account_holds_until_it_is_taken_back(clara: StaffMember, anna: Persona) -> None:
    assert change_consent("electronic", given=True, by=anna) is not None
    assert change_consent("electronic", given=True, by=anna) is None
    before = decide(apply(CERTIFICATE, electronically=False, by=anna), clara)
    change_consent("electronic", given=False, by=anna)
    after = decide(apply(CERTIFICATE, electronically=False, by=anna), clara)
    assert (before.rule, after.rule) == ("retrieval", "letter")
    assert [row.given for row in DeliveryConsent.objects.order_by("at")] == [True, False]


def test_consent_to_other_notices_is_none_to_tax_notices(clara: StaffMember, anna: Persona) -> None:
    change_consent("electronic", given=True, by=anna)
    assert decide(apply(factories.DOG, electronically=False, by=anna), clara).rule == "tax_letter"


def test_one_persons_consent_is_not_anothers(clara: StaffMember, anna: Persona) -> None:
    bilal = Persona(Account.objects.create_user(cast.BILAL.email, cast.PASSWORD, name=cast.BILAL.name))
    change_consent("electronic", given=True, by=bilal)
    assert decide(apply(CERTIFICATE, electronically=False, by=anna), clara).rule == "letter"


def test_consent_is_given_to_one_town_hall(anna: Persona, thale: Municipality) -> None:
    change_consent("electronic", given=True, by=anna)
    with scope(thale):
        assert standing_consents(anna.holder) == {}


def test_who_has_a_power_of_attorney_consents_to_nothing(anna: Persona) -> None:
    bilal = Account.objects.create_user(cast.BILAL.email, cast.PASSWORD, name=cast.BILAL.name)
    agent = Persona(bilal, principal=anna.account, may_administer=False)
    with pytest.raises(NotAllowed):
        change_consent("electronic", given=True, by=agent)
    assert DeliveryConsent.objects.count() == 0


def test_without_an_address_to_notify_it_goes_by_post(clara: StaffMember) -> None:
    case = apply(CERTIFICATE, electronically=True)
    case.applicant_email = ""
    case.save()
    assert decide(case, clara).rule == "letter"
    assert [paper.reason for paper in PaperDelivery.objects.all()] == ["no_address"]
