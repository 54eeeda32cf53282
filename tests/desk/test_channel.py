"""The desk of the channel: who may, and what becomes of a form."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rathaus.channel.models import Dispatch, Publication
from rathaus.channel.service import Kind, current_statuses
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.channel.making import POOL, VILLAGE, staff, subscriber, tell

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


def test_correction_and_all_clear_follow(clara: Client) -> None:
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    clara.post(f"/amt/meldungen/{found.pk}/korrektur/", {**STORM, "titel": "Orkan", "sagen": "on"})
    clara.post(f"/amt/meldungen/{found.pk}/ende/", {"text": "Der Sturm ist vorbei."})
    found.refresh_from_db()
    assert (found.title, found.text, found.ended_at) == ("Orkan", "Der Sturm ist vorbei.", MONDAY)
    assert [d.kind for d in Dispatch.objects.order_by("number")] == ["first", "correction", "all_clear"]


def test_where_two_are_asked_the_second_releases(town: Municipality, clara: Client, leo: Client) -> None:
    town.settings = {**town.settings, "two_persons": True}
    town.save()
    clara.post(NEW, STORM)
    found = Publication.objects.get()
    release = f"/amt/meldungen/{found.pk}/freigabe/"
    clara.post(release)
    assert Publication.objects.get().published_at is None
    leo.post(release)
    assert Publication.objects.get().published_at == MONDAY


def test_the_board_costs_the_same_for_one_and_for_three(clara: Client) -> None:
    counts = []
    for number in range(3):
        tell(Kind.NEWS, title=f"Nummer {number}", by=staff(cast.CLARA))
        if number != 1:
            clara.get("/amt/meldungen/")
            with CaptureQueriesContext(connection) as seen:
                clara.get("/amt/meldungen/")
            counts.append(len([q for q in seen if "channel_" in q["sql"]]))
    assert counts == [2, 2]


def test_figures_and_progress_are_shown(clara: Client) -> None:
    subscriber()
    found = tell()
    page = clara.get(f"/amt/meldungen/{found.pk}/")
    assert page["Refresh"] == "3"
    assert "Freibad" in body(clara.get("/amt/meldungen/auswertung/"))
