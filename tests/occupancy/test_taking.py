"""Free or taken: who comes first has it, all or nothing, and an expired hold is in nobody's way."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.occupancy.queries import _BUSY
from rathaus.occupancy.service import (
    NotHeld,
    Slot,
    SlotTaken,
    block,
    book,
    busy,
    confirm_hold,
    conflicts,
    extend_hold,
    hold,
    move,
    rearrange,
    release,
    unpack,
)
from rathaus.occupancy.writing import overlap
from rathaus.tenancy.service import Municipality, scope
from tests.cluster import CLUSTER, TEST_DATABASE

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def slot(minute: int, length: int = 20, resource: UUID = ONE) -> Slot:
    start = NOW + timedelta(minutes=minute)
    return Slot(resource, start, start + timedelta(minutes=length))


def taken(resource: UUID = ONE) -> list[tuple[int, int]]:
    """Minutes after NOW."""
    found = busy([resource], NOW - timedelta(days=1), NOW + timedelta(days=1))
    rows = unpack(found[resource]) if resource in found else []
    now = int(NOW.timestamp())
    return sorted(((start - now) // 60, (end - now) // 60) for start, end in rows)


def test_one_after_the_other_fits_and_overlapping_does_not(town: Municipality) -> None:
    book([slot(0)], owner=(anna := uuid4()))
    book([slot(20)], owner=uuid4())
    with pytest.raises(SlotTaken) as refused:
        book([slot(10)], owner=uuid4())
    assert [(c.slot, c.state) for c in refused.value.conflicts] == [(slot(0), "booked"), (slot(20), "booked")]
    assert refused.value.conflicts[0].owner == anna
    assert taken() == [(0, 20), (20, 40)]


def test_all_or_nothing(town: Municipality) -> None:
    book([slot(0, resource=TWO)], owner=uuid4())
    with pytest.raises(SlotTaken):
        book([slot(0), slot(0, resource=TWO)], owner=uuid4())
    assert taken(ONE) == []


def test_the_same_time_in_another_municipality_is_another_time(town: Municipality, thale: Municipality) -> None:
    book([slot(0)], owner=uuid4())
    with scope(thale):
        book([slot(0)], owner=uuid4())
        assert taken() == [(0, 20)]
        release(Occupied.objects.get().owner)
    assert taken() == [(0, 20)]


def test_a_hold_counts_until_it_expires_and_then_stands_in_nobodys_way(town: Municipality) -> None:
    anna, bilal = uuid4(), uuid4()
    with clock.freeze(NOW - timedelta(hours=1)):
        hold([slot(0)], owner=anna, until=NOW - timedelta(minutes=50))
        assert taken() == [(0, 20)]
        with pytest.raises(SlotTaken):
            hold([slot(10)], owner=bilal, until=NOW)
    with clock.freeze(NOW - timedelta(minutes=50)):
        assert taken() == []
        assert conflicts([slot(0)]) == []
        book([slot(10)], owner=bilal)
        with pytest.raises(NotHeld):
            confirm_hold(anna, new_owner=uuid4())
    assert list(Occupied.objects.values_list("owner", flat=True)) == [bilal]


def test_an_expired_hold_is_neither_confirmed_nor_extended_even_while_its_row_is_there(town: Municipality) -> None:
    with clock.freeze(NOW):
        hold([slot(60)], owner=(anna := uuid4()), until=NOW + timedelta(minutes=10))
    with clock.freeze(NOW + timedelta(minutes=10)):
        with pytest.raises(NotHeld):
            extend_hold(anna, until=NOW + timedelta(minutes=20))
        with pytest.raises(NotHeld):
            confirm_hold(anna, new_owner=anna)


def test_a_living_hold_is_extended_and_confirmed(town: Municipality) -> None:
    anna, booking = uuid4(), uuid4()
    with clock.freeze(NOW):
        hold([slot(60), slot(60, resource=TWO)], owner=anna, until=NOW + timedelta(minutes=10))
        extend_hold(anna, until=NOW + timedelta(minutes=20))
    with clock.freeze(NOW + timedelta(minutes=15)):
        confirm_hold(anna, new_owner=booking)
    rows = Occupied.objects.values_list("owner", "state", "expires_at")
    assert set(rows) == {(booking, "booked", None)}
    assert release(booking) == 2
    assert taken() == []


@pytest.mark.parametrize(("minute", "length"), [(40, 20), (10, 20), (5, 10), (0, 40), (-10, 40), (0, 20)])
def test_a_booking_moves_also_onto_its_own_time(town: Municipality, minute: int, length: int) -> None:
    book([slot(0), slot(0, resource=TWO)], owner=(anna := uuid4()))
    move(anna, to=[slot(minute, length), slot(minute, length, resource=TWO)])
    assert taken(ONE) == taken(TWO) == [(minute, minute + length)]


@pytest.mark.parametrize(("minute", "length"), [(40, 20), (30, 20), (10, 40)])
def test_a_move_onto_somebody_elses_time_leaves_everything_as_it_was(
    town: Municipality, minute: int, length: int
) -> None:
    book([slot(0)], owner=(anna := uuid4()))
    block([slot(40)], owner=uuid4())
    with pytest.raises(SlotTaken):
        move(anna, to=[slot(minute, length)])
    assert taken() == [(0, 20), (40, 60)]


def test_several_move_and_a_time_is_blocked_in_one_act(town: Municipality) -> None:
    """Anna keeps the equipment that she has, Bilal moves onto his own time, a hold in the way ends."""
    terminal, other = UUID(int=3), UUID(int=4)
    anna, bilal, held, late, closure = (uuid4() for _ in range(5))
    book([slot(0), slot(0, resource=terminal)], owner=anna)
    book([slot(20), slot(0, resource=other)], owner=bilal)
    hold([slot(40)], owner=held, until=clock.now() + timedelta(minutes=10))
    book([slot(60)], owner=late)
    moves = {
        anna: [slot(0, resource=TWO), slot(0, resource=terminal)],
        bilal: [slot(30, resource=TWO), slot(10, resource=other)],
    }
    found = rearrange(moves, {closure: [slot(0, 120)]})
    assert [(one.owner, one.slot) for one in found] == [(late, slot(60))]
    assert taken(TWO) == [(0, 20), (30, 50)]
    assert (taken(terminal), taken(other)) == ([(0, 20)], [(10, 30)])
    mine = Occupied.objects.filter(resource=ONE).order_by("starts_at").values_list("owner", flat=True)
    assert set(mine) == {closure, late}
    assert (taken()[0][0], taken()[-1][1]) == (0, 120)


def test_of_several_moves_one_that_is_not_free_leaves_everything_as_it_was(town: Municipality) -> None:
    anna, bilal, closure = (uuid4() for _ in range(3))
    book([slot(0)], owner=anna)
    book([slot(20)], owner=bilal)
    book([slot(20, resource=TWO)], owner=uuid4())
    moves = {anna: [slot(0, resource=TWO)], bilal: [slot(20, resource=TWO)]}
    with pytest.raises(SlotTaken):
        rearrange(moves, {closure: [slot(0, 120)]})
    assert (taken(ONE), taken(TWO)) == ([(0, 20), (20, 40)], [(20, 40)])


def test_the_database_refuses_an_overlap_whatever_we_do(town: Municipality) -> None:
    book([slot(0)], owner=uuid4())
    row = Occupied.objects.get()
    again = Occupied(
        resource=ONE, starts_at=row.starts_at, ends_at=row.ends_at + timedelta(hours=1), state="booked", owner=uuid4()
    )
    with pytest.raises(IntegrityError, match="occupied_once"), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("length", "broken"), [(0, "is_a_time"), (-20, "is_a_time"), (60 * 24 * 32, "is_not_for_ever")]
)
def test_the_database_refuses_what_is_no_time(town: Municipality, length: int, broken: str) -> None:
    row = Occupied(resource=ONE, starts_at=NOW, ends_at=NOW + timedelta(minutes=length), state="booked", owner=ONE)
    with pytest.raises(IntegrityError, match=f"occupied_{broken}"), transaction.atomic():
        row.save()


def as_if_large() -> None:
    """Of an empty table the planner thinks that any index is as good as another, once it was analyzed."""
    with psycopg.connect(CLUSTER.url("postgres", TEST_DATABASE), autocommit=True) as owner:
        owner.execute("delete from pg_statistic where starelid = 'occupancy_occupied'::regclass")
        owner.execute("update pg_class set relpages = 0, reltuples = -1 where oid = 'occupancy_occupied'::regclass")


def test_reading_goes_through_the_index_by_time_behind_row_level_security_too(town: Municipality) -> None:
    as_if_large()
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute(f"explain {_BUSY}", {**overlap([ONE, TWO], NOW, NOW + timedelta(days=60)), "but": ONE})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    condition = plan.split("Index Cond:")[1].split("Filter:")[0]
    assert "occupied_when" in plan
    assert condition.count("ends_at") == 2
