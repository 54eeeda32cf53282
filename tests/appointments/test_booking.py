"""From a free time to a booking, its move and its end."""

from datetime import timedelta

import pytest

from rathaus.appointments.models import BookingEvent, Hold, Offering
from rathaus.appointments.service import (
    AlreadyExtended,
    Contact,
    Gone,
    HoldGone,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    Status,
    TooMany,
    book_held,
    cancel_booking,
    extend_hold,
    find_wish,
    hold_time,
    move_booking,
)
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from rathaus.tenancy.service import Municipality

from .conftest import MONDAY
from .making import ANNA, BILAL, at, book, free_on

NETWORK = "203.0.113.7"


def test_a_time_is_free_until_every_counter_that_serves_it_is_taken(town: Municipality) -> None:
    wish = find_wish(["wohnsitz"])
    for _counter in range(3):
        assert "09:00" in free_on(wish)
        hold_time(wish, at(9), office=None, network=NETWORK)
    assert free_on(wish)[:2] == ["09:15", "09:30"]  # 15 minutes, starts every quarter
    with pytest.raises(Gone) as gone:
        hold_time(wish, at(9), office=None, network=NETWORK)
    assert gone.value.nearest == (at(9, 15), at(9, 30), at(9, 45), at(10), at(10, 15))


def test_equipment_is_a_limit_too(town: Municipality) -> None:
    wish = find_wish(["personalausweis"])
    for _terminal in range(2):
        hold_time(wish, at(9), office=None, network=NETWORK)
    assert "09:00" not in free_on(wish)
    assert "09:00" in free_on(find_wish(["wohnsitz"]))


def test_more_people_and_errands_take_longer(town: Municipality) -> None:
    assert find_wish(["personalausweis"], 3).length.minutes == 15 + 10 + 10
    assert find_wish(["personalausweis", "wohnsitz"], 2).length.minutes == 15 + 10 + 15 + 5
    assert free_on(find_wish(["personalausweis"], 4))[-1] == "17:10"  # 45 minutes, and five after them


@pytest.mark.parametrize(
    ("keys", "people"),
    [([], 1), (["hund"], 1), (["wohnsitz"], 7), (["wohnsitz"], 0), (["wohnsitz", "eheschliessung"], 1)],
)
def test_what_is_not_offered(town: Municipality, keys: list[str], people: int) -> None:
    with pytest.raises(NoSuchOffering):
        find_wish(keys, people)


@pytest.mark.parametrize(
    "start",
    [
        at(9, day=(2026, 11, 24)),  # past
        MONDAY + timedelta(minutes=30),  # too soon
        at(9, 5),  # between two starts
        at(9, 0) + timedelta(seconds=1),
        at(9, day=(2027, 3, 2)),  # beyond the window
        at(9, day=(9999, 12, 30)),
    ],
)
def test_what_nobody_could_ever_book(town: Municipality, start: object) -> None:
    with pytest.raises(NotOpen):
        hold_time(find_wish(["wohnsitz"]), start, office=None, network=NETWORK)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [at(8), at(13), at(18), at(9, day=(2026, 12, 5 + 1)), at(9, day=(2026, 12, 29))])
def test_when_nobody_is_there(town: Municipality, start: object) -> None:
    with pytest.raises(Gone):
        hold_time(find_wish(["wohnsitz"]), start, office=None, network=NETWORK)  # type: ignore[arg-type]


def test_a_hold_becomes_one_booking_however_often_it_is_sent(town: Municipality) -> None:
    held = hold_time(find_wish(["wohnsitz"]), at(9), office=None, network=NETWORK)
    first, second = book_held(held, ANNA), book_held(held, BILAL)
    assert first.pk == second.pk
    assert (second.name, second.starts_at, second.status) == ("Anna Beispiel", at(9), Status.BOOKED)
    assert list(Occupied.objects.values_list("owner", "state")) == [(first.pk, "booked")]
    assert list(BookingEvent.objects.values_list("kind", flat=True)) == ["booked"]
    assert list(OutgoingMail.objects.values_list("template", flat=True)) == ["appointment_booked"]


def test_the_same_choice_again_is_the_same_hold_and_another_gives_the_first_up(town: Municipality) -> None:
    wish = find_wish(["wohnsitz"])
    first = hold_time(wish, at(9), office=None, network=NETWORK)
    assert hold_time(wish, at(9), office=None, network=NETWORK, instead_of=first).pk == first.pk
    other = hold_time(wish, at(10), office=None, network=NETWORK, instead_of=first)
    assert list(Occupied.objects.values_list("owner", flat=True)) == [other.pk]


def test_a_hold_is_extended_once(town: Municipality) -> None:
    held = hold_time(find_wish(["wohnsitz"]), at(9), office=None, network=NETWORK)
    with clock.freeze(MONDAY + timedelta(minutes=9)):
        assert extend_hold(held).expires_at == MONDAY + timedelta(minutes=20)
        with pytest.raises(AlreadyExtended):
            extend_hold(held)
    with clock.freeze(MONDAY + timedelta(minutes=18)):
        assert book_held(held, ANNA).status == Status.BOOKED


def test_who_is_late_keeps_the_time_unless_somebody_else_took_it(town: Municipality) -> None:
    wish = find_wish(["eheschliessung"])  # one counter
    anna = hold_time(wish, at(9, 30), office=None, network=NETWORK)
    late = hold_time(wish, at(15), office=None, network=NETWORK)
    with clock.freeze(MONDAY + timedelta(minutes=11)):
        with pytest.raises(HoldGone):
            extend_hold(anna)
        bilal = hold_time(wish, at(9, 30), office=None, network=NETWORK)
        assert book_held(late, ANNA).starts_at == at(15)
        with pytest.raises(HoldGone):
            book_held(anna, ANNA)
        assert book_held(bilal, BILAL).starts_at == at(9, 30)


def test_moving_frees_the_old_time_and_counts_for_calendars(town: Municipality) -> None:
    booking = book(ANNA, at(9, 30), "eheschliessung")
    wish = find_wish(["eheschliessung"])
    assert free_on(wish)[0] == "10:30"
    moved = move_booking(booking, to=at(10))  # onto half of its own time
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (at(10), at(10, 45), 1)
    assert move_booking(booking, to=at(10)).sequence == 1
    move_booking(booking, to=at(11))
    assert free_on(wish)[:3] == ["09:30", "10:00", "14:30"]  # 45 minutes, five before and ten after them
    assert [e.kind for e in BookingEvent.objects.order_by("at", "id")] == ["booked", "moved", "moved"]


def test_a_move_to_a_taken_time_changes_nothing(town: Municipality) -> None:
    anna, _ = book(ANNA, at(9, 30), "eheschliessung"), book(BILAL, at(15), "eheschliessung")
    with pytest.raises(Gone):
        move_booking(anna, to=at(15))
    anna.refresh_from_db()
    assert (anna.starts_at, anna.sequence) == (at(9, 30), 0)
    assert "09:30" not in free_on(find_wish(["eheschliessung"]))


def test_errands_with_long_names_are_booked_together(town: Municipality) -> None:
    keys = ["wohnsitz", "fuehrungszeugnis", "abholung"]
    for key in keys:
        Offering.objects.filter(key=key).update(name=key.ljust(200, "x"))
    booking = book(ANNA, at(9), *keys)
    assert (len(booking.title), booking.title[:10]) == (400, "wohnsitzxx")


def test_cancelling_frees_the_time_once_and_for_all(town: Municipality) -> None:
    booking = book(ANNA, at(9, 30), "eheschliessung")
    cancelled = cancel_booking(booking)
    assert (cancelled.status, cancelled.sequence) == (Status.CANCELLED, 1)
    assert cancel_booking(booking).sequence == 1
    assert "09:30" in free_on(find_wish(["eheschliessung"]))
    with pytest.raises(NotChangeable):
        move_booking(booking, to=at(15))
    kinds = OutgoingMail.objects.order_by("created", "id").values_list("template", flat=True)
    assert list(kinds) == ["appointment_booked", "appointment_cancelled"]


def test_what_has_begun_is_neither_moved_nor_cancelled(town: Municipality) -> None:
    booking = book(ANNA, at(9))
    with clock.freeze(at(9)):
        with pytest.raises(NotChangeable):
            cancel_booking(booking)
        with pytest.raises(NotChangeable):
            move_booking(booking, to=at(15))


def test_three_open_visits_for_one_address_and_then_no_more(town: Municipality) -> None:
    for hour in (9, 10, 11):
        book(ANNA, at(hour))
    with pytest.raises(TooMany):
        book(ANNA, at(14))
    assert book(BILAL, at(14)).status == Status.BOOKED
    with clock.freeze(at(10, 30)):
        assert book(ANNA, at(15)).status == Status.BOOKED


def test_visits_that_one_network_books_in_a_day_have_an_end(town: Municipality, settings: object) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR = 3  # type: ignore[attr-defined]
    wish = find_wish(["wohnsitz"])
    for number, hour in enumerate((9, 10, 11)):
        book(Contact(f"N{number}", email=f"n{number}@example.org"), at(hour))
    with clock.freeze(MONDAY + timedelta(hours=4)):  # none of them was kept within the last hour
        with pytest.raises(TooMany):
            hold_time(wish, at(14), office=None, network=NETWORK)
        assert hold_time(wish, at(14), office=None, network="198.51.100.9").starts_at == at(14)
        assert hold_time(wish, at(15), office=None, network=NETWORK, most=4).starts_at == at(15)
    with clock.freeze(MONDAY + timedelta(hours=16)):  # after midnight
        assert hold_time(wish, at(16), office=None, network=NETWORK).starts_at == at(16)


def test_holds_from_one_network_have_an_end(town: Municipality, settings: object) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR = 3  # type: ignore[attr-defined]
    wish = find_wish(["wohnsitz"])
    for hour in (9, 10, 11):
        hold_time(wish, at(hour), office=None, network=NETWORK)
    for _attempt in range(5):
        with pytest.raises(TooMany):
            hold_time(wish, at(14), office=None, network=NETWORK)
    assert Hold.objects.count() == 3
    assert hold_time(wish, at(14), office=None, network="198.51.100.9").starts_at == at(14)
    with clock.freeze(MONDAY + timedelta(minutes=61)):
        assert hold_time(wish, at(15), office=None, network=NETWORK).starts_at == at(15)
