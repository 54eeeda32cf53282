"""In whose name one acts: chosen on one page, said on every page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.accounts import context
from rathaus.accounts.service import Account, Mandate, Membership, Organisation
from rathaus.core import clock
from tests.cast import ANNA
from tests.parties import account_of, act_for, browser_of

BAR = "Sie handeln für:"


def test_every_page_says_for_whom_one_acts(vera_browser: Client, verein: Organisation) -> None:
    assert act_for(vera_browser, verein).headers["Location"] == "/konto/"
    for path in ("/", "/leistungen/", "/leistungen/hund-anmelden/", "/konto/", "/impressum/", "/vorgang/"):
        page = vera_browser.get(path).content.decode()
        assert page.count(BAR) == 1, path
        assert "<strong>Heimatverein Grieben e. V.</strong>" in page, path
        assert "wechseln" in page, path


def test_who_acts_for_nobody_else_sees_nothing_of_it(
    bilal_browser: Client, verein: Organisation, portal: Client
) -> None:
    for browser in (bilal_browser, portal):
        page = browser.get("/").content.decode()
        assert (BAR in page, "/konto/vertretung/" in page) == (False, False)


def test_who_could_act_for_somebody_finds_the_way(vera_browser: Client, verein: Organisation) -> None:
    page = vera_browser.get("/").content.decode()
    assert (BAR in page, 'href="/konto/vertretung/?weiter=/"' in page) == (False, True)


def test_one_chooses_among_those_one_may_act_for(vera_browser: Client, verein: Organisation) -> None:
    page = vera_browser.get("/konto/vertretung/").content.decode()
    assert str(verein.pk) in page
    act_for(vera_browser, verein)
    vera = Account.objects.get(name="Vera Vorstand")
    act_for(vera_browser, vera)
    assert BAR not in vera_browser.get("/").content.decode()


@pytest.mark.parametrize("holder", ["verein", "", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_nobody_acts_for_whom_they_may_not(bilal_browser: Client, verein: Organisation, holder: str) -> None:
    answer = act_for(bilal_browser, verein.pk if holder == "verein" else holder)
    assert answer.status_code == 404
    assert BAR not in bilal_browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/leistungen/hund-anmelden/", "/leistungen/hund-anmelden/"),
        ("/", "/"),
        ("/postfach/", "/konto/"),
        ("/vorgang/2026-000001/", "/konto/"),
        ("https://example.org/leistungen/", "/konto/"),
        ("//example.org/leistungen/", "/konto/"),
        ("/\\example.org", "/konto/"),
        ("", "/konto/"),
    ],
)
def test_back_to_where_one_was_if_everybody_may_see_that(
    vera_browser: Client, verein: Organisation, wanted: str, there: str
) -> None:
    answer = vera_browser.post("/konto/vertretung/", {"holder": str(verein.pk), "weiter": wanted})
    assert answer.headers["Location"] == there


def test_an_ended_representation_is_over_in_a_running_session(vera_browser: Client, verein: Organisation) -> None:
    act_for(vera_browser, verein)
    Membership.objects.update(ended_at=clock.now())
    assert BAR not in vera_browser.get("/").content.decode()
    assert act_for(vera_browser, verein).status_code == 404
    assert vera_browser.get(f"/konto/organisationen/{verein.pk}/").status_code == 404


def test_it_holds_at_every_town_hall_where_one_signs_in(vera: Account, verein: Organisation, thale: object) -> None:
    there = browser_of(vera, host="thale.localhost")
    act_for(there, verein)
    assert BAR in there.get("/").content.decode()


def _queries(client: Client, path: str = "/impressum/") -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_it_costs_anonymous_visitors_nothing_and_others_one_query(
    portal: Client, bilal_browser: Client, vera_browser: Client, verein: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(client: Client) -> int:
        told = _queries(client)
        with monkeypatch.context() as without:
            without.setattr(context, "persona_of", lambda request: None)
            return told - _queries(client)

    mandate_browser, anna = bilal_browser, account_of(ANNA)
    assert cost(portal) == 0
    assert cost(bilal_browser) == 1
    assert cost(vera_browser) == 1
    act_for(vera_browser, verein)
    assert cost(vera_browser) == 0  # the line of the postbox asks for whom they act anyway
    Mandate.objects.create(principal=anna, agent=Account.objects.get(name="Bilal Muster"), may_read=True)
    act_for(mandate_browser, anna)
    assert cost(mandate_browser) == 0
