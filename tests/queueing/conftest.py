"""A Tuesday morning in Tangerhütte's hall, half past nine; Clara and Leo may sit at its counters."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter
from rathaus.core import clock
from rathaus.queueing.service import Queue, Seat, queue_at, take_seat
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.making import at
from tests.desk.conftest import bilal, clara, ida, leo, olga, outsider, theo

__all__ = ["bilal", "clara", "ida", "leo", "olga", "outsider", "theo"]


@pytest.fixture(autouse=True)
def tuesday(settings: object) -> Iterator[datetime]:
    settings.STAFF_IDLE_MINUTES = 10**6  # type: ignore[attr-defined]  # the clock of these tests jumps
    with clock.freeze(at(9, 30)):
        yield at(9, 30)


def staff(person: cast.Person) -> StaffMember:
    found: StaffMember = StaffMember.objects.get(account__email=person.email)
    return found


def counter(key: str) -> Counter:
    found: Counter = Counter.objects.select_related("office").get(office__key="rathaus", key=key)
    return found


@pytest.fixture
def queue(town: Municipality) -> Queue:
    found = queue_at("rathaus")
    assert found is not None
    return found


@pytest.fixture
def seat(queue: Queue) -> Seat:
    """Clara sits at the first counter."""
    return take_seat(counter("schalter-1"), queue, by=staff(cast.CLARA))
