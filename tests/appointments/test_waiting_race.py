"""Two jobs at the same moment: a time is offered to one person only. The control does without the constraints."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import OperationalError

from rathaus.appointments.models import Offer
from rathaus.appointments.service import (
    Contact,
    OfferGone,
    When,
    accept_offer,
    find_wish,
    free_times,
    join_list,
    leave_list,
)
from rathaus.appointments.waitlist import answering, joining, offering
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.occupancy.service import Slot, book
from tests.cases.races import Arena, all_read_first, arena
from tests.cluster import CLUSTER

RUNNERS, NAME = 6, "waiting_race"
GUARDS = (
    "alter table occupancy_occupied drop constraint occupied_once",
    "drop index offer_of_time_once",
)


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena(NAME) as made:
        made.run(one_time_left)
        yield made


def one_time_left() -> None:
    """Of a whole day of the wedding registrar one time is free, and everybody waits for that day."""
    wish = find_wish(["eheschliessung"])
    first = free_times(wish).starts()[0]
    day = first.astimezone(UTC).date()
    (counter,) = {c.pk for c in wish.counters}
    start = datetime.combine(day, datetime.min.time(), UTC)
    _before, end = wish.length.span(first)
    book([Slot(counter, end, start + timedelta(days=29))], owner=counter)
    for number in range(RUNNERS):
        who = Contact(f"N{number}", email=f"n{number}@example.org")
        join_list(wish, When(clock.today(), day), who, network="203.0.113.7")


def offers(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, datetime]]:
    """All jobs have read that the time is free before one of them takes it."""
    monkeypatch.setattr(offering, "free_times", all_read_first(free_times, RUNNERS))
    found = town_hall.race(RUNNERS, lambda _n: offering.offer_one())
    assert [result for result in found if isinstance(result, Exception)] == []
    return town_hall.run(lambda: list(Offer.objects.values_list("counter", "starts_at")))


def test_many_jobs_at_once_offer_a_time_to_one_person(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(offers(town_hall, monkeypatch)) == 1
    owners = town_hall.run(lambda: set(Occupied.objects.filter(state="held").values_list("owner", flat=True)))
    assert len(owners) == 1  # of the counter and the room


def test_control_without_the_constraints_several_are_offered_it(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(CLUSTER.url("postgres", NAME)) as superuser:
        for guard in GUARDS:
            superuser.execute(guard)
    assert len(offers(town_hall, monkeypatch)) > 1


def accepted_and_left_at_once(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The same person, with two windows: the place is left, and the offer is about to be taken."""
    offer = town_hall.run(offering.offer_one)
    assert offer is not None
    left, taking = Event(), Event()
    end, is_open = joining.end_place, answering.is_offer_open

    def end_slowly(*args: Any) -> None:
        end(*args)
        left.set()
        taking.wait(2)  # in vain where the other waits for us

    def take(offer: Offer) -> bool:
        taking.set()
        return is_open(offer)

    monkeypatch.setattr(joining, "end_place", end_slowly)
    monkeypatch.setattr(answering, "is_offer_open", take)

    def work(number: int) -> Any:
        if number:
            return leave_list(offer.waiting)
        left.wait(30)
        return accept_offer(offer)

    return town_hall.race(2, work)


def test_who_takes_and_leaves_at_once_does_one_of_them(town_hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, gone = accepted_and_left_at_once(town_hall, monkeypatch)
    assert (type(taken), gone) == (OfferGone, None)


def test_control_without_the_order_of_locks_they_wait_for_each_other(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "lock_place", lambda _waiting: None)
    found = accepted_and_left_at_once(town_hall, monkeypatch)
    assert [type(one) for one in found].count(OperationalError) == 1
