"""Subscribing, choosing and leaving, and who is counted."""

import pytest

from rathaus.channel.codes import find_subscriber, subscriber_token
from rathaus.channel.models import Subscriber, Subscription
from rathaus.channel.service import (
    Choice,
    NoAddress,
    NothingChosen,
    Topic,
    ask_to_subscribe,
    choices_of,
    choose,
    confirm,
    count_recipients,
    leave,
)
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .making import POOL, VILLAGE, subscriber

ANNA, BILAL = cast.ANNA.email, cast.BILAL.email


def reached(topic: str = POOL, *places: str) -> int:
    return count_recipients(Topic.objects.get(key=topic).pk, places)["email"]


def test_nobody_is_reached_before_they_confirm(town: Municipality) -> None:
    ask_to_subscribe(f" {ANNA.upper()} ", [Choice(POOL, VILLAGE)], language="de")
    found = Subscriber.objects.get(address=ANNA)
    assert (reached(), choices_of(found)) == (0, [])
    confirm(found)
    assert (reached(), choices_of(found)) == (1, [Choice(POOL, VILLAGE)])


def test_a_stranger_changes_nothing_of_somebodys_subscription(town: Municipality) -> None:
    found = subscriber()
    ask_to_subscribe(ANNA, [Choice("stellen")], language="de")
    assert choices_of(found) == [Choice(POOL)]


def test_an_address_gets_one_confirmation_in_ten_minutes(town: Municipality) -> None:
    for _ in range(3):
        ask_to_subscribe(ANNA, [Choice(POOL)], language="de")
    assert OutgoingMail.objects.filter(template="channel_confirm").count() == 1


def test_what_is_no_address_or_no_topic_is_refused(town: Municipality) -> None:
    with pytest.raises(NoAddress):
        ask_to_subscribe("a@b@c", [Choice(POOL)], language="de")
    for choice in (Choice("unbekannt"), Choice("freizeit"), Choice(POOL, "Thale"), Choice("stellen", VILLAGE)):
        with pytest.raises(NothingChosen):
            ask_to_subscribe(ANNA, [choice], language="de")


def test_recipients_are_counted_once_by_topic_and_place(town: Municipality) -> None:
    anna = subscriber(ANNA, place=VILLAGE)
    choose(anna, [Choice(POOL, VILLAGE), Choice(POOL, "Uetz")], quiet=True)
    subscriber(BILAL)
    subscriber("uetz@example.org", place="Uetz")
    subscriber("jobs@example.org", topic="stellen")
    assert (reached(POOL), reached(POOL, VILLAGE), reached(POOL, VILLAGE, "Uetz")) == (3, 2, 3)
    assert (reached(POOL, "Demker"), reached("stellen")) == (1, 1)


def test_leaving_deletes_the_address(town: Municipality) -> None:
    found = subscriber()
    token = subscriber_token(found.pk, 0)
    assert find_subscriber(token) == found
    leave(found)
    leave(found)
    assert (Subscriber.objects.count(), Subscription.objects.count(), find_subscriber(token)) == (0, 0, None)


def test_a_link_is_good_in_its_municipality_and_generation_only(town: Municipality, thale: Municipality) -> None:
    found = subscriber()
    token = subscriber_token(found.pk, 0)
    assert find_subscriber(token[:-1]) is None
    with scope(thale):
        assert find_subscriber(token) is None
    Subscriber.objects.update(generation=1)
    assert find_subscriber(token) is None


def test_the_other_municipality_counts_its_own(town: Municipality, thale: Municipality) -> None:
    subscriber()
    with scope(thale):
        assert reached() == 0
