"""The subscribed calendar, as a calendar program reads it: what holds, what changed, what is off."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from rathaus.channel.service import (
    Facility,
    Kind,
    Publication,
    Status,
    end,
    publications_ics,
    revise,
    set_facility,
    when,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .conftest import MONDAY
from .making import POOL, message, staff, tell

ADDRESS = "/meldungen/kalender.ics"
HOUR = timedelta(hours=1)


def entries(portal: Client, query: str = "") -> dict[str, Any]:
    """By UID."""
    read = Calendar.from_ical(portal.get(f"{ADDRESS}{query}").content)
    return {str(one["UID"]): one for one in read.walk("VEVENT")}


def told(entry: Any) -> tuple[int, str, str]:
    return int(entry["SEQUENCE"]), str(entry["STATUS"]), str(entry["SUMMARY"])


def uid(publication: Publication) -> str:
    return f"{publication.pk}@localhost"


def close_pool(status: Status = Status.CLOSED, *, until: datetime, key: str) -> Publication:
    facility = Facility.objects.get(key="freibad-tangerhuette")
    return set_facility(facility, status, reason="wegen Gewitter", until=until, by=staff(cast.CLARA), key=key)


def test_a_closed_pool_stands_in_the_calendar_of_its_topic_and_place_until_it_opens(
    town: Municipality, portal: Client
) -> None:
    closed = close_pool(until=MONDAY + 8 * HOUR, key="1")
    for query in (f"?thema={POOL}", f"?thema={POOL}&ort=Tangerh%C3%BCtte", ""):
        ((name, entry),) = entries(portal, query).items()
        assert (name, told(entry)) == (
            uid(closed),
            (0, "CONFIRMED", "Freibad Tangerhütte: heute geschlossen wegen Gewitter"),
        )
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (MONDAY, MONDAY + 8 * HOUR)
    assert entries(portal, "?ort=Grieben") == {}
    with clock.freeze(MONDAY + 3 * HOUR):
        opened = close_pool(Status.OPEN, until=MONDAY + 10 * HOUR, key="2")
        found = entries(portal)
        assert told(found[uid(closed)])[:2] == (1, "CONFIRMED")
        assert found[uid(closed)]["DTEND"].dt == MONDAY + 3 * HOUR
        assert found[uid(opened)]["DTSTART"].dt == MONDAY + 3 * HOUR


def test_what_holds_until_further_notice_grows_by_a_day_until_it_ends(town: Municipality, portal: Client) -> None:
    found = tell(Kind.STATUS, title="Lindenstraße gesperrt")
    midnight = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    stamps = []
    for days in (0, 1, 80):
        now = MONDAY + timedelta(days=days)
        with clock.freeze(now):
            ((name, entry),) = entries(portal).items()
            assert (name, told(entry)) == (uid(found), (0, "CONFIRMED", "Lindenstraße gesperrt"))
            assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (MONDAY, midnight + timedelta(days=days))
            assert str(entry["DESCRIPTION"]).startswith("gilt bis auf Weiteres\n")
            stamps.append(entry["DTSTAMP"].dt)
    assert stamps == [MONDAY, midnight, midnight + timedelta(days=79)]
    with clock.freeze(MONDAY + timedelta(days=80)):
        end(found)
    with clock.freeze(MONDAY + timedelta(days=82)):
        (entry,) = entries(portal).values()
        assert told(entry)[:2] == (1, "CONFIRMED")
        assert entry["DTEND"].dt == MONDAY + timedelta(days=80)
        assert "Weiteres" not in str(entry["DESCRIPTION"])
    with clock.freeze(MONDAY + timedelta(days=200)):
        assert entries(portal) == {}


def test_what_will_hold_until_further_notice_stands_at_its_day(town: Municipality, portal: Client) -> None:
    found = tell(Kind.STATUS, starts_at=MONDAY + 48 * HOUR)
    (entry,) = entries(portal).values()
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (MONDAY + 48 * HOUR, MONDAY + 63 * HOUR)
    end(found)
    (entry,) = entries(portal).values()
    assert told(entry)[:2] == (1, "CANCELLED")


def test_a_change_keeps_the_uid_and_raises_the_sequence(town: Municipality, portal: Client) -> None:
    times: dict[str, Any] = {"starts_at": MONDAY + 24 * HOUR, "ends_at": MONDAY + 26 * HOUR}
    found = tell(Kind.EVENT, title="Fest", **times)
    revise(found, message(Kind.EVENT, title="Fest", starts_at=MONDAY + 48 * HOUR, ends_at=MONDAY + 50 * HOUR))
    ((name, entry),) = entries(portal).items()
    assert (name, told(entry), entry["DTSTART"].dt) == (uid(found), (1, "CONFIRMED", "Fest"), MONDAY + 48 * HOUR)
    end(found)
    ((name, entry),) = entries(portal).items()
    assert (name, told(entry), entry["DTSTART"].dt) == (
        uid(found),
        (2, "CANCELLED", "Abgesagt: Fest"),
        MONDAY + 48 * HOUR,
    )


def test_a_status_that_was_taken_back_before_it_began_is_cancelled(town: Municipality, portal: Client) -> None:
    found = tell(Kind.STATUS, starts_at=MONDAY + HOUR, ends_at=MONDAY + 5 * HOUR)
    end(found)
    (entry,) = entries(portal).values()
    assert told(entry)[:2] == (1, "CANCELLED")
    assert entry["DTEND"].dt == MONDAY + 5 * HOUR


def test_what_comes_is_there_however_long_ago_it_was_told_and_the_old_goes(
    town: Municipality, portal: Client
) -> None:
    far: dict[str, Any] = {
        "starts_at": MONDAY + timedelta(days=200),
        "ends_at": MONDAY + timedelta(days=200, hours=2),
    }
    soon: dict[str, Any] = {"starts_at": MONDAY + HOUR, "ends_at": MONDAY + 2 * HOUR}
    tell(Kind.EVENT, title="Weit", idempotency_key="1", **far)
    tell(Kind.EVENT, title="Bald", idempotency_key="2", **soon)
    tell(title="Neues", idempotency_key="3")
    assert [told(one)[2] for one in entries(portal).values()] == ["Bald", "Weit"]
    with clock.freeze(MONDAY + timedelta(days=100)):
        assert [told(one)[2] for one in entries(portal).values()] == ["Weit"]


def test_nothing_waits_in_the_calendar_before_it_is_out_and_none_in_thale(
    town: Municipality, portal: Client, other_portal: Client, thale: Municipality
) -> None:
    tell(Kind.EVENT, due_at=MONDAY + HOUR, starts_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR)
    assert entries(portal) == {}
    close_pool(until=MONDAY + 8 * HOUR, key="1")
    assert entries(other_portal) == {}
    with scope(thale):
        assert Publication.objects.count() == 0


def test_whole_days_stay_whole_in_the_nights_when_the_clocks_change(town: Municipality) -> None:
    for day in (date(2027, 3, 28), date(2027, 10, 31)):
        start = datetime.combine(day, datetime.min.time(), BERLIN)
        after = day + timedelta(days=1)
        finish = datetime.combine(after, datetime.min.time(), BERLIN)
        found = tell(Kind.EVENT, topic="abfall", title="Restmüll", starts_at=start, ends_at=finish)
        (entry,) = Calendar.from_ical(publications_ics([found], name="x")).walk("VEVENT")
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (day, after)
        assert when(found) == f"{day.day}. {'März' if day.month == 3 else 'Oktober'} 2027"


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_a_facility_that_is_closed_all_day_is_so_until_midnight_when_the_clocks_change(
    town: Municipality, portal: Client, day: date, hours: int
) -> None:
    midnight = datetime.combine(day, datetime.min.time(), BERLIN)
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), BERLIN)
    with clock.freeze(midnight):
        found = close_pool(until=after, key="1")
        (entry,) = entries(portal).values()
        assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(hours=hours)
        assert when(found) == f"gilt bis {day.day}. {'März' if day.month == 3 else 'Oktober'} 2027, 24:00 Uhr"
        assert Publication.objects.get(pk=found.pk).holds
    with clock.freeze(after - timedelta(seconds=1)):
        assert Publication.objects.get(pk=found.pk).holds
    with clock.freeze(after):
        assert not Publication.objects.get(pk=found.pk).holds


def test_the_hour_that_comes_twice_says_which_it_is(town: Municipality) -> None:
    first, second = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1))
    found = tell(Kind.EVENT, starts_at=first, ends_at=second)
    assert when(found) == "31. Oktober 2027, 02:30 (Sommerzeit) bis 02:30 (Winterzeit) Uhr"
    (entry,) = Calendar.from_ical(publications_ics([found], name="x")).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (first, second)
