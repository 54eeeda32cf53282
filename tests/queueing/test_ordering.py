"""Who is next. Each line of numbers is read from left to right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from rathaus.queueing.ordering import Minutes, expected_minutes, in_order
from tests.appointments.making import at

NINE = at(9)


@dataclass(frozen=True)
class One:
    serial: int
    placed_at: datetime
    due_at: datetime | None = None
    has_priority: bool = False


def came(serial: int, minute: int, due: int | None = None, *, priority: bool = False) -> One:
    """Minutes after nine."""
    when = None if due is None else NINE + timedelta(minutes=due)
    return One(serial, NINE + timedelta(minutes=minute), when, priority)


def order(waiting: list[One], minute: int, rule: Minutes | None = None) -> list[int]:
    return [one.serial for one in in_order(waiting, rule or Minutes(), NINE + timedelta(minutes=minute))]


def test_without_appointments_numbers_go_by_when_they_were_taken() -> None:
    assert order([came(3, 2), came(1, 0), came(2, 1)], 5) == [1, 2, 3]


@pytest.mark.parametrize(("minute", "line"), [(24, [1, 2]), (25, [2, 1]), (30, [2, 1])])
def test_an_appointment_goes_first_from_five_minutes_before_its_time(minute: int, line: list[int]) -> None:
    assert order([came(1, 0), came(2, 1, due=30)], minute) == line


@pytest.mark.parametrize(("arrived", "line"), [(45, [2, 1]), (46, [1, 2])])
def test_who_comes_too_late_for_it_waits_by_number(arrived: int, line: list[int]) -> None:
    assert order([came(1, 40), came(2, arrived, due=30)], 50) == line


def test_who_came_in_time_keeps_the_claim_when_the_town_hall_is_late() -> None:
    assert order([came(1, 20), came(2, 25, due=30)], 64) == [2, 1]


def test_appointments_go_by_their_time_and_not_by_who_came_first() -> None:
    assert order([came(1, 0, due=20), came(2, 1, due=10)], 20) == [2, 1]


@pytest.mark.parametrize(("minute", "line"), [(44, [2, 1]), (45, [2, 1]), (46, [2, 1])])
def test_patience_counts_like_an_appointment_of_that_moment(minute: int, line: list[int]) -> None:
    assert order([came(1, 0), came(2, 30, due=40)], minute) == line


def test_a_full_calendar_starves_nobody() -> None:
    line = [came(1, 0), *(came(n, 40, due=46 + n) for n in range(2, 6))]
    assert order(line, 46)[0] == 1
    assert order(line, 46, Minutes(patience=0))[-1] == 1


def test_priority_goes_before_everything() -> None:
    assert order([came(1, 0), came(2, 1, due=5), came(3, 4, priority=True)], 5) == [3, 2, 1]


def test_the_wait_is_what_the_counters_need_for_those_ahead() -> None:
    assert expected_minutes([], 2) == 0
    assert expected_minutes([15], 2) == 0
    assert expected_minutes([15, 10], 2) == 10
    assert expected_minutes([15, 10, 20], 2) == 15
    assert expected_minutes([15, 10], 0) == 25
