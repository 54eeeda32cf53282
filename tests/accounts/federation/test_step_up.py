"""A form that asks for more, a state account that proves it, and the same draft sent."""

import re

import pytest
from django.test import Client

from rathaus.accounts.service import Level
from rathaus.cases.models import Submission
from rathaus.cases.service import Draft
from rathaus.catalogue.service import forget_shelves
from rathaus.tenancy.service import Municipality
from tests.accounts.federation.conftest import Browser
from tests.accounts.federation.provider import Provider
from tests.portal.conftest import BASE, SUMMARY, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def needs_substantial(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_shelves()
    monkeypatch.setattr("rathaus.cases.trusting.asked_by", lambda version_id: Level.SUBSTANTIAL)


@pytest.fixture
def applicant(town: Municipality) -> Person:
    """Anna, without an account."""
    return Person(Client(HTTP_HOST="tangerhuette.localhost"))


def test_begin_prove_and_send_with_a_state_account(
    applicant: Person,
    provider: Provider,
    needs_substantial: None,
) -> None:
    """From the page that asks for more, to the provider, back to that page, and to the receipt."""
    start = applicant.get(BASE).content.decode()
    button = re.search(
        r'action="(/anmelden/dienst/oidc/)".*?name="next" value="([^"]+)".*?name="niveau" value="(\w+)"', start, re.S
    )
    assert button
    assert button.groups() == ("/anmelden/dienst/oidc/", BASE, "substantial")
    browser = Browser(applicant.client)
    back = browser.sign_in(next=button[2], niveau=button[3])
    assert back.headers["Location"] == BASE
    applicant.fill()
    applicant.post("/anmelden/abmelden/")
    assert applicant.send().status_code == 403
    draft = Draft.objects.get()
    assert browser.sign_in(next=SUMMARY, niveau="substantial").headers["Location"] == SUMMARY
    assert applicant.send().status_code == 302
    sent = Submission.objects.get()
    assert (sent.draft_id, sent.trust_level, str(sent.account_id)) == (draft.pk, "substantial", browser.account)


def test_a_provider_that_is_down_takes_nothing_away(
    applicant: Person,
    provider: Provider,
    needs_substantial: None,
) -> None:
    browser = Browser(applicant.client)
    browser.sign_in()
    applicant.fill()
    applicant.post("/anmelden/abmelden/")
    answer = browser.come_back(browser.leave(next=SUMMARY))
    provider.down = True
    assert applicant.get(answer).status_code == 502
    assert applicant.get(SUMMARY).status_code == 200
    provider.down = False
    assert applicant.get(answer).headers["Location"] == SUMMARY
    assert applicant.send().status_code == 302
