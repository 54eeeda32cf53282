"""What the standards say becomes items: meetings, warnings, dates, news."""

import json
import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from rathaus.channel.sources.parsing.cap import read_cap
from rathaus.channel.sources.parsing.feeds import read_feed
from rathaus.channel.sources.parsing.ical import read_ical
from rathaus.channel.sources.parsing.items import Unreadable, dump_page, load_page
from rathaus.channel.sources.parsing.nina import read_dashboard, read_details
from rathaus.channel.sources.parsing.oparl import MINUTES, read_oparl
from rathaus.core.clock import BERLIN
from tests.channel.sources.recorded import BASE, NOW, alert, answer, meetings

COUNCIL = "https://ris.tangerhuette.example/organization/1"


def test_a_body_says_where_its_meetings_are() -> None:
    assert read_oparl(answer("oparl-body.json"), NOW).links == (f"{BASE}/oparl-meetings-1.json",)


def test_a_meeting_has_place_time_body_and_its_public_agenda_in_order() -> None:
    page = read_oparl(answer("oparl-meetings-1.json"), NOW)
    (meeting,) = page.items
    assert page.links == (f"{BASE}/oparl-meetings-2.json",)
    assert (meeting.kind, meeting.title, meeting.groups) == ("event", "9. Sitzung des Stadtrates", (COUNCIL,))
    assert meeting.location == "Ratssaal, Bismarckstraße 5, Tangerhütte"
    assert meeting.starts_at == datetime(2026, 12, 9, 18, 30, tzinfo=BERLIN)
    assert meeting.ends_at == datetime(2026, 12, 9, 21, 0, tzinfo=BERLIN)
    assert meeting.agenda == ("1 Einwohnerfragestunde", "2 Haushalt: Sanierung des Freibads")


def test_a_cancelled_meeting_is_over_and_minutes_are_news() -> None:
    cancelled, held, minutes = read_oparl(answer("oparl-meetings-2.json"), NOW).items
    assert (cancelled.is_over, held.is_over) == (True, False)
    assert (minutes.kind, minutes.reference) == ("news", held.reference + MINUTES)
    assert (minutes.title, minutes.link) == (
        "Niederschrift: 8. Sitzung des Stadtrates",
        "https://ris.tangerhuette.example/file/900.pdf",
    )


def test_a_deleted_meeting_needs_no_time() -> None:
    page = read_oparl(json.dumps(meetings(deleted=True, start=None, end=None)).encode(), NOW)
    assert [item.is_over for item in page.items] == [True]


def test_a_warning_has_severity_time_region_and_both_languages() -> None:
    (warning,) = read_cap(answer("dwd/1.xml"), NOW).items
    assert (warning.title, warning.severity) == ("Amtliche WARNUNG vor STURMBÖEN", "moderate")
    assert warning.codes == ("815090546",)
    assert warning.instructions == "Achten Sie auf herabfallende Äste. Sichern Sie lose Gegenstände."
    assert warning.ends_at == datetime(2026, 12, 1, 20, tzinfo=BERLIN)
    assert warning.text == (
        "Es treten Sturmböen mit Geschwindigkeiten um 75 km/h aus Südwest auf.\n\n"
        "Quelle: DWD / Nationales Warnzentrum Offenbach\n\n"
        "In English: Official WARNING of GALE-FORCE GUSTS\nThere is a risk of gale-force gusts around 75 km/h."
    )


def test_an_archive_of_warnings_is_read_in_the_order_they_were_sent() -> None:
    page = read_cap(answer("dwd.zip"), NOW)
    assert [item.reference[-6:] for item in page.items] == ["WIND.1", "ROST.7"]


def test_an_update_and_a_cancel_name_what_they_are_about() -> None:
    old = "2.49.0.0.276.0.DWD.PVW.WIND.1"
    reference = f"opendata@dwd.de,{old},2026-11-30T06:00:00+01:00"
    (update,) = read_cap(alert(identifier="wind.2", msgType="Update", references=reference), NOW).items
    assert (update.reference, update.replaces, update.is_over) == ("wind.2", (old,), False)
    (cancel,) = read_cap(alert(identifier="wind.3", msgType="Cancel", references=reference), NOW).items
    assert (cancel.replaces, cancel.is_over) == ((old,), True)


@pytest.mark.parametrize(
    "changes",
    [{"status": "Exercise"}, {"status": "Test"}, {"msgType": "Ack"}, {"scope": "Private"}, {"sent": "gestern"}],
)
def test_what_is_no_warning_for_the_public_is_left_out(changes: dict[str, str]) -> None:
    page = read_cap(alert(**changes), NOW)
    assert (page.items, page.skipped) == ((), 1)


def test_a_warning_without_an_end_holds_a_day_and_none_longer_than_a_month() -> None:
    text = alert().decode()
    endless = text.replace("<expires>2026-12-01T20:00:00+01:00</expires>", "")
    (item,) = read_cap(endless.encode(), NOW).items
    assert item.starts_at is not None
    assert item.ends_at is not None
    assert (item.ends_at - item.starts_at).days == 1
    (item,) = read_cap(text.replace("2026-12-01T20:00", "2031-12-01T20:00").encode(), NOW).items
    assert item.starts_at is not None
    assert item.ends_at is not None
    assert (item.ends_at - item.starts_at).days == 30


def test_the_dashboard_names_warnings_and_the_details_are_text() -> None:
    (key,) = read_dashboard(answer("nina/dashboard/150900000000.json"), NOW).links
    (warning,) = read_details(answer(f"nina/warnings/{key}.json"), NOW).items
    assert warning.title == "Rauch durch Brand in einer Lagerhalle"
    assert warning.text == "In Bellingen brennt eine Lagerhalle.\nDer Rauch zieht nach Osten."
    assert warning.instructions == "Schließen Sie Fenster und Türen.\nSchalten Sie Lüftungen ab."


def test_waste_dates_repeat_within_two_months() -> None:
    items = read_ical(answer("abfall.ics"), NOW).items
    assert [
        (item.title, item.starts_at.astimezone(BERLIN).date().isoformat()) for item in items if item.starts_at
    ] == [
        ("Restmüll", "2026-12-02"),
        ("Altpapier", "2026-12-04"),
        ("Restmüll", "2026-12-16"),
        ("Restmüll", "2026-12-30"),
        ("Restmüll", "2027-01-13"),
        ("Restmüll", "2027-01-27"),
    ]
    assert len({item.reference for item in items}) == 6


def test_a_moved_repetition_keeps_its_reference() -> None:
    moved = (
        b"BEGIN:VEVENT\r\nUID:restmuell-bellingen@abfall.example\r\nDTSTAMP:20260101T000000Z\r\n"
        b"RECURRENCE-ID;VALUE=DATE:20261216\r\nDTSTART;VALUE=DATE:20261217\r\nDTEND;VALUE=DATE:20261218\r\n"
        b"SUMMARY:Restm\xc3\xbcll\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    before = {item.reference: item.starts_at for item in read_ical(answer("abfall.ics"), NOW).items}
    after = {
        item.reference: item.starts_at
        for item in read_ical(answer("abfall.ics").replace(b"END:VCALENDAR", moved), NOW).items
    }
    assert before.keys() == after.keys()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == ["restmuell-bellingen@abfall.example#20261215T230000Z"]


def test_a_feed_is_text_however_often_it_was_escaped() -> None:
    (item,) = read_feed(answer("presse.xml"), NOW).items
    assert item.title == "B 189: Vollsperrung & Umleitung bei Lüderitz"
    assert item.text == "Die Bundesstraße ist bis Freitag gesperrt."
    assert (item.reference, item.link) == ("landkreis-4711", "https://www.landkreis.example/b189")
    assert item.published_at == datetime(2026, 11, 29, 8, tzinfo=BERLIN)


def test_atom_is_a_feed_too() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:x:1</id><title>Neu</title>'
        b'<link href="https://a.example/1"/><updated>2026-11-29T08:00:00Z</updated>'
        b'<content type="html">&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;/p&gt;</content></entry></feed>'
    )
    (item,) = read_feed(atom, NOW).items
    assert (item.reference, item.title, item.text) == ("urn:x:1", "Neu", "Eins\n\nZwei")


def test_what_was_read_travels_between_processes() -> None:
    page = read_oparl(answer("oparl-meetings-2.json"), NOW)
    assert load_page(dump_page(page)) == page


def test_duplicates_in_one_answer_are_one() -> None:
    page = meetings()
    page["data"] = page["data"] * 3
    assert len(read_oparl(json.dumps(page).encode(), NOW).items) == 1
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", alert())
        archive.writestr("b.xml", alert())
    assert len(read_cap(packed.getvalue(), NOW).items) == 1


def test_a_broken_warning_costs_the_others_nothing_but_only_broken_ones_are_an_error() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", b"<alert")
        archive.writestr("b.xml", alert())
    page = read_cap(packed.getvalue(), NOW)
    assert (len(page.items), page.skipped) == (1, 1)
    with pytest.raises(Unreadable):
        read_cap(b"<alert", NOW)
