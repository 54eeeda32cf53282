"""The list of a postbox: what it says, what it finds, what one puts away, and who sees none of it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.service import Account, Membership, Organisation, Persona
from rathaus.cases.service import Case, access_code, ask_applicant, take_over
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.postbox.service import Entry, Line, ask_unit, put_entry
from rathaus.tenancy.service import Municipality, base_url, scope
from tests.cases.factories import staff
from tests.cast import CLARA
from tests.portal.conftest import Person

from .conftest import act_for, browser, held_case, unit

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def titles(person: Person, address: str = "/postfach/") -> list[str]:
    page = person.get(address)
    assert page.status_code == 200
    return re.findall(r'entry__title"><a href="[^"]*">([^<]*)</a>', page.content.decode())


def put(account: Account, title: str, **more: object) -> None:
    line = Line(kind="case", ref=uuid7(), title=title, path="/vorgang/2026-000099/", **more)  # type: ignore[arg-type]
    put_entry(account.pk, line)


def test_an_empty_postbox_tells_what_will_be_here(anna: Person) -> None:
    text = anna.get("/postfach/").content.decode()
    assert "Hier ist noch nichts" in text
    assert "unsere Nachrichten und Bescheide" in text


def test_who_is_not_signed_in_comes_back_after_signing_in(town: Municipality) -> None:
    answer = browser().get("/postfach/?art=archiv")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=%2Fpostfach%2F%3Fart%3Darchiv")


def test_a_line_says_whose_turn_it_is_and_until_when(anna: Person, case: Case) -> None:
    with clock.freeze(NOW):
        taken = take_over(case, by=staff(CLARA), revision=case.revision)
        query = ask_applicant(taken, text="Welche Farbe?", by=staff(CLARA), revision=taken.revision)
        Entry.objects.update(until=date(2026, 12, 4))
        text = anna.get("/postfach/").content.decode()
    assert query.answer_by is not None
    for words in (
        "Hund anmelden",
        case.number,
        "Tangerhütte",
        "Sie sind dran: bis 4. Dezember antworten",
        "heute, 10:00",
    ):
        assert words in text
    assert text.count('class="entry__new">neu<') == 1
    assert "1 ungelesen" in text


def test_opening_the_case_reads_its_line_but_not_for_a_stranger_with_the_code(
    anna: Person, bilal: Person, case: Case
) -> None:
    Entry.objects.update(unread=True)
    bilal.post("/vorgang/", {"nummer": case.number, "code": access_code(case)})
    assert bilal.get(f"/vorgang/{case.number}/").status_code == 200
    assert Entry.objects.get().unread is True
    assert anna.get(f"/vorgang/{case.number}/").status_code == 200
    assert Entry.objects.get().unread is False


def test_the_outsider_sees_nothing_of_it(bilal: Person, case: Case) -> None:
    assert titles(bilal) == []
    assert titles(bilal, "/postfach/?q=hund") == []
    assert bilal.get(f"/vorgang/{case.number}/").headers["Location"] == f"/vorgang/?nr={case.number}"


def test_a_case_of_another_municipality_is_listed_and_opens_at_its_host(
    annas: Account, case: Case, thale: Municipality
) -> None:
    at_thale = browser(annas, host="thale")
    text = at_thale.get("/postfach/").content.decode()
    assert f'href="{base_url(case.municipality)}/vorgang/{case.number}/"' in text
    assert "Tangerhütte" in text
    # At its own host one must be signed in too, and comes to the case then.
    here = browser().get(f"/vorgang/{case.number}/", follow=True)
    assert f"?next=/vorgang/{case.number}/" in here.content.decode()
    assert at_thale.get(f"/vorgang/{case.number}/").status_code == 302  # Thale has no such case


def test_filters_and_search(anna: Person, annas: Account, case: Case, thale: Municipality) -> None:
    ask_unit(unit("ordnung"), subject="Laterne", text="Vor Haus 7 ist es dunkel.", key="abcdefgh", by=Persona(annas))
    with scope(thale):
        put(annas, "Urkunde bestellen")
        ask_unit(
            unit("buergerservice"), subject="Parken", text="Wo steht der Bus?", key="abcdefgi", by=Persona(annas)
        )
    assert titles(anna) == ["Parken", "Urkunde bestellen", "Laterne", "Hund anmelden"]
    assert titles(anna, "/postfach/?art=nachrichten") == ["Parken", "Laterne"]
    assert titles(anna, "/postfach/?art=vorgaenge") == ["Urkunde bestellen", "Hund anmelden"]
    assert titles(anna, "/postfach/?art=bescheide") == titles(anna, "/postfach/?art=entwuerfe") == []
    assert titles(anna, f"/postfach/?q={case.number}") == ["Hund anmelden"]
    assert titles(anna, "/postfach/?q=dunkel") == ["Laterne"]
    assert titles(anna, "/postfach/?q=bus") == ["Parken"]  # words of a message in another municipality
    assert titles(anna, "/postfach/?q=thale") == ["Parken", "Urkunde bestellen"]
    assert titles(anna, "/postfach/?q=thale+urkunde") == ["Urkunde bestellen"]
    assert "Dazu steht nichts" in anna.get("/postfach/?q=nirgends").content.decode()


@pytest.mark.parametrize("nonsense", ["?seite=x", "?seite=9999", "?art=%00", "?q=%00", "?weg=x", "?q=" + "a" * 3000])
def test_a_senseless_address_is_no_error(anna: Person, case: Case, nonsense: str) -> None:
    assert anna.get(f"/postfach/{nonsense}").status_code == 200


def test_what_is_put_away_can_be_taken_back(anna: Person, bilal: Person, case: Case) -> None:
    entry = Entry.objects.get()
    for stranger in (bilal, browser()):
        stranger.post("/postfach/archiv/", {"eintrag": str(entry.pk)})
    assert Entry.objects.get().archived_at is None
    assert bilal.post("/postfach/archiv/", {"eintrag": str(entry.pk)}).status_code == 404
    assert bilal.post("/postfach/archiv/", {"eintrag": "x"}).status_code == 404
    there = anna.post("/postfach/archiv/", {"eintrag": str(entry.pk)}).headers["Location"]
    text = anna.get(there).content.decode()
    assert "„Hund anmelden“ liegt jetzt im Archiv." in text
    assert (titles(anna), titles(anna, "/postfach/?art=archiv")) == ([], ["Hund anmelden"])
    assert "liegt jetzt im Archiv" not in bilal.get(there).content.decode()
    anna.post("/postfach/archiv/", {"eintrag": str(entry.pk), "zurueck": "ja"})
    assert titles(anna) == ["Hund anmelden"]


def test_an_entry_of_another_municipality_is_put_away_there(
    anna: Person, annas: Account, case: Case, thale: Municipality
) -> None:
    with scope(thale):
        put(annas, "Urkunde bestellen")
        entry = Entry.objects.get()
    anna.post("/postfach/archiv/", {"eintrag": str(entry.pk)})
    assert titles(anna) == ["Hund anmelden"]
    with scope(thale):
        assert Entry.objects.get().archived_at is not None


def test_twenty_on_a_page(anna: Person, annas: Account, town: Municipality) -> None:
    for n in range(21):
        with clock.freeze(NOW.replace(minute=n)):
            put(annas, f"Antrag {n}")
    assert titles(anna) == [f"Antrag {n}" for n in range(20, 0, -1)]
    assert 'href="/postfach/?seite=2"' in anna.get("/postfach/").content.decode()
    assert titles(anna, "/postfach/?seite=2") == ["Antrag 0"]
    assert "seite=3" not in anna.get("/postfach/?seite=2").content.decode()


def test_the_reader_finds_titles_in_their_language(anna: Person, case: Case) -> None:
    anna.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert titles(anna) == ["Register a dog"]


def test_an_organisations_postbox_is_read_by_who_may(
    vera: Person, veras: Account, verein: Organisation, bilal: Person
) -> None:
    held_case(Persona(veras, organisation=verein))
    assert titles(vera) == []
    act_for(vera, verein)
    assert titles(vera) == ["Hund anmelden"]
    act_for(bilal, verein)
    assert titles(bilal) == []
    Membership.objects.update(may_read=False)
    refused = vera.get("/postfach/")
    assert refused.status_code == 403
    assert "Das Postfach von Heimatverein Grieben e. V. dürfen Sie nicht lesen." in refused.content.decode()
    assert "Hund anmelden" not in refused.content.decode()


def test_with_the_representation_its_postbox_is_gone(vera: Person, veras: Account, verein: Organisation) -> None:
    case = held_case(Persona(veras, organisation=verein))
    act_for(vera, verein)
    assert vera.get(f"/vorgang/{case.number}/").status_code == 200
    Membership.objects.update(ended_at=clock.now())
    assert titles(vera) == []
    assert vera.get(f"/vorgang/{case.number}/").status_code == 302


def test_the_header_counts_for_who_is_signed_in_and_asks_nothing_for_others(
    anna: Person, bilal: Person, annas: Account, town: Municipality, thale: Municipality
) -> None:
    with scope(thale):
        put(annas, "Urkunde bestellen", is_news=True)
    put(annas, "Hund anmelden", is_news=True)
    mark = '<span class="unread">2<span class="kern-sr-only"> ungelesene Nachrichten</span></span>'
    assert mark in anna.get("/leistungen/").content.decode()
    assert 'class="unread"' not in bilal.get("/leistungen/").content.decode()
    with CaptureQueriesContext(connection) as seen:
        assert "/postfach/" not in browser().get("/leistungen/").content.decode()
    assert [q["sql"] for q in seen if "postbox" in q["sql"]] == []


def queries(act: Callable[[], object]) -> int:
    """Counted at the second time, without the settings of scopes and without savepoints."""
    act()
    with CaptureQueriesContext(connection) as seen:
        act()
    kept = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"] and not q["sql"].startswith("SET LOCAL")]
    return len(kept)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_is_in_it(
    anna: Person, annas: Account, rows: int, town: Municipality
) -> None:
    for n in range(rows):
        held_case(Persona(annas), f"k{n}")
    # session, staff, account, entries, municipalities, unread
    assert queries(lambda: anna.get("/postfach/")) == 6
