"""Who takes and who frees at the same moment: nobody waits for each other, and no time is given twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from rathaus.occupancy import actions
from rathaus.occupancy.models import Occupied
from rathaus.occupancy.service import Slot, SlotTaken, book, hold, move
from tests.cases.races import Arena, arena

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
RUNNERS = 12
ROOMS = [UUID(int=n) for n in range(1, 4)]


@pytest.fixture
def town_hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("occupancy_race") as made:
        yield made


def slots(minute: int, rooms: list[UUID]) -> list[Slot]:
    start = NOW + timedelta(minutes=minute)
    return [Slot(room, start, start + timedelta(minutes=20)) for room in rooms]


def taken() -> list[tuple[UUID, int]]:
    rows = Occupied.objects.order_by("resource", "starts_at").values_list("resource", "starts_at")
    return [(resource, int((start - NOW).total_seconds() // 60)) for resource, start in rows]


def test_of_many_who_want_several_resources_one_gets_all(town_hall: Arena) -> None:
    """Each names them in another order."""

    def take(n: int) -> None:
        rooms = ROOMS[n % 3 :] + ROOMS[: n % 3]
        book(slots(5 * (n % 3), rooms), owner=UUID(int=100 + n))

    results = town_hall.race(RUNNERS, take)
    assert Counter(type(result) for result in results) == {type(None): 1, SlotTaken: RUNNERS - 1}
    assert len(town_hall.run(taken)) == 3


def test_of_many_who_need_the_time_of_an_expired_hold_one_gets_it(town_hall: Arena) -> None:
    past = datetime.now(UTC) - timedelta(minutes=1)
    town_hall.run(lambda: hold(slots(0, ROOMS), owner=UUID(int=99), until=past))
    results = town_hall.race(RUNNERS, lambda n: book(slots(0, ROOMS), owner=UUID(int=100 + n)))
    assert Counter(type(result) for result in results) == {type(None): 1, SlotTaken: RUNNERS - 1}


def change_places(town_hall: Arena) -> list[Any]:
    """Two owners at once, each to where the other is."""
    town_hall.run(lambda: book(slots(0, ROOMS), owner=UUID(int=1)))
    town_hall.run(lambda: book(slots(60, ROOMS), owner=UUID(int=2)))
    return town_hall.race(2, lambda n: move(UUID(int=n + 1), to=slots(0 if n else 60, ROOMS)))


def test_two_who_want_to_change_places_are_both_told_and_stay(town_hall: Arena) -> None:
    results = change_places(town_hall)
    assert [type(result) for result in results] == [SlotTaken, SlotTaken]
    assert town_hall.run(taken) == [(room, minute) for room in ROOMS for minute in (0, 60)]


def test_control_freeing_before_taking_they_wait_for_each_other(
    town_hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed = Barrier(2)

    def free_first(owner: UUID, *, to: list[Slot]) -> None:
        Occupied.objects.filter(owner=owner).delete()
        freed.wait(30)
        if found := actions.insert_all(to, owner=owner, state=Occupied.State.BOOKED):
            raise SlotTaken(found)

    monkeypatch.setitem(globals(), "move", free_first)
    results = change_places(town_hall)
    assert any(isinstance(result, OperationalError) and "deadlock" in str(result) for result in results)


def test_neighbours_who_shift_into_each_other(town_hall: Arena) -> None:
    """Both onto the time between them, which overlaps what each has."""
    town_hall.run(lambda: book(slots(0, ROOMS), owner=UUID(int=1)))
    town_hall.run(lambda: book(slots(30, ROOMS), owner=UUID(int=2)))
    results = town_hall.race(2, lambda n: move(UUID(int=n + 1), to=slots(20 if n else 10, ROOMS)))
    assert Counter(type(result) for result in results) == {type(None): 1, SlotTaken: 1}
    assert len(town_hall.run(taken)) == 6
