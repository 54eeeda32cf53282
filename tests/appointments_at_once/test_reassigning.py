"""An ill colleague's visits, with their equipment, against who books the same at that moment: nobody sees a deadlock.

Each control leaves an order out, and PostgreSQL has to break one of the two off.
"""

from collections.abc import Iterator
from datetime import date
from threading import Event, current_thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from rathaus.accounts.service import StaffMember
from rathaus.appointments import choosing
from rathaus.appointments.changing import cancel_booking
from rathaus.appointments.keeping import PlanChanged, cancel_day, dayoff, plan_day_off, reassign_day
from rathaus.appointments.models import Booking, Counter, Equipment, Hold
from rathaus.appointments.service import Channel, Gone, book_at_desk, booking_changing, find_wish, hold_time
from rathaus.core import clock
from rathaus.occupancy import actions, writing
from rathaus.occupancy.models import Occupied
from rathaus.occupancy.service import Slot, book
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, at
from tests.cases.races import Arena, arena

TUESDAY = date(2026, 12, 1)
HALF_PAST = at(9, 30)


@pytest.fixture
def hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("reassigning_race") as made:
        made.run(one_way_out)
        yield made


def counter(number: int) -> Counter:
    found: Counter = Counter.objects.select_related("office").get(office__key="rathaus", key=f"schalter-{number}")
    return found


def ida() -> StaffMember:
    found: StaffMember = StaffMember.objects.get(account__email=cast.IDA.email)
    return found


def one_way_out() -> None:
    """A visit at nine needs a terminal. Only at half past nine another counter and a terminal are free."""
    with clock.freeze(MONDAY):
        terminal = Equipment.objects.get(office__key="rathaus", key="terminal-2")
        taken = [(terminal.pk, 8, 0), (counter(1).pk, 9, 20), (counter(3).pk, 8, 0)]
        book([Slot(resource, at(hour, minute), at(20)) for resource, hour, minute in taken], owner=uuid4())
        book([Slot(counter(2).pk, at(8), HALF_PAST), Slot(counter(2).pk, at(9, 50), at(20))], owner=uuid4())
        wish = find_wish(["personalausweis"])
        book_at_desk(wish, at(9), ANNA, by=ida(), channel=Channel.PHONE, counter=counter(1).pk)


def reassign() -> list[Any]:
    with clock.freeze(MONDAY):
        counters = [counter(1)]
        plan = plan_day_off(counters, TUESDAY)
        return reassign_day(counters, TUESDAY, seen=plan.mark, message="", by=ida())


def hold_half_past() -> Hold:
    with clock.freeze(MONDAY):
        return hold_time(find_wish(["personalausweis"]), HALF_PAST, office=None, network="203.0.113.7")


def race(hall: Arena, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The citizen has seen that half past nine is free; who has one of its rows waits until the other has one."""
    seen, has_one = Event(), {"clerk": Event(), "citizen": Event()}
    insert, read = writing._try, choosing.free_times

    def read_then_tell(*args: Any, **kwargs: Any) -> Any:
        free = read(*args, **kwargs)
        seen.set()
        return free

    def insert_then_wait(cursor: Any, slot: Slot, *more: Any) -> bool:
        me, other = ("clerk", "citizen") if current_thread().name == "clerk" else ("citizen", "clerk")
        if me == "clerk":
            seen.wait(30)
        done = insert(cursor, slot, *more)
        if done and slot.start == HALF_PAST:
            has_one[me].set()
            has_one[other].wait(2)
        return done

    monkeypatch.setattr(choosing, "free_times", read_then_tell)
    monkeypatch.setattr(writing, "_try", insert_then_wait)

    def work(number: int) -> Any:
        current_thread().name = ("clerk", "citizen")[number]
        return (reassign, hold_half_past)[number]()

    return hall.race(2, work)


def test_who_books_the_equipment_and_who_moves_to_it_both_get_a_clear_answer(
    hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, citizen = race(hall, monkeypatch)
    assert (type(clerk), type(citizen)) in {(list, Gone), (PlanChanged, Hold)}
    rows = hall.run(lambda: list(Occupied.objects.filter(starts_at=HALF_PAST).values_list("owner", flat=True)))
    assert len(rows) == 2
    assert len(set(rows)) == 1  # the counter and the terminal belong to one of them


def test_control_without_the_order_they_wait_for_each_other(hall: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "in_fixed_order", lambda wanted: sorted(wanted, reverse=True))
    assert [type(result) for result in race(hall, monkeypatch)].count(OperationalError) == 1


def withdraw_while_the_day_is_cancelled(hall: Arena) -> list[Any]:
    """Who withdraws an application has its case, then wants its visit. The lock is any that the case would be."""
    has_case = Event()

    def lock_case(**_more: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(5)")

    def withdraw() -> Booking:
        lock_case()
        has_case.set()
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.5)")
        with clock.freeze(MONDAY):
            return cancel_booking(Booking.objects.get())

    def cancel_all() -> int:
        has_case.wait(30)
        with clock.freeze(MONDAY):
            return cancel_day([counter(1)], TUESDAY, message="", by=ida())

    hall.run(lambda: Booking.objects.update(case=UUID(int=1)))
    booking_changing.connect(lock_case)
    try:
        return hall.race(2, lambda number: (withdraw, cancel_all)[number]())
    finally:
        booking_changing.disconnect(lock_case)


def test_a_day_is_cancelled_while_an_application_with_a_visit_is_withdrawn(hall: Arena) -> None:
    withdrawn, cancelled = withdraw_while_the_day_is_cancelled(hall)
    assert (withdrawn.status, cancelled) == ("cancelled", 0)


def test_control_locking_visits_before_cases_they_wait_for_each_other(
    hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dayoff, "lock_bookings", lambda rows: set(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    )
    results = withdraw_while_the_day_is_cancelled(hall)
    assert [type(result) for result in results].count(OperationalError) == 1
