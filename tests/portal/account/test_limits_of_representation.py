"""What ends with a representation, and what it never reached: nothing of it opens by another way."""

from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.models import Mandate, Thing
from rathaus.accounts.service import Account, Membership, Organisation, Persona, remember_thing
from rathaus.cases.models import Case, CodeRenewal, Draft
from rathaus.cases.service import NotAllowed, access_code, renew_code, withdraw_case
from rathaus.core import clock
from rathaus.postbox.models import Message
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, BILAL, UWE
from tests.parties import account_of, act_for, browser_of
from tests.portal.mailbox.conftest import held_case

from .sending import SUMMARY, begin, send


@pytest.fixture
def anna(town: Municipality) -> Account:
    return account_of(ANNA)


@pytest.fixture
def mandate(anna: Account) -> Mandate:
    """Uwe acts for Anna."""
    return Mandate.objects.create(principal=anna, agent=account_of(UWE), may_apply=True, may_read=True)


@pytest.fixture
def agent(mandate: Mandate) -> Client:
    client = browser_of(mandate.agent)
    act_for(client, mandate.principal)
    return client


@pytest.fixture
def case(anna: Account) -> Case:
    return held_case(Persona(anna))


def link(case: Case) -> str:
    return f"/vorgang/{case.number}/link/"


def test_an_agent_gets_no_code_that_outlasts_the_power_of_attorney(agent: Client, case: Case) -> None:
    page = agent.get(f"/vorgang/{case.number}/")
    assert (page.status_code, link(case) in page.content.decode()) == (200, False)
    assert (agent.get(link(case)).status_code, agent.post(link(case)).status_code) == (404, 404)
    assert CodeRenewal.objects.count() == 0
    with pytest.raises(NotAllowed):
        renew_code(case, by=Persona(account_of(UWE), principal=account_of(ANNA), may_administer=False))
    own = browser_of(account_of(ANNA))
    assert access_code(case) in own.get(link(case)).content.decode()
    assert browser_of(account_of(BILAL)).get(link(case)).status_code == 404
    assert browser_of(account_of(UWE), host="thale.localhost").get(link(case)).status_code == 404


def test_of_an_association_only_who_administers_it_gets_the_code(
    verein: Organisation, vera: Account, vera_browser: Client
) -> None:
    case = held_case(Persona(vera, organisation=verein))
    Membership.objects.create(organisation=verein, account=account_of(UWE), may_apply=True, may_read=True)
    member = browser_of(account_of(UWE))
    for client in (member, vera_browser):
        act_for(client, verein)
    assert (member.get(link(case)).status_code, vera_browser.get(link(case)).status_code) == (404, 200)


def test_signing_out_does_not_bring_an_ended_power_of_attorney_back(agent: Client, mandate: Mandate) -> None:
    begin(agent)
    assert agent.get(SUMMARY).status_code == 200
    Mandate.objects.update(ended_at=clock.now())
    assert agent.get(SUMMARY).status_code == 302
    agent.post("/anmelden/abmelden/")
    assert agent.get(SUMMARY).status_code == 302
    send(agent)
    assert Case.objects.count() == 0
    owner = browser_of(mandate.principal)
    assert owner.get(f"/postfach/entwuerfe/{Draft.objects.get().pk}/").status_code == 200


def test_who_may_only_read_any_more_writes_on_no_draft(agent: Client, mandate: Mandate) -> None:
    begin(agent)
    Mandate.objects.update(may_apply=False)
    assert agent.get(SUMMARY).status_code == 302


def test_who_never_gave_a_power_of_attorney_goes_on_without_signing_in(anna: Account) -> None:
    own = browser_of(anna)
    begin(own)
    own.post("/anmelden/abmelden/")
    assert own.get(SUMMARY).status_code == 200


def test_an_agent_for_one_service_does_nothing_in_a_case_of_another(agent: Client, case: Case) -> None:
    def write() -> Any:
        return agent.post(f"/vorgang/{case.number}/nachrichten/", {"text": "Hallo", "_key": "abcdefgh"}).status_code

    Mandate.objects.update(services=["meldebescheinigung"])
    assert "Nachricht schreiben" not in agent.get(f"/vorgang/{case.number}/").content.decode()
    assert (write(), Message.objects.count()) == (404, 0)
    narrowed = Persona(account_of(UWE), principal=account_of(ANNA), services=("meldebescheinigung",))
    with pytest.raises(NotAllowed):
        withdraw_case(case, by=narrowed)
    Mandate.objects.update(services=["hund-anmelden"])
    assert (write(), Message.objects.count()) == (302, 1)


def test_who_may_only_read_changes_no_things(agent: Client, anna: Account) -> None:
    thing = remember_thing(anna.pk, kind="hund", label="Bello", data={"chip": "1"})
    assert thing is not None
    page = f"/konto/dinge/{thing.pk}/"
    assert page in agent.get("/konto/dinge/").content.decode()
    Mandate.objects.update(may_apply=False)
    seen = agent.get("/konto/dinge/").content.decode()
    assert ("Bello" in seen, page in seen) == (True, False)
    assert agent.post(page, {"name": "Anders"}).status_code == 404
    assert agent.post(f"{page}loeschen/").status_code == 404
    assert Thing.objects.get().label == "Bello"


def test_with_the_account_its_powers_of_attorney_end_at_once(agent: Client, anna: Account, case: Case) -> None:
    """Before the worker has erased what belonged to it."""
    assert agent.get(f"/vorgang/{case.number}/").status_code == 200
    Account.objects.filter(pk=anna.pk).update(is_active=False)
    assert agent.get(f"/vorgang/{case.number}/").status_code == 302
    assert act_for(agent, anna).status_code == 404
