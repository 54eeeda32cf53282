"""Numbers and what happened to them are kept for a while, and then for nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rathaus.appointments.service import Offering
from rathaus.core import clock
from rathaus.queueing.forgetting import delete_old_tickets
from rathaus.queueing.models import QueueEvent
from rathaus.queueing.service import Queue, Seat, Ticket, call_next, draw_ticket
from rathaus.tenancy.service import Municipality, delete_expired, scope
from tests import cast

from .conftest import staff

LONG_AGO = timedelta(days=430)


@pytest.fixture
def old(queue: Queue, seat: Seat) -> Ticket:
    """A number that was called and done with long ago, by the database's clock too."""
    return drawn_and_called(queue, seat, ago=LONG_AGO)


def drawn_and_called(queue: Queue, seat: Seat, *, ago: timedelta) -> Ticket:
    ticket = draw_ticket(queue, Offering.objects.get(key="wohnsitz"))
    call_next(seat, by=staff(cast.CLARA))
    day = clock.today() - ago
    Ticket.objects.filter(pk=ticket.pk).update(state="done", counter=None, day=day)
    Seat.objects.filter(pk=seat.pk).update(day=day, closed_at=clock.now() - ago)
    return ticket


def counts() -> tuple[int, int, int]:
    return Ticket.objects.count(), QueueEvent.objects.count(), Seat.objects.count()


def test_what_is_kept_long_enough_goes_with_its_events_and_seats(old: Ticket, thale: Municipality) -> None:
    assert counts() == (1, 2, 1)
    with scope(thale):
        assert delete_old_tickets() == 0
    assert delete_old_tickets() == 1
    assert counts() == (0, 0, 0)
    assert delete_old_tickets() == 0


def test_what_is_younger_stays_for_the_figures(queue: Queue, seat: Seat) -> None:
    drawn_and_called(queue, seat, ago=timedelta(days=399))
    assert delete_old_tickets() == 0
    assert counts() == (1, 2, 1)


def test_the_town_hall_says_how_long(queue: Queue, seat: Seat) -> None:
    drawn_and_called(queue, seat, ago=timedelta(days=60))
    Queue.objects.update(kept_days=45)
    assert delete_old_tickets() == 1
    with pytest.raises(IntegrityError, match="queue_keeps_for_a_while"), transaction.atomic():
        Queue.objects.update(kept_days=29)


def test_nothing_is_deleted_because_a_clock_goes_wrong(queue: Queue, seat: Seat) -> None:
    ticket = drawn_and_called(queue, seat, ago=timedelta(days=1))
    with clock.freeze(clock.now() + timedelta(days=4000)):
        assert delete_old_tickets() == 0
    with pytest.raises(IntegrityError, match="is not over"), transaction.atomic():
        delete_expired(ticket)
    assert counts()[:2] == (1, 2)
