"""Applying in somebody else's name: who may, whose it is, what it says, and what is left when the right ends."""

from datetime import timedelta

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Mandate, Membership, Organisation
from rathaus.cases.service import Case, Draft, TimelineEvent
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, UWE
from tests.parties import account_of, act_for, browser_of

from .sending import BASE, DOG, SUMMARY, begin, send, send_case

ASKED = "In wessen Namen schicken Sie den Antrag?"
BARRED = "dürfen Sie das nicht beantragen"


def _member(verein: Organisation, person: object, **may: bool) -> Client:
    account = account_of(person)  # type: ignore[arg-type]
    Membership.objects.create(organisation=verein, account=account, **may)
    browser = browser_of(account)
    act_for(browser, verein)
    return browser


def _agent(principal: Account, agent: Account, browser: Client, **may: object) -> Mandate:
    mandate = Mandate.objects.create(principal=principal, agent=agent, **may)
    act_for(browser, principal)
    return mandate


def test_what_is_sent_for_the_association_is_the_associations_and_names_both(
    vera_browser: Client, vera: Account, verein: Organisation
) -> None:
    act_for(vera_browser, verein)
    begin(vera_browser)
    summary = vera_browser.get(SUMMARY).content.decode()
    assert "Sie schicken den Antrag für Heimatverein Grieben e. V. ab. Ihr Name steht dabei: Vera Vorstand" in summary
    assert ASKED not in summary
    send(vera_browser)
    case = Case.objects.get()
    sent = TimelineEvent.objects.get(case=case, kind="submit")
    assert (case.holder, sent.account) == (verein.pk, vera)
    assert sent.data == {"person": "Vera Vorstand", "for": "Heimatverein Grieben e. V.", "holder": str(verein.pk)}
    page = vera_browser.get(f"/vorgang/{case.number}/").content.decode()
    assert "Vera Vorstand hat den Antrag für Heimatverein Grieben e. V. abgeschickt" in page


def test_other_members_read_it_and_outsiders_dont(
    vera_browser: Client, bilal_browser: Client, verein: Organisation, portal: Client
) -> None:
    act_for(vera_browser, verein)
    case = send_case(vera_browser)
    reader = _member(verein, UWE, may_read=True)
    applier = _member(verein, ANNA, may_apply=True)
    path = f"/vorgang/{case.number}/"
    assert reader.get(path).status_code == 200
    for outsider in (bilal_browser, portal, applier):
        assert outsider.get(path).headers["Location"] == f"/vorgang/?nr={case.number}"
        for below in ("eingang/", "eingangsbestaetigung.pdf", "zuruecknehmen/"):
            assert outsider.get(path + below).status_code == 404
        assert outsider.post(f"{path}merken/", {"angaben": "ja"}).status_code == 404


def test_who_may_only_read_takes_nothing_back(vera_browser: Client, verein: Organisation) -> None:
    act_for(vera_browser, verein)
    case = send_case(vera_browser)
    reader = _member(verein, UWE, may_read=True)
    for act in ("zuruecknehmen/", "noch-einmal/"):
        assert reader.post(f"/vorgang/{case.number}/{act}").status_code == 404, act
    assert Case.objects.get().status == "RECEIVED"


def test_what_vera_does_for_herself_stays_hers(vera_browser: Client, verein: Organisation, vera: Account) -> None:
    case = send_case(vera_browser)
    assert case.holder == vera.pk
    assert TimelineEvent.objects.get(case=case, kind="submit").data == {}


@pytest.mark.parametrize("end", ["ended", "over"])
def test_an_ended_representation_opens_nothing_of_what_was_sent(
    vera_browser: Client, verein: Organisation, end: str
) -> None:
    """In the running session that sent it, with all its cookies."""
    act_for(vera_browser, verein)
    case = send_case(vera_browser)
    path = f"/vorgang/{case.number}/"
    assert vera_browser.get(f"{path}eingang/").status_code == 200
    changes = {"ended": {"ended_at": clock.now()}, "over": {"ends_on": clock.today() - timedelta(days=1)}}
    Membership.objects.update(**changes[end])
    assert vera_browser.get(path).headers["Location"] == f"/vorgang/?nr={case.number}"
    for below in ("eingang/", "eingangsbestaetigung.pdf", "bescheid.pdf", "noch-einmal/"):
        assert vera_browser.get(path + below).status_code == 404, below
    assert vera_browser.post(f"{path}zuruecknehmen/").status_code == 404
    vera_browser.get(f"{BASE}schon-abgeschickt/")
    assert vera_browser.get(f"{path}eingang/").status_code == 404
    assert "Heimatverein" not in vera_browser.get("/postfach/").content.decode()
    vera_browser.logout()
    vera_browser.get(f"{BASE}schon-abgeschickt/")
    assert vera_browser.get(f"{path}eingang/").status_code == 404


def test_the_receipt_for_another_shows_no_code_that_would_outlast_the_representation(
    vera_browser: Client, verein: Organisation
) -> None:
    from rathaus.cases.service import access_code

    act_for(vera_browser, verein)
    case = send_case(vera_browser)
    page = vera_browser.get(f"/vorgang/{case.number}/eingang/").content.decode()
    assert (access_code(case) in page, "im Postfach von Heimatverein" in page) == (False, True)


def test_a_draft_of_the_association_ends_with_the_representation(vera_browser: Client, verein: Organisation) -> None:
    act_for(vera_browser, verein)
    draft = begin(vera_browser)
    assert draft.holder == verein.pk
    Membership.objects.update(ended_at=clock.now())
    assert vera_browser.get(SUMMARY).headers["Location"] == BASE
    assert send(vera_browser).headers["Location"] == BASE
    vera_browser.logout()
    assert vera_browser.get(SUMMARY).headers["Location"] == BASE
    assert (Case.objects.count(), Draft.objects.get().answers) == (0, draft.answers)


def test_another_member_goes_on_with_it_and_an_outsider_with_the_link_doesnt(
    vera_browser: Client, bilal_browser: Client, verein: Organisation
) -> None:
    from rathaus.cases.service import draft_token

    act_for(vera_browser, verein)
    draft = begin(vera_browser)
    uwe = _member(verein, UWE, may_apply=True, may_read=True)
    for browser, opens in ((uwe, True), (bilal_browser, False)):
        browser.post("/antrag-fortsetzen/", {"code": draft_token(draft)})
        assert (browser.get(SUMMARY).status_code == 200) is opens
    send(uwe)
    assert TimelineEvent.objects.get(kind="submit").data["person"] == "Uwe Unternehmer"
    assert Case.objects.get().holder == verein.pk


def test_a_draft_of_ones_own_isnt_sent_as_the_association_after_a_switch(
    vera_browser: Client, verein: Organisation, vera: Account
) -> None:
    begin(vera_browser)
    act_for(vera_browser, verein)
    assert ASKED in vera_browser.get(SUMMARY).content.decode()
    answer = send(vera_browser)
    assert (answer.status_code, "Wählen Sie aus, für wen" in answer.content.decode()) == (422, True)
    assert Case.objects.count() == 0
    assert send(vera_browser, _fuer=str(vera.pk)).status_code == 302
    assert Case.objects.get().holder == vera.pk


def test_nor_the_other_way_round(vera_browser: Client, verein: Organisation, vera: Account) -> None:
    act_for(vera_browser, verein)
    begin(vera_browser)
    act_for(vera_browser, vera)
    assert send(vera_browser).status_code == 422
    answer = send(vera_browser, _fuer=str(verein.pk))
    assert vera_browser.get(answer.headers["Location"]).status_code == 200
    assert Case.objects.get().holder == verein.pk


def test_one_chooses_only_a_name_in_which_one_may(
    vera_browser: Client, verein: Organisation, bilal_browser: Client
) -> None:
    begin(vera_browser)
    act_for(vera_browser, verein)
    bilal = Account.objects.get(name="Bilal Muster")
    for wanted in (str(bilal.pk), "unsinn", ""):
        assert send(vera_browser, _fuer=wanted).status_code == 422
    assert Case.objects.count() == 0


def test_what_was_begun_without_an_account_is_sent_as_an_association_only_on_purpose(
    portal: Client, verein: Organisation, vera: Account
) -> None:
    begin(portal)
    portal.force_login(vera)
    assert ASKED not in portal.get(SUMMARY).content.decode()
    act_for(portal, verein)
    assert ASKED in portal.get(SUMMARY).content.decode()


def test_who_may_not_apply_for_the_association_may_for_themselves(verein: Organisation) -> None:
    uwe = _member(verein, UWE, may_read=True)
    page = uwe.get(BASE).content.decode()
    assert (BARRED in page, "Im eigenen Namen beginnen" in page) == (True, True)
    begin(uwe)
    summary = uwe.get(SUMMARY).content.decode()
    assert (BARRED in summary, "in Ihrem eigenen Namen ab: Uwe Unternehmer" in summary) == (True, True)
    send(uwe)
    assert Case.objects.get().holder == account_of(UWE).pk


def test_a_right_that_is_taken_while_one_writes_keeps_the_draft(verein: Organisation) -> None:
    uwe = _member(verein, UWE, may_apply=True, may_read=True)
    draft = begin(uwe)
    Membership.objects.filter(account=account_of(UWE)).update(may_apply=False)
    for answer in (uwe.get(SUMMARY), uwe.post(SUMMARY, {"richtigkeit": "ja"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, BASE)
    assert BARRED in uwe.get(BASE).content.decode()
    assert Case.objects.count() == 0
    assert Draft.objects.get().answers == draft.answers


@pytest.mark.parametrize(("services", "sent"), [([], True), ([DOG], True), (["sperrmuell"], False)])
def test_a_power_of_attorney_reaches_as_far_as_it_says(
    vera_browser: Client, vera: Account, services: list[str], sent: bool
) -> None:
    anna = account_of(ANNA)
    _agent(anna, vera, vera_browser, may_apply=True, services=services)
    assert (BARRED in vera_browser.get(BASE).content.decode()) is not sent
    begin(vera_browser)
    send(vera_browser)
    case = Case.objects.get()
    assert case.holder == (anna.pk if sent else vera.pk)


def test_an_agent_who_may_only_apply_sees_what_they_sent_and_nothing_else(
    vera_browser: Client, anna_browser: Client, vera: Account
) -> None:
    annas = send_case(anna_browser)
    mandate = _agent(account_of(ANNA), vera, vera_browser, may_apply=True)
    own = send_case(vera_browser)
    assert vera_browser.get(f"/vorgang/{own.number}/").status_code == 200
    assert vera_browser.get(f"/vorgang/{annas.number}/").status_code == 302
    assert anna_browser.get(f"/vorgang/{own.number}/").status_code == 200
    Mandate.objects.filter(pk=mandate.pk).update(ended_at=clock.now())
    assert vera_browser.get(f"/vorgang/{own.number}/").status_code == 302


def test_the_associations_case_is_found_at_its_own_town_hall_only(
    vera_browser: Client, vera: Account, verein: Organisation, thale: Municipality
) -> None:
    act_for(vera_browser, verein)
    case = send_case(vera_browser)
    there = browser_of(vera, host="thale.localhost")
    act_for(there, verein)
    assert there.get(f"/vorgang/{case.number}/").status_code == 302
