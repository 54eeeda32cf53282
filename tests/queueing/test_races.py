"""Fifty counters that call at once never call a number twice. The control leaves the lock out, and does."""

from collections import Counter as Count
from collections.abc import Iterator, Sequence
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from rathaus.accounts.service import Account, StaffMember, Unit
from rathaus.appointments.service import Counter, CounterOffering, Offering, Office
from rathaus.queueing import calling
from rathaus.queueing.models import QueueEvent
from rathaus.queueing.service import NobodyWaits, Queue, Seat, Ticket, call_next, draw_ticket, take_seat
from tests.cases.races import Arena, arena

COUNTERS, WAITING = 50, 30


@pytest.fixture
def hall(cluster: object, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), arena("queue_race") as made:
        made.run(furnish)
        yield made


def furnish() -> None:
    """Fifty counters with somebody at each, and thirty people who wait."""
    office, unit = Office.objects.get(key="rathaus"), Unit.objects.get(key="buergerservice")
    queue = Queue.objects.select_related("office").get(office=office)
    queue.opening = [{"days": ["mo", "di", "mi", "do", "fr", "sa", "so"], "from": "00:00", "to": "24:00"}]
    offering = Offering.objects.get(key="wohnsitz")
    for n in range(COUNTERS):
        account = Account.objects.create_user(f"c{n}@tangerhuette.example", name=f"C {n}")
        member = StaffMember.objects.create(account=account, unit=unit, role=StaffMember.Role.CLERK)
        counter = Counter.objects.create(office=office, unit=unit, key=f"c{n}", name=f"Schalter {n}")
        CounterOffering.objects.create(counter=counter, offering=offering)
        take_seat(counter, queue, by=member)
    for _ in range(WAITING):
        draw_ticket(queue, offering)


def call(n: int) -> str:
    seat = Seat.objects.select_related("queue__office", "counter", "staff").get(counter__key=f"c{n}")
    return call_next(seat, by=seat.staff).number


def times_called(hall: Arena) -> Count[str]:
    rows = hall.run(lambda: list(QueueEvent.objects.filter(kind="called").values_list("ticket__number", flat=True)))
    return Count(rows)


def test_fifty_counters_calling_at_once_never_call_a_number_twice(hall: Arena) -> None:
    results = hall.race(COUNTERS, call)
    assert Count(type(result) for result in results) == {str: WAITING, NobodyWaits: COUNTERS - WAITING}
    assert sorted(times_called(hall).values()) == [1] * WAITING
    assert sorted(result for result in results if isinstance(result, str)) == [f"A{n:03}" for n in range(1, 31)]


def test_control_without_the_lock_a_number_is_called_more_than_once(
    hall: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Barrier(COUNTERS)

    def look_first(wanted: Sequence[UUID], counter: Counter) -> UUID | None:
        waiting = set(Ticket.objects.filter(pk__in=wanted, state="waiting").values_list("pk", flat=True))
        first = next((one for one in wanted if one in waiting), None)
        read.wait(60)
        Ticket.objects.filter(pk=first).update(state="called", counter=counter)
        return first

    monkeypatch.setattr(calling, "take_first", look_first)
    hall.race(COUNTERS, call)
    assert max(times_called(hall).values()) > 1
