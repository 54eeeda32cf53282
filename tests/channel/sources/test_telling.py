"""One change of a source is exactly one notice to the right subscribers, and the same again is none."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from rathaus.channel.models import Delivery, Dispatch, Publication, SourceItem
from rathaus.channel.publishing import publish_due
from rathaus.channel.sources.collecting import Harvest
from rathaus.channel.sources.parsing.cap import read_cap
from rathaus.channel.sources.parsing.feeds import read_feed
from rathaus.channel.sources.parsing.ical import read_ical
from rathaus.channel.sources.parsing.items import Item, Page
from rathaus.channel.sources.parsing.oparl import read_oparl
from rathaus.channel.sources.telling import MOST_TOLD, Told, tell_harvest
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.channel.making import carry_out, subscriber
from tests.channel.sources.conftest import Make
from tests.channel.sources.recorded import NOW, alert, answer, meetings

pytestmark = pytest.mark.django_db
WIND = "2.49.0.0.276.0.DWD.PVW.WIND.1"


def council(source: Make, **changes: Any) -> Told:
    page = read_oparl(json.dumps(meetings(**changes)).encode(), NOW)
    return tell_harvest(source("ratsinformation"), Harvest(page.items))


def weather(source: Make, page: Page) -> Told:
    return tell_harvest(source("wetterdienst"), Harvest(page.items))


def delivered() -> list[tuple[str, str]]:
    """Kind of notice and who got it."""
    for row in Publication.objects.all():
        carry_out(row)
    names = {one.pk: one.address for one in [*_subscribers()]}
    rows = Delivery.objects.select_related("dispatch").order_by("dispatch__at", "dispatch__number", "subscriber")
    return [(row.dispatch.kind, names[row.subscriber]) for row in rows]


def _subscribers() -> list[Any]:
    from rathaus.channel.models import Subscriber

    return list(Subscriber.objects.all())


def test_a_meeting_and_each_change_of_it_is_one_notice_to_those_who_want_its_body(source: Make) -> None:
    subscriber(cast.ANNA.email, "stadtrat")
    subscriber(cast.BILAL.email, "bauausschuss")
    assert council(source).told == 1
    assert delivered() == [("first", cast.ANNA.email)]
    assert council(source).told == 0  # the same again
    later = datetime(2026, 12, 10, 18, 30, tzinfo=BERLIN).isoformat()
    assert council(source, start=later, end=None).told == 1
    assert council(source, start=later, end=None).told == 0
    assert delivered() == [("first", cast.ANNA.email), ("correction", cast.ANNA.email)]
    assert council(source, cancelled=True).told == 1
    assert council(source, cancelled=True).told == 0
    everything = ["first", "correction", "all_clear"]
    assert delivered() == [(kind, cast.ANNA.email) for kind in everything]
    assert (Publication.objects.count(), SourceItem.objects.count()) == (1, 1)


def test_a_new_agenda_is_a_change_and_a_new_time_stamp_is_none(source: Make) -> None:
    council(source)
    assert council(source, modified="2026-11-30T08:59:00+01:00").told == 0
    points = [{"number": "1", "order": 1, "name": "Freibad", "public": True}]
    assert council(source, agendaItem=points).told == 1
    assert Publication.objects.get().text == "Tagesordnung:\n1 Freibad"


def test_a_meeting_that_was_called_off_and_on_again_is_told_anew(source: Make) -> None:
    council(source)
    council(source, cancelled=True)
    assert council(source).told == 1
    assert council(source).told == 0
    assert [bool(row.ended_at) for row in Publication.objects.order_by("created_at", "id")] == [True, False]


def test_a_meeting_is_told_anew_as_often_as_it_is_called_off_and_on_again(source: Make) -> None:
    """As a calendar does that is empty now and then."""
    for _ in range(3):
        council(source)
        council(source, cancelled=True)
    assert council(source).told == 1
    assert sorted(bool(row.ended_at) for row in Publication.objects.all()) == [False, True, True, True]


def test_minutes_are_told_and_meetings_that_are_over_are_not(source: Make) -> None:
    page = read_oparl(answer("oparl-meetings-2.json"), NOW)
    tell_harvest(source("ratsinformation"), Harvest(page.items))
    assert [row.title for row in Publication.objects.all()] == ["Niederschrift: 8. Sitzung des Stadtrates"]


def test_meetings_of_other_bodies_are_not_ours(source: Make) -> None:
    assert council(source, organization=["https://ris.example/elsewhere"]).items == 0


def test_a_warning_its_update_and_its_cancel_are_one_publication(source: Make) -> None:
    subscriber(cast.ANNA.email, "gefahren", "Grieben")
    reference = f"opendata@dwd.de,{WIND},2026-11-30T06:00:00+01:00"
    assert weather(source, read_cap(answer("dwd.zip"), NOW)).told == 1  # Munich's is not ours
    update = {"identifier": "wind.2", "msgType": "Update", "references": reference, "severity": "Severe"}
    assert weather(source, read_cap(alert(**update), NOW)).told == 1
    found = Publication.objects.get()
    assert (found.severity, found.places, found.ended_at) == ("severe", [], None)
    cancel = {
        "identifier": "wind.3",
        "msgType": "Cancel",
        "references": "opendata@dwd.de,wind.2,2026-11-30T06:00:00+01:00",
    }
    assert weather(source, read_cap(alert(**cancel), NOW)).told == 1
    assert weather(source, read_cap(alert(**cancel), NOW)).told == 0
    assert delivered() == [(kind, cast.ANNA.email) for kind in ("first", "correction", "all_clear")]
    assert Publication.objects.count() == 1


def test_a_warning_that_comes_again_under_its_old_name_is_not_told_again(source: Make) -> None:
    """The DWD's archive still holds the replaced warning beside the one that replaces it."""
    old, new = read_cap(alert(), NOW).items[0], None
    reference = f"opendata@dwd.de,{WIND},2026-11-30T06:00:00+01:00"
    new = read_cap(alert(identifier="wind.2", msgType="Update", references=reference, severity="Severe"), NOW).items[
        0
    ]
    weather(source, Page((old,)))
    assert [weather(source, Page((old, new))).told for _ in range(3)] == [1, 0, 0]
    assert Publication.objects.get().severity == "severe"


def test_a_cancel_that_names_no_region_is_the_all_clear(source: Make) -> None:
    """CAP 1.2: `info`, and with it the region, is optional; the reference says what is cancelled."""
    weather(source, read_cap(alert(), NOW))
    reference = f"opendata@dwd.de,{WIND},2026-11-30T06:00:00+01:00"
    whole = alert(identifier="wind.2", msgType="Cancel", references=reference)
    bare = re.sub(rb"<info>.*</info>", b"", whole, flags=re.DOTALL)
    assert b"<area>" not in bare
    assert [weather(source, read_cap(bare, NOW)).told for _ in range(2)] == [1, 0]
    assert Publication.objects.get().ended_at is not None


def test_a_warning_that_moves_away_is_over_here_and_one_that_is_split_goes_on(source: Make) -> None:
    reference = f"opendata@dwd.de,{WIND},2026-11-30T06:00:00+01:00"
    update = {"msgType": "Update", "references": reference}
    (away,) = read_cap(alert(identifier="w.2", **update).replace(b"815090546", b"809162000"), NOW).items
    (here,) = read_cap(alert(identifier="w.3", **update, severity="Severe"), NOW).items
    weather(source, Page(read_cap(alert(), NOW).items))
    assert [weather(source, Page((away, here))).told for _ in range(2)] == [1, 0]
    assert (Publication.objects.get().severity, Publication.objects.get().ended_at) == ("severe", None)
    last = {"msgType": "Update", "references": "opendata@dwd.de,w.3,2026-11-30T06:00:00+01:00"}
    (gone,) = read_cap(alert(identifier="w.4", **last).replace(b"815090546", b"809162000"), NOW).items
    assert [weather(source, Page((gone,))).told for _ in range(2)] == [1, 0]
    found = Publication.objects.get()
    assert (found.ended_at is not None, found.text) == (True, "Die Warnung gilt hier nicht mehr.")


def test_a_cancel_of_what_nobody_knows_tells_nobody(source: Make) -> None:
    cancel = alert(identifier="x", msgType="Cancel", references="a,never,b")
    assert (weather(source, read_cap(cancel, NOW)).told, Publication.objects.count()) == (0, 0)


def test_the_region_of_a_warning_says_for_which_places(source: Make) -> None:
    definition = {**source("wetterdienst").definition, "codes": {"815090999": ["Grieben", "Bellingen"]}}
    found = source("wetterdienst", definition=definition)
    text = alert().replace(b"815090546", b"815090999")
    tell_harvest(found, Harvest(read_cap(text, NOW).items))
    assert Publication.objects.get().places == ["Grieben", "Bellingen"]


def test_each_municipality_gets_its_own_warnings(source: Make, thale: Municipality) -> None:
    weather(source, read_cap(answer("dwd.zip"), NOW))
    with scope(thale):
        found = tell_harvest(source("wetterdienst"), Harvest(read_cap(answer("dwd.zip"), NOW).items))
        assert (found.items, Publication.objects.count()) == (0, 0)
    assert Publication.objects.count() == 1


def test_waste_dates_go_out_on_the_evening_before(source: Make) -> None:
    subscriber(cast.ANNA.email, "abfall", "Bellingen")
    subscriber(cast.BILAL.email, "abfall", "Grieben")
    page = read_ical(answer("abfall.ics"), NOW)
    tell_harvest(source("abfall-bellingen"), Harvest(page.items, is_whole=True))
    assert (Publication.objects.count(), Dispatch.objects.count()) == (6, 0)
    with clock.freeze(datetime(2026, 12, 1, 17, 1, tzinfo=BERLIN)):
        publish_due()
        assert delivered() == [("first", cast.ANNA.email)]


def test_a_date_that_is_brought_forward_goes_out_on_the_evening_before_its_new_day(source: Make) -> None:
    def say(body: bytes) -> None:
        tell_harvest(source("abfall-bellingen"), Harvest(read_ical(body, NOW).items, is_whole=True))

    moved = (
        "BEGIN:VEVENT\r\nUID:restmuell-bellingen@abfall.example\r\nDTSTAMP:20260101T000000Z\r\n"
        "RECURRENCE-ID;VALUE=DATE:20261216\r\nDTSTART;VALUE=DATE:20261215\r\nDTEND;VALUE=DATE:20261216\r\n"
        "SUMMARY:Restmüll\r\nEND:VEVENT\r\nEND:VCALENDAR"
    ).encode()
    say(answer("abfall.ics"))
    say(answer("abfall.ics").replace(b"END:VCALENDAR", moved))
    found = Publication.objects.get(starts_at=datetime(2026, 12, 15, tzinfo=BERLIN))
    assert found.due_at == datetime(2026, 12, 14, 17, tzinfo=BERLIN)


def test_names_that_the_database_would_refuse_break_nothing(source: Make) -> None:
    long = "https://ris.example/" + "m" * 478
    minutes = {"accessUrl": "https://ris.example/1.pdf"}
    for reference in (long, "https://ris.example/\ud800"):
        council(source, id=reference, resultsProtocol=minutes)
        assert council(source, id=reference, resultsProtocol=minutes).told == 0
    calendar = answer("abfall.ics").replace(b"UID:restmuell", b"UID:rest\x00m\x07" + b"\xc3\xbc" * 300)
    tell_harvest(source("abfall-bellingen"), Harvest(read_ical(calendar, NOW).items))
    assert Publication.objects.filter(title="Restmüll").count() == 5


def test_a_date_that_is_no_longer_in_the_calendar_is_called_off(source: Make) -> None:
    page = read_ical(answer("abfall.ics"), NOW)
    tell_harvest(source("abfall-bellingen"), Harvest(page.items, is_whole=True))
    fewer = tuple(item for item in page.items if item.title != "Altpapier")
    assert tell_harvest(source("abfall-bellingen"), Harvest(fewer, is_whole=True)).told == 1
    assert tell_harvest(source("abfall-bellingen"), Harvest(fewer, is_whole=True)).told == 0
    assert [row.title for row in Publication.objects.exclude(ended_at=None)] == ["Altpapier"]


def test_old_news_are_noted_and_not_told(source: Make) -> None:
    page = read_feed(answer("presse.xml"), NOW)
    with clock.freeze(NOW + timedelta(days=30)):
        assert tell_harvest(source("landkreis"), Harvest(page.items)).told == 0
    assert SourceItem.objects.get().publication is None


def test_what_has_no_date_is_old_at_the_first_visit_and_new_at_the_second(source: Make) -> None:
    found = source("landkreis")
    found.succeeded_at = None
    old, new = (Item(name, "news", name) for name in ("alt", "neu"))
    assert tell_harvest(found, Harvest((old,))).told == 0
    assert tell_harvest(source("landkreis"), Harvest((new, old))).told == 1
    assert Publication.objects.get().title == "neu"


def test_a_flood_is_told_in_portions_and_nothing_is_lost(source: Make) -> None:
    items = tuple(Item(f"{n}", "news", f"Meldung {n}") for n in range(MOST_TOLD + 5))
    first = tell_harvest(source("landkreis"), Harvest(items))
    assert (first.told, first.is_flooded) == (MOST_TOLD, True)
    second = tell_harvest(source("landkreis"), Harvest(items))
    assert (second.told, second.is_flooded) == (5, False)
    assert Publication.objects.count() == MOST_TOLD + 5
