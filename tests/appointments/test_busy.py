"""A clerk's own calendar closes their counter; whatever is in it, reading it ends, and says how."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.appointments.busy import (
    Unreadable,
    busy_times,
    calendar_of,
    connect_calendar,
    disconnect_calendar,
    read_calendar,
)
from rathaus.appointments.models import BusyCalendar, Closure, Counter
from rathaus.appointments.service import ClosureDraft, close, find_wish, preview_closure
from rathaus.core.fetching import NotAllowed
from rathaus.occupancy.models import Occupied
from rathaus.tenancy.service import Municipality, scope
from tests import cast

from .making import at, free_on

HEAD, FOOT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", "END:VCALENDAR\r\n"


def calendar(*events: str) -> str:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTAMP:20260101T000000Z\r\n{e}\r\nEND:VEVENT\r\n" for n, e in enumerate(events)
    )
    return f"{HEAD}{body}{FOOT}"


def event(start: str, end: str, more: str = "") -> str:
    return f"DTSTART;TZID=Europe/Berlin:{start}\r\nDTEND;TZID=Europe/Berlin:{end}{more}"


def read(*events: str) -> list[tuple[Any, Any]]:
    return list(busy_times(calendar(*events).encode()))


@pytest.fixture
def shared() -> Iterator[dict[str, bytes]]:
    """What the clerk's program publishes, at `/ics`; `url` is its address."""
    content: dict[str, bytes] = {"body": b""}

    class Publishes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if content["body"] else 404)
            self.end_headers()
            self.wfile.write(content["body"])

        def log_message(self, *_args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Publishes) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        content["url"] = f"http://127.0.0.1:{httpd.server_port}/ics".encode()
        yield content
        httpd.shutdown()


@pytest.fixture
def clara(town: Municipality) -> StaffMember:
    staff: StaffMember = StaffMember.objects.get(account__email=cast.CLARA.email)
    Counter.objects.filter(pk__in=[c.pk for c in find_wish(["wohnsitz"]).counters]).update(clerk=staff)
    return staff


def test_events_in_german_time_whole_days_and_rules(town: Municipality) -> None:
    assert read(event("20261201T090000", "20261201T100000")) == [(at(9), at(10))]
    assert read("DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202") == [(at(0), at(0, day=(2026, 12, 2)))]
    weekly = read(event("20250106T090000", "20250106T100000", "\r\nRRULE:FREQ=WEEKLY"))
    assert weekly[0] == (at(9, day=(2026, 11, 30)), at(10, day=(2026, 11, 30)))
    assert len(weekly) == 26


def test_a_day_without_an_end_is_a_whole_one(town: Municipality) -> None:
    assert read("DTSTART;VALUE=DATE:20261201") == [(at(0), at(0, day=(2026, 12, 2)))]


@pytest.mark.parametrize(
    "nonsense",
    [
        "SUMMARY:never",
        "DTSTART:gestern",
        event("20261201T120000", "20261201T110000"),
        event("00010101T000000", "99991231T235959"),
    ],
)
def test_an_entry_that_makes_no_sense_hides_no_other(town: Municipality, nonsense: str) -> None:
    assert read(nonsense, event("20261201T090000", "20261201T100000")) == [(at(9), at(10))]


def test_several_calendars_in_one_file_all_count(town: Municipality) -> None:
    both = calendar(event("20261201T090000", "20261201T100000")) + calendar(
        event("20261201T140000", "20261201T150000")
    )
    assert list(busy_times(both.encode())) == [(at(9), at(10)), (at(14), at(15))]


def test_what_is_free_or_cancelled_closes_nothing(town: Municipality) -> None:
    span = ("20261201T090000", "20261201T100000")
    assert read(event(*span, "\r\nTRANSP:TRANSPARENT"), event(*span, "\r\nSTATUS:Cancelled")) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<!doctype html><title>Anmelden</title>", "unreadable"),
        ("", "unreadable"),
        (calendar(event("20261201T090000", "20261201T090001", "\r\nRRULE:FREQ=SECONDLY;COUNT=1000000000")), ""),
        (calendar(event("19000101T000000", "19000101T000001", "\r\nRRULE:FREQ=SECONDLY")), ""),
    ],
)
def test_a_billion_recurrences_end_in_bounded_time(town: Municipality, text: str, problem: str) -> None:
    with pytest.raises(Unreadable) as why:
        busy_times(text.encode())
    assert why.value.problem in ({problem} if problem else {"too_slow", "too_many"})


def test_busy_times_are_not_offered_until_the_calendar_says_otherwise(
    clara: StaffMember, shared: dict[str, bytes], settings: Any
) -> None:
    settings.RATHAUS_FETCH_ALLOWED = ["127.0.0.1"]
    wish = find_wish(["wohnsitz"])
    shared["body"] = calendar(event("20261201T090000", "20261201T120000")).encode()
    row = connect_calendar(clara, shared["url"].decode())
    for _twice in range(2):
        read_calendar(row.pk)
    assert free_on(wish)[0] == "14:00"
    assert list(Closure.objects.filter(calendar=row).values_list("reason", flat=True)) == [""]
    shared["body"] = calendar(event("20261201T090000", "20261201T100000")).encode()
    read_calendar(row.pk)
    assert free_on(wish)[0] == "10:00"
    disconnect_calendar(clara)
    assert free_on(wish)[0] == "09:00"
    assert [(c.url, c.removed_at is None) for c in BusyCalendar.objects.all()] == [("", False)]


def absent(clara: StaffMember) -> Closure:
    draft = ClosureDraft(at(9), at(12), "Urlaub", staff=clara)
    return close(draft, seen=preview_closure(draft, by=clara).mark, by=clara)


def test_an_absence_of_the_same_time_stays_and_hinders_no_reading(
    clara: StaffMember, shared: dict[str, bytes], settings: Any
) -> None:
    settings.RATHAUS_FETCH_ALLOWED = ["127.0.0.1"]
    holiday = absent(clara)
    shared["body"] = calendar(
        event("20261201T090000", "20261201T120000"), event("20261201T140000", "20261201T150000")
    ).encode()
    row = connect_calendar(clara, shared["url"].decode())
    read_calendar(row.pk)
    row.refresh_from_db()
    assert (row.problem, row.read_at is None) == ("", False)
    assert list(Closure.objects.filter(calendar=row).values_list("starts_at", flat=True)) == [at(14)]
    disconnect_calendar(clara)
    assert list(Closure.objects.filter(staff=clara)) == [holiday]


def test_an_absence_entered_after_the_calendar_outlives_it(
    clara: StaffMember, shared: dict[str, bytes], settings: Any
) -> None:
    settings.RATHAUS_FETCH_ALLOWED = ["127.0.0.1"]
    shared["body"] = calendar(event("20261201T090000", "20261201T120000")).encode()
    read_calendar(connect_calendar(clara, shared["url"].decode()).pk)
    holiday = absent(clara)
    assert (holiday.by, holiday.calendar_id, holiday.reason) == (clara, None, "Urlaub")
    assert Occupied.objects.filter(owner=holiday.pk, state="blocked").exists()
    disconnect_calendar(clara)
    assert free_on(find_wish(["wohnsitz"]))[0] == "14:00"


@pytest.mark.parametrize(
    ("body", "problem"), [(b"x" * 2_100_000, "too_big"), (b"", "unreachable"), (b"no calendar", "unreadable")]
)
def test_what_cannot_be_read_is_noted_and_keeps_what_was_read_before(
    clara: StaffMember, shared: dict[str, bytes], settings: Any, body: bytes, problem: str
) -> None:
    settings.RATHAUS_FETCH_ALLOWED = ["127.0.0.1"]
    shared["body"] = calendar(event("20261201T090000", "20261201T120000")).encode()
    row = connect_calendar(clara, shared["url"].decode())
    read_calendar(row.pk)
    shared["body"] = body
    read_calendar(row.pk)
    found = calendar_of(clara)
    assert found is not None
    assert found.problem == problem
    assert Closure.objects.filter(calendar=row).count() == 1


def test_an_address_inside_our_network_is_refused_at_once_and_when_read(
    clara: StaffMember, shared: dict[str, bytes]
) -> None:
    with pytest.raises(NotAllowed):
        connect_calendar(clara, shared["url"].decode())
    row = BusyCalendar.objects.create(staff=clara, url=shared["url"].decode())
    shared["body"] = calendar(event("20261201T090000", "20261201T120000")).encode()
    read_calendar(row.pk)
    row.refresh_from_db()
    assert (row.problem, Closure.objects.filter(calendar=row).count()) == ("not_allowed", 0)


def test_another_municipality_reads_and_sees_nothing_of_it(clara: StaffMember, thale: Municipality) -> None:
    row = BusyCalendar.objects.create(staff=clara, url="https://calendar.example.org/")
    with scope(thale):
        read_calendar(row.pk)
        assert BusyCalendar.objects.count() == 0
    row.refresh_from_db()
    assert row.read_at is None
