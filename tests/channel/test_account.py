"""Subscriptions in the account: found by the address that it has proved, and gone with it."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Subject, personal_data
from rathaus.channel.models import Delivery, Subscriber, Subscription
from rathaus.channel.sending import digests
from rathaus.channel.service import Choice, Rhythm, ask_to_subscribe, choose
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .making import POOL, VILLAGE, carry_out, subscriber, tell
from .test_pages import body

ANNA, BILAL = cast.ANNA.email, cast.BILAL.email
PAGE = "/konto/meldungen/"


def sign_in(client: Client, person: cast.Person = cast.ANNA, *, verified: bool = True) -> Account:
    account = Account.objects.create_user(person.email, name=person.name, verified=verified)
    client.force_login(account)
    return account


def subject(account: Account) -> Subject:
    return Subject(account.pk, account.email, account.name, clock.now())


def channel() -> Any:
    return next(part for part in personal_data(everywhere=False) if part.key == "channel")


@pytest.fixture
def annas(town: Municipality) -> Subscriber:
    found = subscriber(ANNA, place=VILLAGE)
    choose(found, [Choice(POOL, VILLAGE), Choice("stadtrat")], quiet=True, rhythm=Rhythm.DAILY)
    return Subscriber.objects.get()


def test_anna_sees_what_she_gets_and_changes_it_without_an_email(annas: Subscriber, portal: Client) -> None:
    sign_in(portal)
    page = body(portal.get(PAGE))
    assert ("Freibad: Grieben" in page, "Stadtrat" in page, "Einmal am Tag, um 7 Uhr" in page) == (True, True, True)
    link = page.split('kern-btn--primary" href="')[1].split('"')[0]
    assert body(portal.get(link)).count(" checked") == 5  # two topics, a place, the rhythm, the night
    assert PAGE in body(portal.get("/konto/"))


def test_bilal_and_who_is_not_signed_in_see_nothing_of_it(
    annas: Subscriber, portal: Client, other_portal: Client
) -> None:
    assert portal.get(PAGE)["Location"].endswith("?next=%2Fkonto%2Fmeldungen%2F")
    sign_in(portal, cast.BILAL)
    page = body(portal.get(PAGE))
    assert ("Grieben" in page, "Sie haben noch nichts abonniert" in page) == (False, True)


def test_an_address_that_nobody_proved_shows_nothing_and_subscribes_nothing(
    annas: Subscriber, portal: Client
) -> None:
    sign_in(portal, verified=False)
    page = body(portal.get(PAGE))
    assert ("Grieben" in page, "Bestätigen Sie zuerst" in page) == (False, True)
    assert portal.post("/abo/", {"email": ANNA, "thema": "stellen"})["Location"] == "/abo/gesendet/"
    assert Subscription.objects.filter(topic__key="stellen").count() == 0


def test_thale_shows_its_own(annas: Subscriber, thale: Municipality, other_portal: Client) -> None:
    account = sign_in(other_portal)
    assert "Grieben" not in body(other_portal.get(PAGE))
    with scope(thale):
        subscriber(ANNA, topic="stellen")
    assert account.email == ANNA
    assert "Stellenangebote" in body(other_portal.get(PAGE))


def test_what_waits_can_be_confirmed_there(town: Municipality, portal: Client) -> None:
    ask_to_subscribe(ANNA, [Choice(POOL)], language="de")
    sign_in(portal)
    page = body(portal.get(PAGE))
    assert ("Wartet auf Ihre Bestätigung" in page, "Ansehen und bestätigen" in page) == (True, True)


def test_the_data_that_she_takes_along_has_it(annas: Subscriber, portal: Client) -> None:
    account = sign_in(portal)
    rows = [item.data for item in channel().export(subject(account))]
    assert [row.get("topic") for row in rows] == [POOL, "stadtrat", None]
    assert (rows[2]["rhythm"], rows[2]["quiet"]) == ("daily", True)


def test_deleting_the_account_ends_it_and_what_waited_is_not_sent(annas: Subscriber, portal: Client) -> None:
    account = sign_in(portal)
    subscriber(BILAL)
    found = tell(topic="stadtrat")
    carry_out(found)
    channel().erase(subject(account))
    assert list(Subscriber.objects.values_list("address", flat=True)) == [BILAL]
    with clock.freeze(clock.now() + timedelta(days=1)):
        digests.send_due(lambda: nullcontext(annas.municipality))
    assert list(Delivery.objects.values_list("state", flat=True)) == ["dropped"]
