"""The council calendar: what is to come by committee, moved and called off in words, and past years."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from rathaus.channel.models import SourceConfig
from rathaus.channel.service import Kind, end
from rathaus.channel.sources.collecting import Harvest
from rathaus.channel.sources.parsing.oparl import read_oparl
from rathaus.channel.sources.telling import tell_harvest
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.tenancy.service import Municipality
from tests.channel.sources.recorded import meetings

from .making import tell
from .test_pages import body

PAGE = "/meldungen/sitzungen/"
Say = Callable[..., None]


@pytest.fixture
def say(town: Municipality) -> Say:
    """The council's system says this of its next meeting."""

    def tell_changed(**changes: Any) -> None:
        page = read_oparl(json.dumps(meetings(**changes)).encode(), clock.now())
        tell_harvest(SourceConfig.objects.get(key="ratsinformation"), Harvest(page.items))

    return tell_changed


def meet(title: str, day: datetime, **more: Any) -> Any:
    times: dict[str, Any] = {"starts_at": day, "ends_at": day + timedelta(hours=2)}
    return tell(Kind.EVENT, topic=more.pop("topic", "stadtrat"), title=title, idempotency_key=title, **times, **more)


def test_a_meeting_stands_with_day_place_and_its_public_agenda(say: Say, portal: Client) -> None:
    say()
    page = body(portal.get(PAGE))
    for told in (
        "Dezember 2026",
        "Mittwoch, 9. Dezember 2026, 18:30 Uhr",
        "9. Sitzung des Stadtrates",
        "Ratssaal, Bismarckstraße 5, Tangerhütte",
        "Tagesordnung: 2 Punkte",
        "Haushalt: Sanierung des Freibads",
    ):
        assert told in page
    assert "Personalangelegenheiten" not in page
    assert ("Abgesagt" in page, "Verlegt" in page) == (False, False)


def test_a_moved_meeting_says_when_it_was_to_be(say: Say, portal: Client) -> None:
    say()
    say(start=datetime(2026, 12, 10, 18, 30, tzinfo=BERLIN).isoformat(), end=None)
    say(start=datetime(2026, 12, 10, 18, 30, tzinfo=BERLIN).isoformat(), end=None, agendaItem=[])
    page = body(portal.get(PAGE))
    assert "Donnerstag, 10. Dezember 2026, 18:30 Uhr" in page
    assert "Verlegt" in page
    assert "Ursprünglich am Mittwoch, 9. Dezember 2026, 18:30 Uhr." in page


def test_a_cancelled_meeting_stays_and_says_so_and_is_on_once_when_called_again(say: Say, portal: Client) -> None:
    say()
    say(cancelled=True)
    page = body(portal.get(PAGE))
    assert (page.count('class="meeting '), "Abgesagt" in page) == (1, True)
    assert "In den Kalender eintragen" not in page
    say()
    page = body(portal.get(PAGE))
    assert (page.count('class="meeting"'), page.count("meeting--off"), "Abgesagt" in page) == (1, 0, False)


def test_one_committee_alone(town: Municipality, portal: Client) -> None:
    meet("Rat", datetime(2026, 12, 9, 18, tzinfo=BERLIN))
    meet("Bau", datetime(2026, 12, 3, 18, tzinfo=BERLIN), topic="bauausschuss")
    meet("Adventsmarkt", datetime(2026, 12, 5, 18, tzinfo=BERLIN), topic="veranstaltungen")
    everything, alone = body(portal.get(PAGE)), body(portal.get(f"{PAGE}?gremium=bauausschuss"))
    assert everything.index(">Bau<") < everything.index(">Rat<")
    assert "Adventsmarkt" not in everything
    assert (">Bau<" in alone, ">Rat<" in alone) == (True, False)
    assert "/abo/?thema=bauausschuss" in alone
    assert "webcal://tangerhuette.localhost/meldungen/kalender.ics?thema=bauausschuss" in alone


def test_past_meetings_are_by_year_with_their_minutes(town: Municipality, portal: Client) -> None:
    with clock.freeze(datetime(2025, 12, 1, 9, tzinfo=BERLIN)):
        meet("Alt", datetime(2025, 12, 31, 23, tzinfo=BERLIN))  # ends in the new year
    with clock.freeze(datetime(2026, 3, 1, 9, tzinfo=BERLIN)):
        meet("Neu", datetime(2026, 3, 9, 18, tzinfo=BERLIN), source="rat", reference="https://ris.example/7")
        link = "https://ris.example/7.pdf"
        tell(
            title="Niederschrift: Neu",
            topic="stadtrat",
            source="rat",
            reference="https://ris.example/7#niederschrift",
            link=link,
        )
    page = body(portal.get(PAGE))
    assert (">Alt<" in page, ">Neu<" in page) == (False, False)
    assert page.index("?jahr=2026") < page.index("?jahr=2025")
    of_2026 = body(portal.get(f"{PAGE}?jahr=2026"))
    assert (">Alt<" in of_2026, ">Neu<" in of_2026, link in of_2026) == (False, True, True)
    assert ">Alt<" in body(portal.get(f"{PAGE}?jahr=2025"))
    assert [portal.get(f"{PAGE}?jahr={bad}").status_code for bad in ("x", "20266", "0000", "²²²²")] == [404] * 4


def test_a_single_meeting_is_a_calendar_file(town: Municipality, portal: Client, other_portal: Client) -> None:
    found = meet("Rat", datetime(2026, 12, 9, 18, tzinfo=BERLIN))
    (entry,) = Calendar.from_ical(portal.get(f"/meldungen/{found.pk}/termin.ics").content).walk("VEVENT")
    assert (str(entry["SUMMARY"]), entry["DTSTART"].dt) == ("Rat", found.starts_at)
    assert other_portal.get(f"/meldungen/{found.pk}/termin.ics").status_code == 404
    news = tell()
    assert portal.get(f"/meldungen/{news.pk}/termin.ics").status_code == 404
    end(found)
    (entry,) = Calendar.from_ical(portal.get(f"/meldungen/{found.pk}/termin.ics").content).walk("VEVENT")
    assert str(entry["STATUS"]) == "CANCELLED"


def test_thale_has_meetings_of_its_own(town: Municipality, portal: Client, other_portal: Client) -> None:
    meet("Rat", datetime(2026, 12, 9, 18, tzinfo=BERLIN))
    assert ">Rat<" not in body(other_portal.get(PAGE))
    assert "Noch keine Sitzung angekündigt" in body(other_portal.get(PAGE))


def test_the_home_page_the_list_and_the_search_lead_there(town: Municipality, portal: Client) -> None:
    tell()
    for path in ("/", "/meldungen/", "/suche/?q=Stadtratssitzung", "/suche/?q=Tagesordnung", "/sitemap.xml"):
        assert PAGE in body(portal.get(path)).split("<footer")[0]
    assert PAGE not in body(portal.get("/suche/?q=Hund")).split("<footer")[0]


def test_it_costs_the_same_for_one_and_for_three(town: Municipality, portal: Client) -> None:
    counts = []
    portal.get(PAGE)  # asks what holds, and remembers it
    for number in range(3):
        meet(f"Sitzung {number}", datetime(2026, 12, 9 + number, 18, tzinfo=BERLIN))
        if number != 1:
            with CaptureQueriesContext(connection) as seen:
                portal.get(PAGE)
            kept = [q for q in seen if "SAVEPOINT" not in q["sql"] and "rathaus.municipality" not in q["sql"]]
            counts.append(len(kept))
    assert counts == [5, 5]
