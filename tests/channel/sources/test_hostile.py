"""Whatever a source answers is text of bounded length, or one clear error; in bounded time and memory."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.channel.sources import reading
from rathaus.channel.sources.parsing.cap import read_cap
from rathaus.channel.sources.parsing.child import READERS
from rathaus.channel.sources.parsing.feeds import read_feed
from rathaus.channel.sources.parsing.ical import read_ical
from rathaus.channel.sources.parsing.items import MOST_BYTES, MOST_ITEMS, Page, Unreadable
from rathaus.channel.sources.parsing.nina import read_dashboard
from rathaus.channel.sources.parsing.oparl import read_oparl
from rathaus.channel.sources.parsing.plain import TITLE, from_html, line, web_address
from rathaus.channel.sources.wording import PROBLEMS
from rathaus.core.guarded import Pool
from tests.channel.sources.recorded import NOW, alert, answer, meetings

RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>%s</channel></rss>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
    + b"]>%s"
)


def feed(title: str, text: str = "") -> bytes:
    return RSS % f"<item><title>{title}</title><guid>1</guid><description>{text}</description></item>".encode()


@pytest.mark.parametrize("form", READERS)
def test_ten_megabytes_are_not_looked_at(form: str) -> None:
    with pytest.raises(Unreadable, match="too-big"):
        READERS[form](b"x" * 10_000_000, NOW)


def test_a_title_that_fills_the_answer_is_cut() -> None:
    most = "T" * (MOST_BYTES - 3000)
    (item,) = read_feed(feed(most), NOW).items
    assert item.title == "T" * (TITLE - 1) + "…"
    (meeting,) = read_oparl(json.dumps(meetings(name="T" * 1_900_000)).encode(), NOW).items
    assert meeting.title == "T" * (TITLE - 1) + "…"


def test_html_is_shown_as_text() -> None:
    text = (
        "&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(2)&lt;/script&gt;Gut&lt;a href='javascript:x'&gt;hier"
    )
    (item,) = read_feed(feed("&lt;b&gt;Fett&lt;/b&gt;", text), NOW).items
    assert (item.title, item.text) == ("Fett", "Guthier")
    (meeting,) = read_oparl(
        json.dumps(meetings(name="<script>1</script>", web="javascript:alert(1)")).encode(), NOW
    ).items
    assert (meeting.title, meeting.link) == ("<script>1</script>", "")


@pytest.mark.parametrize("read", [read_cap, read_feed])
def test_entities_of_its_own_are_refused(read: Callable[[bytes, datetime], Page]) -> None:
    with pytest.raises(Unreadable, match=r"feed-entity|alert-doctype"):
        read(LAUGHS % b"<rss><channel><item><title>&a8;</title></item></channel></rss>", NOW)


def test_an_external_entity_is_neither_read_nor_shown() -> None:
    inside = b'<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = alert().replace(b'<?xml version="1.0" encoding="UTF-8"?>', inside).replace(b"STURMB", b"&f;")
    with pytest.raises(Unreadable, match="alert-doctype"):
        read_cap(body, NOW)


def test_an_encoding_that_hides_the_document_type_hides_nothing() -> None:
    inside = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE alert [<!ENTITY f "x">]>'
    text = alert().decode().replace('<?xml version="1.0" encoding="UTF-8"?>', inside)
    with pytest.raises(Unreadable, match="alert-doctype"):
        read_cap(text.encode("utf-16"), NOW)
    with pytest.raises(Unreadable):
        read_feed(feed("x").decode().encode("utf-16"), NOW)


def test_an_archive_that_grows_is_left_alone() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b"\0" * 300_000_000)
    assert len(packed.getvalue()) < MOST_BYTES
    with pytest.raises(Unreadable, match="archive-big"):
        read_cap(packed.getvalue(), NOW)


def test_an_archive_of_many_files_is_left_alone() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(MOST_ITEMS + 1):
            archive.writestr(f"{number}.xml", b"")
    with pytest.raises(Unreadable, match="archive-files 300"):
        read_cap(packed.getvalue(), NOW)


def test_a_dashboard_that_floods_is_an_error() -> None:
    with pytest.raises(Unreadable, match="dashboard-long 50"):
        read_dashboard(json.dumps([{"id": f"mow.{n}"} for n in range(1000)]).encode(), NOW)


def test_json_that_is_nested_without_end_is_an_error() -> None:
    with pytest.raises(Unreadable, match="no-json"):
        read_oparl(b"[" * 500_000, NOW)


@pytest.mark.parametrize(
    "start", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-12-01T10:00", 7, None]
)
def test_an_absurd_time_is_left_out(start: Any) -> None:
    page = read_oparl(json.dumps(meetings(start=start)).encode(), NOW)
    assert (page.items, page.skipped) == ((), 1)


@pytest.mark.parametrize(
    "field", ["id", "type", "name", "location", "organization", "agendaItem", "resultsProtocol", "end", "web"]
)
@pytest.mark.parametrize("value", [None, 1, "x", [], [[]], {}, [None], {"a": {"a": 1}}, True])
def test_a_wrong_type_never_breaks_the_reading(field: str, value: Any) -> None:
    page = read_oparl(json.dumps(meetings(**{field: value})).encode(), NOW)
    assert len(page.items) + page.skipped == 1


def calendar(rule: str, start: str = "20261201T080000Z") -> bytes:
    event = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:{start}\r\nSUMMARY:x\r\n{rule}\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize("freq", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_repeats_by_the_second_is_left_out(freq: str) -> None:
    page = read_ical(calendar(f"RRULE:FREQ={freq}"), NOW)
    assert (page.items, page.skipped) == ((), 1)


def test_what_began_before_all_times_is_left_out() -> None:
    page = read_ical(calendar("RRULE:FREQ=DAILY", start="00010101T000000Z"), NOW)
    assert (page.items, page.skipped) == ((), 1)


def test_a_calendar_of_too_many_entries_is_an_error() -> None:
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T080000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    with pytest.raises(Unreadable, match="calendar-events 3000"):
        read_ical(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + event * 3001 + b"END:VCALENDAR\r\n", NOW)


def test_more_dates_than_can_be_told_are_an_error_and_no_part_of_them() -> None:
    event = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20261201T080000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    events = b"".join(event % number for number in range(MOST_ITEMS + 1))
    with pytest.raises(Unreadable, match="calendar-dates 300 60"):
        read_ical(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + b"END:VCALENDAR\r\n", NOW)


def test_an_answer_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule for the 30th of February searches until the year 9999; two hundred of them are minutes."""
    pool = Pool("rathaus.channel.sources.parsing.child", seconds=2, memory=reading.MEMORY)
    monkeypatch.setattr(reading, "_pool", lambda: pool)
    never = calendar("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    head, event, tail = never.partition(never[never.index(b"BEGIN:VEVENT") : never.index(b"END:VCALENDAR")])
    with pytest.raises(Unreadable, match="too-hard"):
        reading.read_answer(
            "ical", head + b"".join(event.replace(b"UID:1", b"UID:%d" % n) for n in range(200)) + tail
        )
    assert len(reading.read_answer("feed", answer("presse.xml")).items) == 1
    pool.close()


def test_the_child_says_what_was_wrong() -> None:
    with pytest.raises(Unreadable, match="no-feed"):
        reading.read_answer("feed", b"<html></html>")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.example/ x", 'https://a"onload=1', "data:text/html,x", "", None, 5]
)
def test_no_address_but_the_web_is_linked(address: Any) -> None:
    assert web_address(address) == ""


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=400))
def test_any_bytes_are_items_or_a_clear_error(form: str, body: bytes) -> None:
    try:
        said: Page | str = READERS[form](body, NOW)
    except Unreadable as problem:
        said = str(PROBLEMS[problem.code]) % problem.details
    assert isinstance(said, Page) or said.endswith(".")


RECORDINGS = {
    "oparl": "oparl-meetings-2.json",
    "cap": "dwd/1.xml",
    "nina": "nina/dashboard/150900000000.json",
    "nina-details": "nina/warnings/mow.DE-ST-SDL-W001-20261130-000.json",
    "ical": "abfall.ics",
    "feed": "presse.xml",
}


@pytest.mark.parametrize("form", RECORDINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_answer_is_items_or_a_clear_error(form: str, data: st.DataObject) -> None:
    body = bytearray(answer(RECORDINGS[form]))
    at = data.draw(st.integers(0, len(body) - 1))
    length = data.draw(st.integers(0, 40))
    body[at : at + length] = data.draw(st.binary(max_size=40))
    try:
        page = READERS[form](bytes(body), NOW)
    except Unreadable:
        return
    assert all(len(item.title) <= TITLE and len(item.reference) <= 500 for item in page.items)


@given(text=st.text())
def test_what_is_left_of_markup_is_one_line_and_short(text: str) -> None:
    assert "\n" not in line(text)
    assert len(from_html(text, 50)) <= 50
