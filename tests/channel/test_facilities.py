"""The status of a facility: from when until when, and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from rathaus.channel.models import Dispatch, Publication
from rathaus.channel.service import (
    Facility,
    Incomplete,
    NotAllowed,
    Status,
    TooLate,
    current_statuses,
    set_facility,
    undo_facility,
    when,
)
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast

from .conftest import MONDAY
from .making import staff

EVENING = MONDAY + timedelta(hours=9)
NOON = MONDAY + timedelta(hours=3)


def put(status: Status, key: str, *, since: datetime | None = None, minutes: int = 0) -> Publication:
    pool = Facility.objects.get(key="freibad-tangerhuette")
    with clock.freeze(MONDAY + timedelta(minutes=minutes)):
        return set_facility(pool, status, reason="", since=since, until=EVENING, by=staff(cast.CLARA), key=key)


def shown() -> list[str]:
    return [row.title.removeprefix("Freibad Tangerhütte: heute ") for row in current_statuses()]


def at(instant: datetime) -> list[str]:
    with clock.freeze(instant):
        return shown()


def test_what_begins_later_is_told_now_and_holds_from_then(town: Municipality) -> None:
    put(Status.LIMITED, "1")
    put(Status.CLOSED, "2", since=NOON, minutes=1)
    assert at(MONDAY + timedelta(minutes=2)) == ["geschlossen ab 12:00 Uhr", "eingeschränkt"]
    assert at(NOON) == ["geschlossen ab 12:00 Uhr"]
    assert at(EVENING) == []
    assert Dispatch.objects.count() == 2


def test_a_new_one_replaces_what_holds_and_what_was_to_come(town: Municipality) -> None:
    put(Status.LIMITED, "1")
    put(Status.CLOSED, "2", since=NOON, minutes=1)
    put(Status.OPEN, "3", minutes=2)
    assert at(NOON) == ["offen"]
    assert [d.kind for d in Dispatch.objects.all()] == ["first"] * 3


def test_an_end_before_the_beginning_is_refused(town: Municipality) -> None:
    with pytest.raises(Incomplete):
        put(Status.CLOSED, "1", since=EVENING)


def test_taken_back_what_held_before_holds_again_and_is_told_once(town: Municipality) -> None:
    put(Status.LIMITED, "1")
    found = put(Status.CLOSED, "2", minutes=1)
    with clock.freeze(MONDAY + timedelta(minutes=3)):
        again = undo_facility(found, by=staff(cast.LEO))
        assert (again and again.status, shown()) == ("limited", ["eingeschränkt"])
        with pytest.raises(TooLate):
            undo_facility(found, by=staff(cast.LEO))
    assert [d.kind for d in Dispatch.objects.order_by("at")] == ["first", "first", "first"]


def test_taken_back_with_nothing_before_it_is_called_off(town: Municipality) -> None:
    found = put(Status.CLOSED, "1")
    assert undo_facility(found, by=staff(cast.CLARA)) is None
    assert (shown(), [d.kind for d in Dispatch.objects.order_by("number")]) == ([], ["first", "all_clear"])


def test_what_was_to_begin_later_is_taken_back_and_what_holds_stays(town: Municipality) -> None:
    put(Status.LIMITED, "1")
    found = put(Status.CLOSED, "2", since=NOON, minutes=1)
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        assert undo_facility(found, by=staff(cast.CLARA)) is None
    assert at(NOON) == ["eingeschränkt"]


def test_after_ten_minutes_it_stays_and_others_may_not(town: Municipality) -> None:
    found = put(Status.CLOSED, "1")
    with pytest.raises(NotAllowed):
        undo_facility(found, by=staff(cast.OLGA))
    with clock.freeze(MONDAY + timedelta(minutes=10)), pytest.raises(TooLate):
        undo_facility(found, by=staff(cast.CLARA))
    assert shown() == ["geschlossen"]


def test_midnight_is_the_end_of_the_day(town: Municipality) -> None:
    found = Publication(kind="status", ends_at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert when(found) == "gilt bis 30. November 2026, 24:00 Uhr"
