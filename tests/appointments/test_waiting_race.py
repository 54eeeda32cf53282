"""Two jobs at the same moment: a time is offered to one person only. The control does without the constraints."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from rathaus.appointments.models import Offer
from rathaus.appointments.service import Contact, When, find_wish, free_times, join_list
from rathaus.appointments.waitlist import offering
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
