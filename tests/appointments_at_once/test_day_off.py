"""Cancelling a day against bookings that come in at the same moment. Each control shows the fault without the guard.

Not below tests/appointments, where each test is one transaction.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Any, TypeVar

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.appointments import booking, choosing
from rathaus.appointments.keeping import cancel_day, dayoff
from rathaus.appointments.models import Booking, Counter
from rathaus.appointments.service import Contact, book_held, find_wish, hold_time
from rathaus.core import clock
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import at
from tests.cases.races import Arena, arena

T = TypeVar("T")
LATE = 5
TUESDAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Telling(Arena):
    """Tells when the cancelling, whose result is a number, is committed."""

    cancelled: Event

    def run(self, work: Callable[[], T]) -> T:
        result = super().run(work)
        if isinstance(result, int):
            self.cancelled.set()
        return result


@pytest.fixture
def hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("day_off_race") as made:
        yield made


@pytest.fixture
def no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The closure is written, and nothing blocked."""
    monkeypatch.setattr(dayoff, "closed_slots", lambda _row, _counters: [])


def book(number: int) -> Booking:
    """At the only counter for it, each at another time."""
    with clock.freeze(MONDAY):
        start = [at(9), at(9, 30), at(10), at(10, 30), at(11)][number]
        held = hold_time(find_wish(["gewerbe"]), start, office=None, network="203.0.113.7")
        return book_held(held, Contact(f"P{number}", email=f"p{number}@example.org"))


def cancel_all() -> int:
    with clock.freeze(MONDAY):
        ida = StaffMember.objects.get(account__email=cast.IDA.email)
        counters = list(Counter.objects.filter(key="gewerbe"))
        return cancel_day(counters, TUESDAY, message="", by=ida)


def still_booked() -> int:
    return Booking.objects.filter(status="booked").count()


def race_with_who_saw_a_free_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """They read that the time is free; the day is cancelled; then they take it."""
    seen, cancelled = Event(), Event()
    read = choosing.free_times

    def read_then_wait(*args: Any, **kwargs: Any) -> Any:
        free = read(*args, **kwargs)
        seen.set()
        cancelled.wait(30)
        return free

    monkeypatch.setattr(choosing, "free_times", read_then_wait)

    def work(number: int) -> Any:
        if number:
            return book(number - 1)
        seen.wait(30)
        return cancel_all()

    Telling(cancelled).race(1 + LATE, work)


def race_with_who_is_just_booking(hall: Arena, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Their row is written but not yet committed when the day is cancelled."""
    written = Event()
    finish = booking.finish

    def finish_slowly(*args: Any, **kwargs: Any) -> None:
        finish(*args, **kwargs)
        written.set()
        time.sleep(0.7)

    monkeypatch.setattr(booking, "finish", finish_slowly)

    def work(number: int) -> Any:
        if number:
            return book(0)
        written.wait(30)
        return cancel_all()

    return hall.race(2, work)


def test_who_saw_a_free_time_before_does_not_get_it_after(hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    race_with_who_saw_a_free_time(monkeypatch)
    assert hall.run(still_booked) == 0


def test_control_without_the_block_they_all_get_in(
    hall: Arena, monkeypatch: pytest.MonkeyPatch, no_guard: None
) -> None:
    race_with_who_saw_a_free_time(monkeypatch)
    assert hall.run(still_booked) == LATE


def test_who_is_just_booking_is_waited_for_and_cancelled_too(hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race_with_who_is_just_booking(hall, monkeypatch)[0] == 1
    assert hall.run(still_booked) == 0


def test_control_without_the_block_who_is_just_booking_is_overlooked(
    hall: Arena, monkeypatch: pytest.MonkeyPatch, no_guard: None
) -> None:
    assert race_with_who_is_just_booking(hall, monkeypatch)[0] == 0
    assert hall.run(still_booked) == 1


def test_two_who_cancel_at_once_cancel_once(hall: Arena) -> None:
    hall.run(lambda: [book(number) for number in range(LATE)] and None)
    results = hall.race(4, lambda _number: cancel_all())
    assert sorted(results) == [0, 0, 0, LATE]
