"""Twenty places and a crowd, over real HTTP: two never share a chair. The control drops the constraint."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random

import psycopg
import pytest

from tests.cluster import CLUSTER
from tests.live import Installation

from .crowd import Crowd, start_of_round
from .hall import PLACES

CONTENDERS = int(os.environ.get("RATHAUS_CONTENDERS", "500"))
ROUNDS = (CONTENDERS, 120, 120)  # people a round: the first as large as a hot morning, the others are to be many


@pytest.fixture(scope="module")
def hall(install: Callable[..., Installation]) -> Installation:
    made = install(worker=False, RATHAUS_HOLDS_PER_HOUR="1000000", RATHAUS_HOLDS_UNDER_ATTACK="0")
    Crowd(made).prepare()
    return made


@pytest.fixture
def crowd(hall: Installation) -> Crowd:
    made = Crowd(hall)
    made.prepare()
    return made


def seats(crowd: Crowd, start: datetime) -> tuple[int, int, int]:
    """At a time: bookings, rows of occupancy that belong to one of them, and counters that these are on."""
    rows = crowd.installation.query(
        "select b.id, o.resource from appointments_booking b left join occupancy_occupied o on o.owner = b.id "
        "and o.starts_at = b.starts_at and o.resource = b.counter_id and o.state = 'booked' "
        "where b.starts_at = %s and b.status = 'booked'",
        start,
    )
    return len({b for b, _ in rows}), len([r for _, r in rows if r]), len({r for _, r in rows if r})


def test_a_crowd_for_twenty_places_gets_exactly_twenty_each_time(crowd: Crowd) -> None:
    for number, contenders in enumerate(ROUNDS):
        start = start_of_round(number)
        people = [partial(crowd.book, f"r{number}p{n}", start) for n in range(contenders)]
        confirmed = [cookies for cookies in crowd.together(people) if cookies]
        assert len(confirmed) == PLACES
        assert seats(crowd, start) == (PLACES, PLACES, PLACES)
    assert set(crowd.statuses) == {302, 409}


def test_moving_against_booking_nobody_loses_a_place_or_gets_two(crowd: Crowd) -> None:
    before, after = start_of_round(10), start_of_round(14)
    people = [partial(crowd.book, f"m{n}", before) for n in range(PLACES)]
    holders = [cookies for cookies in crowd.together(people) if cookies]
    assert len(holders) == PLACES
    moves = [partial(crowd.move, cookies, after) for cookies in holders]
    books = [partial(crowd.book, f"n{n}", after) for n in range(CONTENDERS - PLACES)]
    acts: list[Callable[[], object]] = [*moves, *books[: 2 * PLACES]]
    Random(7).shuffle(acts)
    crowd.together([*acts, *books[2 * PLACES :]])  # who moves is among the first, else nobody would
    moved = PLACES - seats(crowd, before)[0]
    assert seats(crowd, after) == (PLACES, PLACES, PLACES)
    assert seats(crowd, before) == (PLACES - moved,) * 3
    assert moved > 0
    assert set(crowd.statuses) == {302, 409}


def test_shifting_by_half_a_visit_all_at_once(crowd: Crowd) -> None:
    """Everybody moves onto a time that overlaps their own, so all want what others are about to free."""
    before, after = start_of_round(20), start_of_round(21)
    people = [partial(crowd.book, f"s{n}", before) for n in range(PLACES)]
    holders = [cookies for cookies in crowd.together(people) if cookies]
    crowd.together([partial(crowd.move, cookies, after) for cookies in holders])
    assert seats(crowd, before)[0] + seats(crowd, after)[0] == PLACES
    assert set(crowd.statuses) == {302}


def test_killed_between_hold_and_booking_the_time_is_free_at_expiry(crowd: Crowd) -> None:
    start, cookies, late = start_of_round(30), dict[str, str](), dict[str, str]()
    for _place in range(PLACES):
        crowd.post("/termine/halle/", {"wann": f"halle {start:%Y-%m-%dT%H:%MZ}"}, cookies := {})
    assert crowd.book("zu-frueh", start) is None
    crowd.installation.kill("serve")
    crowd.installation.start("serve")
    age = "set expires_at = expires_at - interval '11 minutes'"
    with psycopg.connect(CLUSTER.url("postgres", crowd.installation.database)) as connection:
        connection.execute(f"update occupancy_occupied {age} where state = 'held'")  # type: ignore[arg-type]
        connection.execute(f"update appointments_hold {age}")  # type: ignore[arg-type]
    people = [partial(crowd.book, f"k{n}", start) for n in range(2 * PLACES)]
    assert len([found for found in crowd.together(people) if found]) == PLACES
    answer = crowd.post("/termine/reservierung/", {"name": "Anna", "email": "anna@example.org"}, {**cookies, **late})
    assert answer.headers["Location"] == "/termine/halle/"
    assert seats(crowd, start) == (PLACES, PLACES, PLACES)
    mails = crowd.installation.query("select count(*) from outbox_outgoingmail")
    assert mails == crowd.installation.query("select count(*) from appointments_bookingevent")


def test_the_same_key_twenty_times_at_once_holds_once(crowd: Crowd) -> None:
    start = start_of_round(40)
    answers = crowd.together([partial(crowd.hold_by_api, start, "einmal")] * 20)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    held = crowd.installation.query("select count(*) from occupancy_occupied where starts_at = %s", start)
    assert held == [(1,)]


def test_control_without_the_constraint_more_are_confirmed(install: Callable[..., Installation]) -> None:
    bare = Crowd(install(worker=False, RATHAUS_HOLDS_PER_HOUR="1000000", RATHAUS_HOLDS_UNDER_ATTACK="0"))
    bare.prepare()
    with psycopg.connect(CLUSTER.url("postgres", bare.installation.database)) as connection:
        connection.execute("alter table occupancy_occupied drop constraint occupied_once")
    confirmed = []
    for number, contenders in enumerate(ROUNDS[1:]):
        people = [partial(bare.book, f"r{number}p{n}", start_of_round(number)) for n in range(contenders)]
        confirmed.append(len([cookies for cookies in bare.together(people) if cookies]))
    assert max(confirmed) > PLACES
