"""Drafts in the postbox: there from the beginning to the sending, and gone on with on any device."""

from datetime import timedelta

import pytest

from rathaus.accounts.service import Account, Mandate
from rathaus.cases.service import Draft, delete_expired_drafts
from rathaus.core import clock
from rathaus.postbox.service import Entry
from rathaus.tenancy.service import Municipality, base_url
from tests.cases.factories import publish_dog
from tests.portal.conftest import BASE, Person

from .conftest import browser
from .test_listing import titles

DRAFTS = "/postfach/?art=entwuerfe"


@pytest.fixture
def draft(anna: Person) -> Draft:
    publish_dog()
    anna.begin()
    anna.send_page("halter")
    found: Draft = Draft.objects.get()
    return found


def address(draft: Draft) -> str:
    return f"/postfach/entwuerfe/{draft.pk}/"


def test_a_draft_is_there_until_it_is_sent(anna: Person, draft: Draft) -> None:
    assert titles(anna, DRAFTS) == ["Hund anmelden"]
    anna.fill()
    anna.send()
    assert titles(anna, DRAFTS) == []
    assert titles(anna, "/postfach/?art=vorgaenge") == ["Hund anmelden"]


def test_it_goes_when_it_is_thrown_away(anna: Person, draft: Draft) -> None:
    anna.post(f"{BASE}entwurf-loeschen/")
    assert (Draft.objects.count(), Entry.objects.count()) == (0, 0)


def test_it_goes_when_it_expires(anna: Person, draft: Draft) -> None:
    with clock.freeze(clock.now() + timedelta(days=31)):
        assert delete_expired_drafts() == 1
    assert Entry.objects.count() == 0


def test_saving_moves_the_day_on_which_it_is_deleted(anna: Person, draft: Draft) -> None:
    before = Entry.objects.get().until
    with clock.freeze(clock.now() + timedelta(days=3)):
        anna.send_page("hund")
    after = Entry.objects.get().until
    assert before is not None
    assert after == before + timedelta(days=3)


def test_its_holder_goes_on_on_another_device(annas: Account, draft: Draft) -> None:
    other = browser(annas)
    assert "Zuletzt bearbeitet heute" in other.get(address(draft)).content.decode()
    assert other.get(BASE).status_code == 200  # nothing was opened by looking
    assert other.post(address(draft)).headers["Location"] == BASE
    assert other.get(BASE).headers["Location"] == f"{BASE}hund/"


def test_another_draft_in_this_browser_is_asked_about_first(annas: Account, draft: Draft) -> None:
    other = browser()
    other.begin()
    other.client.force_login(annas)
    assert "noch einen anderen Entwurf" in other.post(address(draft)).content.decode()
    assert other.post(address(draft), {"_ersetzen": "ja"}).headers["Location"] == BASE
    assert other.get(BASE).headers["Location"] == f"{BASE}hund/"


def test_nobody_else_finds_it(
    annas: Account, bilal: Person, bilals: Account, draft: Draft, thale: Municipality
) -> None:
    for person in (bilal, browser(annas, host="thale")):
        assert (person.get(address(draft)).status_code, person.post(address(draft)).status_code) == (404, 404)
        assert not [name for name in person.client.cookies if name.startswith("antrag-")]
    assert browser().post(address(draft)).status_code == 302
    assert titles(bilal, DRAFTS) == []
    # Who may read and apply, but for another service, reads the line and opens nothing.
    Mandate.objects.create(principal=annas, agent=bilals, may_apply=True, may_read=True, services=["fundsache"])
    session = bilal.client.session
    session["acts_for"] = str(annas.pk)
    session.save()
    assert titles(bilal, DRAFTS) == ["Hund anmelden"]
    assert bilal.post(address(draft)).status_code == 404


def test_from_another_municipality_it_opens_at_its_host(annas: Account, draft: Draft, thale: Municipality) -> None:
    text = browser(annas, host="thale").get(DRAFTS).content.decode()
    assert f'href="{base_url(draft.municipality)}{address(draft)}"' in text
