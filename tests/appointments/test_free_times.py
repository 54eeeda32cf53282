"""The fast free times are the slow, obvious ones: over random rules, closures and bookings, on any day of a year."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.appointments.free import find_free, free_places
from rathaus.appointments.opening import Hours, local_instant, open_masks, state_holidays
from rathaus.appointments.raster import Raster
from rathaus.appointments.visits import Length
from rathaus.formengine.service import WEEKDAYS, OpeningRule, Release
from tests.cluster import environment

from . import slow

COUNTER, OFFICE, ROOM = UUID(int=1), UUID(int=2), UUID(int=3)
SPRING, AUTUMN = (date(2026, 3, 29), date(2027, 3, 28)), (date(2026, 10, 25), date(2027, 10, 31))
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(0, 60, 5)]
EARLY = [clock for clock in CLOCKS if clock < "05:00"]

days = st.one_of(
    st.sampled_from([*SPRING, *AUTUMN, date(2026, 12, 24), date(2027, 1, 1), date(2028, 2, 29)]),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
clocks = st.one_of(st.sampled_from(CLOCKS), st.sampled_from(EARLY))


@st.composite
def rules(draw: Any, around: date) -> OpeningRule:
    near = st.integers(-9, 9).map(lambda n: around + timedelta(days=n))
    by_date = draw(st.integers(0, 4)) == 0
    since = draw(st.none() | near)
    until = draw(st.none() | near)
    weeks = draw(st.sampled_from([1, 1, 1, 2, 3])) if since else 1
    return OpeningRule(
        dates=tuple(draw(st.lists(near, min_size=1, max_size=3))) if by_date else (),
        days=() if by_date else tuple(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7))),
        from_=draw(clocks),
        to=draw(st.one_of(clocks, st.just("24:00"))),
        weeks=weeks,
        nth=tuple(draw(st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), max_size=2))),
        since=since,
        until=until if until and (since is None or since <= until) else None,
        counters=draw(st.sampled_from([(), (), ("a",), ("b",)])),
        released=draw(
            st.none()
            | st.builds(Release, days_before=st.integers(0, 3), at=st.sampled_from(["07:00", "02:30", "24:00"]))
        ),
    )


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    around = draw(days)
    midnight = datetime(around.year, around.month, around.day, tzinfo=UTC)
    minute = st.integers(-26 * 60, 50 * 60).map(lambda n: midnight + timedelta(minutes=n))
    length = st.integers(1, 300).map(lambda n: timedelta(minutes=n))
    some = st.sampled_from([5, 5, 70])  # many are written in another way
    pairs = st.tuples(minute, length).map(lambda pair: (pair[0], pair[0] + pair[1]))
    ranges = some.flatmap(lambda n: st.lists(pairs, min_size=n - 5, max_size=n))
    first = midnight - timedelta(minutes=draw(st.sampled_from([0, 60, 120, 600])))
    return {
        "day": around,
        "rules": draw(st.lists(rules(around), min_size=1, max_size=4)),
        "closed": draw(ranges),
        "booked": draw(ranges),
        "room": draw(ranges),
        "first": first,
        "last": first + timedelta(hours=draw(st.sampled_from([2, 24, 26]))),
        "now": midnight - timedelta(hours=draw(st.integers(0, 100))),
        "length": Length(
            draw(st.integers(1, 12)) * 5, draw(st.sampled_from([0, 0, 5, 15])), draw(st.sampled_from([0, 0, 5, 25]))
        ),
        "step": draw(st.sampled_from([5, 10, 15, 20, 30, 60])),
        "local": frozenset(draw(st.lists(st.just(around), max_size=1))),
    }


def seconds(times: list[slow.Range]) -> list[tuple[int, int]]:
    return [(int(start.timestamp()), int(end.timestamp())) for start, end in times]


def fast(case: dict[str, Any]) -> list[datetime]:
    length: Length = case["length"]
    raster = Raster.between(length.span(case["first"])[0], case["last"] + timedelta(hours=12))
    hours = Hours(tuple(case["rules"]), "ST", case["local"])
    there = open_masks(hours, ["a"], raster, case["now"])["a"]
    for start, end in case["closed"]:
        there &= ~raster.touching(start, end)
    taken = {COUNTER: raster.touching_all(seconds(case["booked"])), ROOM: raster.touching_all(seconds(case["room"]))}
    counters = free_places([(COUNTER, OFFICE, there)], taken)
    rooms = free_places([(ROOM, OFFICE, (1 << raster.length) - 1)], taken)
    free = find_free(
        counters, {"raum": rooms}, raster, length, step=case["step"], earliest=case["first"], latest=case["last"]
    )
    return free.starts(OFFICE)


def obvious(case: dict[str, Any]) -> list[datetime]:
    length: Length = case["length"]
    concerned = [case["day"] + timedelta(days=n) for n in range(-3, 4)]
    holidays = {day for year in {d.year for d in concerned} for day in state_holidays("ST", year)} | case["local"]
    shut = [*case["closed"], *case["booked"], *case["room"]]
    return list(
        slow.starts(
            slow.joined(slow.opened(case["rules"], "a", concerned, holidays, case["now"])),
            shut,
            case["first"],
            case["last"],
            before=length.before,
            minutes=length.minutes,
            after=length.after,
            step=case["step"],
        )
    )


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_fast_way_finds_what_the_obvious_way_finds(case: dict[str, Any]) -> None:
    assert fast(case) == obvious(case)


def opened_on(day: date, start: str, end: str) -> int:
    """Minutes that a rule for that date is open."""
    rule = OpeningRule(dates=(day,), from_=start, to=end)
    noon = local_instant(day, "12:00")
    raster = Raster.between(noon - timedelta(days=2), noon + timedelta(days=2))
    return open_masks(Hours((rule,)), ["a"], raster, noon)["a"].bit_count() * 5


@pytest.mark.parametrize("day", SPRING)
def test_the_day_of_23_hours(day: date) -> None:
    assert opened_on(day, "00:00", "24:00") == 23 * 60
    assert opened_on(day, "01:00", "04:00") == 2 * 60
    assert opened_on(day - timedelta(days=1), "22:00", "06:00") == 7 * 60
    assert opened_on(day, "02:00", "03:00") == 0  # both are three o'clock
    assert opened_on(day, "08:00", "12:00") == 4 * 60


@pytest.mark.parametrize("day", AUTUMN)
def test_the_day_of_25_hours(day: date) -> None:
    assert opened_on(day, "00:00", "24:00") == 25 * 60
    assert opened_on(day, "01:00", "04:00") == 4 * 60
    assert opened_on(day - timedelta(days=1), "22:00", "06:00") == 9 * 60
    assert opened_on(day, "02:00", "03:00") == 2 * 60
    assert opened_on(day, "08:00", "12:00") == 4 * 60


def test_over_midnight_and_until_midnight() -> None:
    assert opened_on(date(2026, 12, 31), "22:00", "02:00") == 4 * 60
    assert opened_on(date(2026, 12, 31), "22:00", "24:00") == 2 * 60


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_zone_of_the_server_changes_nothing(zone: str) -> None:
    program = (
        "import django; django.setup();"
        "from datetime import date, timedelta;"
        "from tests.appointments.test_free_times import opened_on, AUTUMN, SPRING;"
        "print([opened_on(d - timedelta(days=1), '22:00', '06:00') for d in (*SPRING, *AUTUMN)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment("x", TZ=zone), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[420, 420, 540, 540]"


@pytest.mark.parametrize("year", [2026, 2027])
def test_holidays_of_the_state(year: int) -> None:
    assert {date(year, 1, 6), date(year, 10, 31), date(year, 12, 25)} <= state_holidays("ST", year)  # Saxony-Anhalt's
    assert date(year, 8, 15) not in state_holidays("ST", year)  # Bavaria's
