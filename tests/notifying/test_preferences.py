"""The page on which somebody chooses what they are told, each for themselves."""

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Organisation
from rathaus.notifying.models import NotificationPreference
from rathaus.notifying.service import Kind, Way, chosen_ways
from tests.signing_in import sign_in_session

from .conftest import agent, member

PAGE = "/konto/benachrichtigungen/"


def browser(
    account: Account, *, host: str = "tangerhuette", acts_for: Account | Organisation | None = None
) -> Client:
    client = Client(HTTP_HOST=f"{host}.localhost")
    sign_in_session(client, account)
    if acts_for is not None:
        session = client.session
        session["acts_for"] = str(acts_for.pk)
        session.save()
    return client


def ways(account: Account, holder: Account | Organisation | None = None) -> list[str]:
    return [str(way) for way in chosen_ways(account.pk, holder=(holder or account).pk).values()]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(portal: Client) -> None:
    for answer in (portal.get(PAGE), portal.post(PAGE, {"progress": "none"})):
        assert answer["Location"].startswith("/anmelden/?next=%2Fkonto%2F")
    assert NotificationPreference.objects.count() == 0


def test_the_choice_is_shown_kept_and_told(anna: Account, bilal: Account) -> None:
    client = browser(anna)
    typed = {"received": "none", "progress": "daily", "message": "at_once", "draft": "none"}
    page = client.post(PAGE, typed, follow=True).content.decode()
    assert "Gespeichert. So schreiben wir Ihnen ab jetzt." in page
    assert ways(anna) == list(typed.values())
    for kind, way in typed.items():
        assert f'name="{kind}" value="{way}" checked' in page
    assert ways(bilal) == ["at_once"] * 4
    assert "Das schreiben wir Ihnen immer" in page


def test_it_is_the_same_in_every_municipality(anna: Account) -> None:
    browser(anna).post(PAGE, {"progress": "none"})
    assert 'name="progress" value="none" checked' in browser(anna, host="thale").get(PAGE).content.decode()


@pytest.mark.parametrize("typed", [{"notice": "none"}, {"query": "none"}, {"security": "none"}, {"x": "none"}, {}])
def test_what_is_mandatory_or_unknown_is_not_taken(anna: Account, typed: dict[str, str]) -> None:
    assert browser(anna).post(PAGE, typed).status_code == 302
    assert NotificationPreference.objects.count() == 0


@pytest.mark.parametrize("way", ["", "push", "<b>", "\x00", "at_once" * 1000])
def test_a_way_that_is_none_changes_nothing(anna: Account, way: str) -> None:
    assert browser(anna).post(PAGE, {"progress": way}).status_code == 302
    assert NotificationPreference.objects.count() == 0


def test_each_member_of_an_organisation_chooses_for_themselves(
    vera: Account, uwe: Account, verein: Organisation
) -> None:
    member(verein, uwe)
    page = browser(vera, acts_for=verein).post(PAGE, {"progress": "daily"}, follow=True).content.decode()
    assert "Heimatverein Grieben e. V." in page
    assert "Alle anderen wählen für sich selbst." in page
    assert (ways(vera, verein)[1], ways(vera)[1], ways(uwe, verein)[1]) == ("daily", "at_once", "at_once")


def test_an_outsider_cannot_choose_for_the_organisation(bilal: Account, vera: Account, verein: Organisation) -> None:
    browser(bilal, acts_for=verein).post(PAGE, {"progress": "none"})
    found = NotificationPreference.objects.get()
    assert (found.reader, found.holder) == (bilal.pk, bilal.pk)


def test_who_may_not_read_is_told_that_there_is_nothing_to_choose(anna: Account, vera: Account) -> None:
    agent(anna, vera, may_read=False)
    client = browser(vera, acts_for=anna)
    page = client.get(PAGE).content.decode()
    assert "Deshalb schreiben wir Ihnen nicht." in page
    assert "<fieldset" not in page
    assert client.post(PAGE, {"progress": "none"}).status_code == 404
    assert NotificationPreference.objects.count() == 0


def test_saving_daily_brings_the_daily_email_back(anna: Account) -> None:
    NotificationPreference.objects.create(reader=anna.pk, holder=anna.pk, kind=Kind.DIGEST, way=Way.NONE)
    browser(anna).post(PAGE, {"progress": "daily"})
    assert ways(anna)[1] == "daily"
