"""From a number to done: what is written, what the calendar learns, and what is refused."""

import pytest

from rathaus.appointments.service import Booking, Closure, Offering, Status, lift_closure, mark_booking
from rathaus.core import clock
from rathaus.queueing.models import QueueEvent
from rathaus.queueing.service import (
    Closed,
    CounterTaken,
    EventKind,
    Full,
    NobodyWaits,
    NotNow,
    NotServed,
    NoVisitToday,
    Queue,
    Seat,
    State,
    Ticket,
    act_on,
    call_next,
    call_ticket,
    check_in,
    draw_ticket,
    forward,
    leave_line,
    leave_seat,
    line_of,
    place_of,
    take_seat,
)
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.making import ANNA, at, book

from .conftest import counter, staff

CLARA, LEO = cast.CLARA, cast.LEO


def offering(key: str = "wohnsitz") -> Offering:
    return Offering.objects.get(key=key)


def draw(queue: Queue, key: str = "wohnsitz") -> Ticket:
    return draw_ticket(queue, offering(key))


def kinds(ticket: Ticket) -> list[str]:
    return list(QueueEvent.objects.filter(ticket=ticket).order_by("revision").values_list("kind", flat=True))


@pytest.fixture
def visit(town: Municipality) -> Booking:
    with clock.freeze(at(8)):
        return book(ANNA, at(9, 30))


def test_numbers_begin_anew_every_day(queue: Queue, seat: Seat) -> None:
    assert [draw(queue).number for _ in range(3)] == ["A001", "A002", "A003"]
    with clock.freeze(at(9, 30, day=(2026, 12, 3))):
        take_seat(counter("schalter-1"), queue, by=staff(CLARA))
        assert draw(queue).number == "A001"
        assert [ticket.number for ticket in line_of(queue)] == ["A001"]


def test_no_number_while_nobody_serves_or_the_hall_is_closed(queue: Queue) -> None:
    with pytest.raises(NotServed):
        draw(queue)
    take_seat(counter("schalter-1"), queue, by=staff(CLARA))
    with pytest.raises(NotServed):
        draw(queue, "eheschliessung")
    with clock.freeze(at(12, 30)), pytest.raises(Closed):
        draw(queue)
    queue.opening = [{"days": ["di"], "from": "12:00", "to": "13:00"}]
    with clock.freeze(at(12, 30)):
        assert draw(queue).number == "A001"


def test_a_closure_shuts_the_hall_until_it_is_lifted(queue: Queue, seat: Seat) -> None:
    closure = Closure.objects.create(office=queue.office, starts_at=at(8), ends_at=at(18))
    with pytest.raises(Closed):
        draw(queue)
    lift_closure(closure, by=staff(CLARA))
    assert draw(queue).number == "A001"


def test_no_number_for_more_than_can_be_served(queue: Queue, seat: Seat) -> None:
    queue.most = 1
    draw(queue)
    with pytest.raises(Full):
        draw(queue)


def test_called_served_and_done_with_who_and_when(queue: Queue, seat: Seat) -> None:
    first = draw(queue)
    draw(queue)
    clara = staff(CLARA)
    called = call_next(seat, by=clara)
    assert (called.pk, called.state, called.counter_id) == (first.pk, State.CALLED, seat.counter_id)
    with pytest.raises(NotNow):
        call_next(seat, by=clara)  # one at a time
    with pytest.raises(NotNow):
        leave_seat(seat)
    for kind in (EventKind.RECALLED, EventKind.SERVING, EventKind.DONE):
        act_on(called, kind, seat=seat, by=clara)
    assert kinds(first) == ["drawn", "called", "recalled", "serving", "done"]
    assert set(QueueEvent.objects.exclude(kind="drawn").values_list("staff", flat=True)) == {clara.pk}
    with pytest.raises(NotNow):
        act_on(first, EventKind.DONE, seat=seat, by=clara)


def test_revisions_have_no_gaps(queue: Queue, seat: Seat) -> None:
    draw(queue)
    call_next(seat, by=staff(CLARA))
    assert list(QueueEvent.objects.order_by("revision").values_list("revision", flat=True)) == [1, 2]


def test_an_appointment_that_is_due_goes_before_who_waits(queue: Queue, seat: Seat, visit: Booking) -> None:
    draw(queue)
    ticket = check_in(queue, visit.number.lower().replace("-", " "))
    assert check_in(queue, visit.number).pk == ticket.pk
    visit.refresh_from_db()
    assert visit.status == Status.ARRIVED
    assert [one.number for one in line_of(queue)] == ["A002", "A001"]
    clara = staff(CLARA)
    assert call_next(seat, by=clara).pk == ticket.pk
    act_on(ticket, EventKind.SERVING, seat=seat, by=clara)
    visit.refresh_from_db()
    assert visit.status == Status.SERVING
    act_on(ticket, EventKind.DONE, seat=seat, by=clara)
    visit.refresh_from_db()
    assert visit.status == Status.DONE


def test_who_is_called_and_does_not_come_did_not_come(queue: Queue, seat: Seat, visit: Booking) -> None:
    ticket = check_in(queue, visit.number)
    call_next(seat, by=staff(CLARA))
    act_on(ticket, EventKind.NO_SHOW, seat=seat, by=staff(CLARA))
    visit.refresh_from_db()
    assert (visit.status, kinds(ticket)) == (Status.NO_SHOW, ["drawn", "called", "no_show"])


def test_marked_in_the_calendar_the_queue_follows(queue: Queue, visit: Booking) -> None:
    clara = staff(CLARA)
    mark_booking(visit, Status.ARRIVED, by=clara)
    ticket = Ticket.objects.get(booking=visit)
    assert ticket.state == State.WAITING
    mark_booking(visit, Status.BOOKED, by=clara)  # by mistake
    assert kinds(ticket) == ["drawn", "left"]
    mark_booking(visit, Status.ARRIVED, by=clara)
    mark_booking(visit, Status.DONE, by=clara)
    assert Ticket.objects.get(number="A002").state == State.DONE


@pytest.mark.parametrize("typed", ["", "1", "ZZZZ-ZZZZ", "' or 1=1", "9" * 500])
def test_what_is_no_visit_of_today_is_refused(queue: Queue, typed: str) -> None:
    with pytest.raises(NoVisitToday):
        check_in(queue, typed)


def test_a_visit_of_tomorrow_or_of_another_town_is_none(queue: Queue, visit: Booking, thale: Municipality) -> None:
    with clock.freeze(at(9, 30, day=(2026, 12, 3))), pytest.raises(NoVisitToday):
        check_in(queue, visit.number)
    with scope(thale), clock.freeze(at(8)):
        foreign = book(ANNA, at(9, 30))
    with pytest.raises(NoVisitToday):
        check_in(queue, foreign.number)


def test_parked_numbers_are_not_called_and_keep_their_place(queue: Queue, seat: Seat) -> None:
    first, second = draw(queue), draw(queue)
    clara = staff(CLARA)
    act_on(first, EventKind.PARKED, seat=seat, by=clara)
    assert [one.pk for one in line_of(queue)] == [second.pk]
    act_on(first, EventKind.RESUMED, seat=seat, by=clara)
    assert [one.pk for one in line_of(queue)] == [first.pk, second.pk]
    act_on(second, EventKind.PREFERRED, seat=seat, by=clara)
    assert [one.pk for one in line_of(queue)] == [second.pk, first.pk]


def test_sent_on_to_a_counter_only_that_one_calls(queue: Queue, seat: Seat) -> None:
    first, second = draw(queue), draw(queue)
    other = take_seat(counter("schalter-2"), queue, by=staff(LEO))
    call_next(seat, by=staff(CLARA))
    forward(first, queue, seat=seat, by=staff(CLARA), counter=other.counter)
    assert [one.pk for one in line_of(queue)] == [first.pk, second.pk]
    assert call_next(seat, by=staff(CLARA)).pk == second.pk
    assert call_next(other, by=staff(LEO)).pk == first.pk


def test_where_the_rule_says_so_who_is_sent_on_goes_to_the_end(queue: Queue, seat: Seat) -> None:
    first = draw(queue)
    with clock.freeze(at(9, 31)):
        second = draw(queue)
    queue.keeps_place = False
    with clock.freeze(at(9, 32)):
        forward(first, queue, seat=seat, by=staff(CLARA), offering=offering("abholung"))
    assert [one.pk for one in line_of(queue)] == [second.pk, first.pk]


def test_only_counters_that_do_it_call_it(queue: Queue, seat: Seat) -> None:
    trade = take_seat(counter("gewerbe"), queue, by=staff(cast.OLGA))
    draw(queue)
    with pytest.raises(NobodyWaits):
        call_next(trade, by=staff(cast.OLGA))
    with pytest.raises(NobodyWaits):
        call_ticket(trade, Ticket.objects.get(), by=staff(cast.OLGA))


def test_what_is_at_one_counter_is_not_for_another(queue: Queue, seat: Seat) -> None:
    draw(queue)
    called = call_next(seat, by=staff(CLARA))
    other = take_seat(counter("schalter-2"), queue, by=staff(LEO))
    for kind in (EventKind.DONE, EventKind.PARKED, EventKind.NO_SHOW):
        with pytest.raises(NotNow):
            act_on(called, kind, seat=other, by=staff(LEO))


def test_two_do_not_sit_at_one_counter(queue: Queue, seat: Seat) -> None:
    with pytest.raises(CounterTaken):
        take_seat(counter("schalter-1"), queue, by=staff(LEO))
    with pytest.raises(CounterTaken):
        take_seat(counter("schalter-2"), queue, by=staff(CLARA))
    leave_seat(seat)
    take_seat(counter("schalter-1"), queue, by=staff(LEO))


def test_place_and_wait_count_only_who_waits_for_the_same_counters(queue: Queue, seat: Seat) -> None:
    take_seat(counter("gewerbe"), queue, by=staff(cast.OLGA))
    tickets = [draw(queue, key) for key in ("wohnsitz", "gewerbe", "abholung", "gewerbe")]
    places = [place_of(ticket, queue) for ticket in tickets]
    assert [(place.ahead, place.minutes) for place in places] == [(0, 0), (0, 0), (1, 15), (1, 30)]


def test_who_goes_leaves_the_line(queue: Queue, seat: Seat) -> None:
    ticket = draw(queue)
    leave_line(ticket)
    assert (line_of(queue), kinds(ticket)) == ([], ["drawn", "left"])
    with pytest.raises(NotNow):
        leave_line(ticket)
