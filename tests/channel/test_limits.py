"""Nobody floods a stranger's mailbox, and nobody learns who has subscribed."""

from datetime import timedelta
from typing import Any

from django.test import Client

from rathaus.accounts.service import Account
from rathaus.channel.limits import PER_ADDRESS, forget_asked
from rathaus.channel.models import Asked, Subscriber
from rathaus.channel.service import leave
from rathaus.channel.subscribing import forget_unconfirmed
from rathaus.core import clock
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import POOL, subscriber

ANNA, BILAL = cast.ANNA.email, cast.BILAL.email
QUARTER = timedelta(minutes=15)


def ask(portal: Client, email: str = ANNA, network: str = "192.0.2.1", **more: Any) -> Any:
    return portal.post("/abo/", {"email": email, "thema": POOL}, REMOTE_ADDR=network, **more)


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "")


def mails(email: str = ANNA) -> int:
    return OutgoingMail.objects.filter(template="channel_confirm", to=email).count()


def test_an_address_gets_three_confirmations_a_day_and_the_answer_stays_the_same(
    town: Municipality, portal: Client
) -> None:
    answers = set()
    for number in range(PER_ADDRESS + 3):
        with clock.freeze(MONDAY + number * QUARTER):
            answers.add(said(ask(portal, network=f"192.0.2.{number}")))
    assert (mails(), answers) == (3, {(302, "/abo/gesendet/")})
    with clock.freeze(MONDAY + timedelta(days=1)):
        ask(portal)
    assert mails() == 4


def test_leaving_takes_the_address_out_of_the_confirmations_too(town: Municipality, portal: Client) -> None:
    ask(portal)
    ask(portal, BILAL)
    found = Subscriber.objects.get(address=ANNA)
    leave(found)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["", BILAL]


def test_who_never_confirms_is_forgotten_a_week_after_asking_the_last_time(
    town: Municipality, portal: Client
) -> None:
    ask(portal)
    with clock.freeze(MONDAY + timedelta(days=6)):
        ask(portal)
    with clock.freeze(MONDAY + timedelta(days=8)):
        assert (forget_unconfirmed(), mails()) == (0, 2)
    with clock.freeze(MONDAY + timedelta(days=14)):
        assert (forget_unconfirmed(), Subscriber.objects.count(), mails()) == (1, 0, 0)


def test_refusing_the_confirmation_gives_no_new_ones(town: Municipality, portal: Client) -> None:
    for number in range(PER_ADDRESS + 3):
        with clock.freeze(MONDAY + number * QUARTER):
            ask(portal)
            leave(Subscriber.objects.get())
    assert OutgoingMail.objects.filter(template="channel_confirm").count() == 3


def test_writing_the_address_in_another_way_gives_no_new_ones(town: Municipality, portal: Client) -> None:
    for number, typed in enumerate((ANNA, ANNA.upper(), f" {ANNA} ", ANNA.title(), ANNA)):
        with clock.freeze(MONDAY + number * QUARTER):
            ask(portal, typed)
    assert OutgoingMail.objects.count() == 3


def test_a_network_asks_so_often_an_hour_and_then_hears_why_not_in_its_language(
    town: Municipality, portal: Client, settings: Any
) -> None:
    settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR = 2
    assert [said(ask(portal, f"a{number}@example.org"))[0] for number in range(3)] == [302, 302, 429]
    refused = ask(portal)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    page = refused.content.decode()
    assert "Versuchen Sie es in einer Stunde noch einmal." in page
    assert f'value="{ANNA}"' in page  # nothing typed is lost
    english = ask(portal, headers={"accept-language": "en"}).content.decode()
    assert "Try again in an hour." in english
    assert (Subscriber.objects.count(), mails()) == (2, 0)
    assert said(ask(portal, network="192.0.2.2"))[0] == 302
    with clock.freeze(MONDAY + timedelta(hours=1)):
        assert said(ask(portal))[0] == 302


def test_every_answer_is_the_same_for_who_has_subscribed_and_who_has_not(
    town: Municipality, portal: Client, settings: Any
) -> None:
    settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR = 3
    subscriber(ANNA)
    statuses = []
    for number in range(PER_ADDRESS + 3):
        told = []
        with clock.freeze(MONDAY + number * QUARTER):
            for last, email in enumerate((ANNA, BILAL)):
                answer = ask(portal, email, network=f"192.0.2.{last}")
                told.append((*said(answer), len(answer.content.replace(email.encode(), b""))))
        assert told[0] == told[1]
        statuses.append(told[0][0])
    assert statuses == [302, 302, 302, 429, 302, 302]


def test_what_is_kept_names_nobody_and_goes_after_two_days(town: Municipality, portal: Client) -> None:
    ask(portal)
    (row,) = Asked.objects.values()
    assert not any("192.0.2.1" in str(value) or ANNA in str(value) for value in row.values())
    assert (len(row["network"]), len(row["address"])) == (32, 32)
    with clock.freeze(MONDAY + timedelta(days=2, seconds=1)):
        forget_asked()
    assert Asked.objects.count() == 0


def test_thale_counts_its_own(
    town: Municipality, thale: Municipality, portal: Client, other_portal: Client, settings: Any
) -> None:
    settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR = 1
    assert [said(ask(one))[0] for one in (portal, portal, other_portal)] == [302, 429, 302]
    with scope(thale):
        assert Asked.objects.count() == 1


def test_who_is_signed_in_with_the_address_needs_no_confirmation_and_no_limit(
    town: Municipality, portal: Client, settings: Any
) -> None:
    settings.RATHAUS_SUBSCRIPTIONS_PER_HOUR = 0
    portal.force_login(Account.objects.create_user(ANNA, name=cast.ANNA.name, verified=True))
    assert [said(ask(portal))[0] for _ in range(2)] == [302, 302]
    assert (said(ask(portal, BILAL))[0], Asked.objects.count()) == (429, 0)
