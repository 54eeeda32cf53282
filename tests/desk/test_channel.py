"""The desk of the channel: who may, and what becomes of a form."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.channel.models import Dispatch, Publication
from rathaus.channel.sending.dispatching import spread_batch
from rathaus.channel.service import Choice, Kind, Rhythm, choose, current_statuses, leave
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.channel.making import POOL, VILLAGE, carry_out, staff, subscriber, tell

NEW, FACILITY = "/amt/meldungen/neu/", "/amt/meldungen/einrichtungen/freibad-tangerhuette/"
NEWS = {"art": "news", "thema": POOL, "titel": "Neue Rutschen", "text": "Kommen Sie!", "schluessel": "k1"}
STORM = {
    "art": "warning",
    "thema": "gefahren",
    "titel": "Sturm",
    "stufe": "severe",
    "ende": "2026-11-30T20:00",
    "schluessel": "k2",
    "absenden": "ja",
}


@pytest.fixture(autouse=True)
def _monday(settings: Any, asks_what_holds: None) -> Iterator[None]:
    settings.STAFF_IDLE_MINUTES = 10**6
    with clock.freeze(MONDAY):
        yield


def body(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("outsider", ["theo", "bilal", "anonymous"], indirect=True)
def test_only_staff_of_this_town_hall_may_write(outsider: Client) -> None:
    found = tell()
    answers = [
        outsider.get("/amt/meldungen/"),
        outsider.post(NEW, {**NEWS, "absenden": "ja"}),
        outsider.post(FACILITY, {"stand": "closed"}),
        outsider.post(f"/amt/meldungen/{found.pk}/ende/"),
        outsider.get(f"/amt/meldungen/{found.pk}/"),
    ]
    assert {answer.status_code for answer in answers} <= {302, 401, 404}
    assert (Publication.objects.count(), Publication.objects.get().ended_at) == (1, None)


def test_the_preview_tells_how_many_and_publishes_nothing(clara: Client) -> None:
    subscriber(cast.ANNA.email, place=VILLAGE)
    subscriber(cast.BILAL.email, place="Uetz")
    page = body(clara.post(NEW, {**NEWS, "ort": VILLAGE}))
    assert "E-Mail an 1 Empfänger" in page
    assert "Push an 0 Browser" in page
    assert Publication.objects.count() == 0


def test_published_with_a_double_click_it_is_one(clara: Client) -> None:
    for _ in range(2):
        answer = clara.post(NEW, {**NEWS, "absenden": "ja"})
    found = Publication.objects.get()
    assert (answer["Location"], found.by) == (f"/amt/meldungen/{found.pk}/", staff(cast.CLARA))
    assert Dispatch.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_lost(clara: Client) -> None:
    answer = clara.post(NEW, {**STORM, "stufe": ""})
    assert (answer.status_code, 'value="Sturm"' in body(answer)) == (422, True)
    assert clara.post(NEW, {**NEWS, "ende": "morgen"}).status_code == 422
    assert Publication.objects.count() == 0


def test_what_goes_out_after_its_end_is_refused_at_the_field(clara: Client) -> None:
    answer = clara.post(NEW, {**STORM, "wann": "2026-11-30T20:00"})
    assert (answer.status_code, 'href="#wann"' in body(answer)) == (422, True)
    assert Publication.objects.count() == 0


def test_a_template_fills_the_form(clara: Client) -> None:
    page = body(clara.get(f"{NEW}?vorlage=trinkwasser"))
    assert ('value="Trinkwasser abkochen"' in page, 'value="severe" selected' in page) == (True, True)


def test_later_it_waits(clara: Client) -> None:
    clara.post(NEW, {**NEWS, "absenden": "ja", "wann": "2026-12-01T08:00"})
    assert Publication.objects.get().published_at is None
    assert "Geplant" in body(clara.get("/amt/meldungen/"))


def test_a_pool_is_closed_in_one_post_and_opened_again(clara: Client) -> None:
    clara.post(FACILITY, {"stand": "closed", "grund": "wegen Gewitter", "bis": "12:00", "schluessel": "a"})
    (found,) = current_statuses()
    assert (found.title, found.places) == ("Freibad Tangerhütte: heute geschlossen wegen Gewitter", ["Tangerhütte"])
    assert found.ends_at == MONDAY + timedelta(hours=3)  # 12 o'clock
    with clock.freeze(MONDAY + timedelta(minutes=1)):
        clara.post(FACILITY, {"stand": "open", "schluessel": "b"})
        assert [row.status for row in current_statuses()] == ["open"]
    assert Publication.objects.filter(ended_at=None).count() == 1


def test_from_noon_and_taken_back(clara: Client, olga: Client) -> None:
    clara.post(FACILITY, {"stand": "closed", "ab": "12:00", "bis": "18:00", "schluessel": "a"})
    found = Publication.objects.get()
    assert (found.starts_at, found.ends_at) == (MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=9))
    page = body(clara.get("/amt/meldungen/einrichtungen/"))
    assert "ab 12:00 Uhr geschlossen, bis 18:00 Uhr" in page
    undo = f"{FACILITY}zurueck/{found.pk}/"
    assert undo in page
    assert olga.post(undo).status_code == 404
    assert clara.post(f"/amt/meldungen/einrichtungen/kita-sonnenschein/zurueck/{found.pk}/").status_code == 404
    assert current_statuses() == [found]
    clara.post(undo)
    assert current_statuses() == []


@pytest.mark.parametrize("times", [{"bis": "08:00"}, {"ab": "14:00", "bis": "12:00"}])
def test_an_end_that_is_over_is_refused_and_nothing_lost(clara: Client, times: dict[str, str]) -> None:
    answer = clara.post(FACILITY, {"stand": "limited", "grund": "wegen Hitze", **times})
    page = body(answer)
    assert (answer.status_code, 'value="wegen Hitze"' in page, 'value="limited" checked' in page) == (422, True, True)
    assert Publication.objects.count() == 0


def test_correcting_a_facilitys_status_leaves_it_closed(clara: Client) -> None:
    clara.post(FACILITY, {"stand": "closed", "bis": "18:00"})
    found = Publication.objects.get()
    told = {"titel": "Freibad: geschlossen wegen Sturm", "ort": "Tangerhütte", "ende": "2026-11-30T18:00"}
    clara.post(f"/amt/meldungen/{found.pk}/korrektur/", told)
    found.refresh_from_db()
    assert (found.title, found.status) == ("Freibad: geschlossen wegen Sturm", "closed")


@pytest.mark.parametrize(
    "told",
    [
        {"stufe": "schlimm"},
        {"thema": "\x00"},
        {"link": "javascript:alert(1)"},
        {"link": "https://a.example/" + "x" * 500},
        {"wann": "2026-12-01T08:00"},
    ],
)
def test_what_nobody_can_mean_is_refused_in_a_sentence(clara: Client, told: dict[str, str]) -> None:
    assert clara.post(NEW, {**STORM, **told}).status_code == 422
    assert Publication.objects.count() == 0


def test_a_long_place_is_cut_and_a_made_up_number_does_no_harm(clara: Client) -> None:
    clara.post(NEW, {**NEWS, "ort_text": "x" * 4000, "absenden": "ja"})
    found = Publication.objects.get()
    assert found.location == "x" * 200
    assert clara.post(NEW, {**NEWS, "titel": "\x00Mehr", "schluessel": "\x00", "absenden": "ja"}).status_code == 302
    assert clara.post(FACILITY, {"stand": "closed", "grund": "\x00", "schluessel": "\x00"}).status_code == 302
    assert clara.post(f"/amt/meldungen/{found.pk}/freigabe/", {"stand": "9" * 5000}).status_code == 302


def test_correction_and_all_clear_follow(clara: Client) -> None:
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    clara.post(f"/amt/meldungen/{found.pk}/korrektur/", {**STORM, "titel": "Orkan", "sagen": "on"})
    clara.post(f"/amt/meldungen/{found.pk}/ende/", {"text": "Der Sturm ist vorbei."})
    found.refresh_from_db()
    assert (found.title, found.text, found.ended_at) == ("Orkan", "Der Sturm ist vorbei.", MONDAY)
    assert [d.kind for d in Dispatch.objects.order_by("number")] == ["first", "correction", "all_clear"]


def test_the_board_costs_the_same_for_one_and_for_three(clara: Client) -> None:
    counts = []
    for number in range(3):
        tell(Kind.NEWS, title=f"Nummer {number}", by=staff(cast.CLARA))
        if number != 1:
            clara.get("/amt/meldungen/")
            with CaptureQueriesContext(connection) as seen:
                clara.get("/amt/meldungen/")
            counts.append(len([q for q in seen if "channel_" in q["sql"]]))
    assert counts == [4, 4]  # how many, the page, what Clara may, what waits for her


def test_what_waits_for_a_digest_or_was_dropped_is_not_said_to_be_subscribed_by_nobody(clara: Client) -> None:
    nobody = "Niemand abonniert das."
    found = subscriber()
    choose(found, [Choice(POOL)], quiet=True, rhythm=Rhythm.DAILY)
    told = tell()
    carry_out(told)
    page = body(clara.get(f"/amt/meldungen/{told.pk}/"))
    assert ("<dt>Kommt gesammelt</dt><dd>1</dd>" in page, nobody in page) == (True, False)
    warning = tell(Kind.WARNING, idempotency_key="2")
    spread_batch(str(Dispatch.objects.get(publication=warning).pk))
    leave(found)
    carry_out(warning)
    page = body(clara.get(f"/amt/meldungen/{warning.pk}/"))
    assert ("<dt>Nicht mehr nötig</dt><dd>1</dd>" in page, nobody in page) == (True, False)


def test_figures_and_progress_are_shown(clara: Client) -> None:
    subscriber()
    found = tell()
    page = clara.get(f"/amt/meldungen/{found.pk}/")
    assert page["Refresh"] == "3"
    figures = body(clara.get("/amt/meldungen/auswertung/"))
    assert ("Freibad" in figures, "1 Abo<" in figures, "1 Meldung, 0 zugestellt" in figures) == (True, True, True)


def test_the_figures_cost_the_same_for_one_and_for_three_and_are_of_this_town_hall(
    clara: Client, thale: Municipality
) -> None:
    with scope(thale):
        subscriber()
    counts = []
    for number in range(3):
        subscriber(f"p{number}@example.org")
        carry_out(tell(title=f"Nummer {number}"))
        if number != 1:
            with CaptureQueriesContext(connection) as seen:
                page = body(clara.get("/amt/meldungen/auswertung/"))
            counts.append(len([q for q in seen if "channel_" in q["sql"]]))
    assert counts == [7, 7]
    assert ("3 Abos" in page, "3 Meldungen, 6 zugestellt" in page) == (True, True)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("news", (False, False, False, False)),
        ("status", (True, True, False, False)),
        ("event", (True, True, False, True)),
        ("warning", (False, True, True, False)),
    ],
)
def test_each_kind_asks_for_what_it_needs(clara: Client, kind: str, fields: tuple[bool, ...]) -> None:
    page = body(clara.get(f"{NEW}?art={kind}"))
    assert tuple(f'name="{name}"' in page for name in ("beginn", "ende", "stufe", "ort_text")) == fields


def test_an_end_that_is_over_is_refused_with_the_way_to_its_field(clara: Client) -> None:
    answer = clara.post(NEW, {**STORM, "ende": "2026-11-30T08:00"})
    assert (answer.status_code, 'href="#ende"' in body(answer)) == (422, True)


def test_the_board_can_be_narrowed_down(clara: Client) -> None:
    tell(title="Neue Rutschen")
    tell(Kind.WARNING, title="Sturm", idempotency_key="2")
    tell(title="Morgen erst", due_at=MONDAY + timedelta(days=1), idempotency_key="3")
    seen = {}
    for stand in ("", "jetzt", "geplant"):
        page = body(clara.get(f"/amt/meldungen/?stand={stand}"))
        seen[stand] = [title for title in ("Neue Rutschen", "Sturm", "Morgen erst") if title in page]
    assert seen == {"": ["Neue Rutschen", "Sturm", "Morgen erst"], "jetzt": ["Sturm"], "geplant": ["Morgen erst"]}


def test_what_holds_all_day_is_not_offered_again(clara: Client) -> None:
    def offered() -> list[str]:
        page = body(clara.get(FACILITY)).partition("<details")[0]
        return [stand for stand in ("closed", "limited", "open") if f'name="stand" value="{stand}"' in page]

    assert offered() == ["closed", "limited", "open"]
    clara.post(FACILITY, {"stand": "closed", "bis": "12:00"})
    assert offered() == ["closed", "limited", "open"]  # all day is more than until noon
    clara.post(FACILITY, {"stand": "closed"})
    assert offered() == ["limited", "open"]
    assert body(clara.get(FACILITY)).index("Wieder offen") < body(clara.get(FACILITY)).index("Heute eingeschränkt")
    clara.post(FACILITY, {"stand": "open", "ab": "14:00"})
    assert offered() == ["closed", "limited", "open"]


def test_a_reason_that_is_a_clause_has_its_comma(clara: Client) -> None:
    clara.post(FACILITY, {"stand": "closed", "grund": "weil Personal fehlt"})
    assert Publication.objects.get().title == "Freibad Tangerhütte: heute geschlossen, weil Personal fehlt"


def test_the_preview_shows_what_a_browser_will_show(clara: Client) -> None:
    told = {name: value for name, value in STORM.items() if name != "absenden"}
    page = body(clara.post(NEW, {**told, "ort": VILLAGE, "text": "Bleiben Sie im Haus."}))
    assert page.count("gilt bis 30. November 2026, 20:00 Uhr") == 2
    assert page.count("Bleiben Sie im Haus.</p>") == 2


def test_who_sets_a_status_sees_it_at_once_whatever_is_remembered(clara: Client) -> None:
    assert current_statuses() == []  # and remembers that for two seconds, as another process would
    with patch("rathaus.channel.showing._remembered.forget"):
        clara.post(FACILITY, {"stand": "closed"})
        assert "geschlossen bis 24:00 Uhr" in body(clara.get("/amt/meldungen/einrichtungen/"))
        assert current_statuses() == []


def test_who_writes_the_all_clear_does_not_lose_it_to_a_new_page(clara: Client) -> None:
    subscriber(topic="gefahren")
    found = tell(Kind.WARNING, topic="gefahren")
    page = f"/amt/meldungen/{found.pk}/"
    live, quiet = clara.get(page), clara.get(f"{page}?ende=1")
    assert (live["Refresh"], 'name="text"' in body(live)) == ("3", False)
    assert ("Refresh" in quiet, 'name="text"' in body(quiet)) == (False, True)
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        assert clara.get(page)["Refresh"] == "60"
