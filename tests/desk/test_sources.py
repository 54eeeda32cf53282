"""The page on which administrators see how the automatic sources are."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.channel.models import SourceConfig, SourceRun
from rathaus.channel.sources.collecting import Harvest, SourceFailed
from rathaus.channel.sources.health import forget_health
from rathaus.channel.sources.running import note_failure, note_harvest
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.desk.conftest import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/amt/quellen/"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.RATHAUS_DEMO_SOURCES = "http://127.0.0.1:9"
    forget_health()


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="channel.ask_source").count()


def find(key: str) -> SourceConfig:
    return SourceConfig.objects.get(key=key)


def test_each_source_says_how_it_is(ida: Client) -> None:
    now = clock.now()
    for _ in range(3):
        note_failure(str(find("landkreis").pk), SourceFailed("unreachable"), now)
    note_failure(str(find("wetterdienst").pk), SourceFailed("status", status=503), now)
    note_harvest(str(find("abfall-bellingen").pk), Harvest((), skipped=2), now)
    text = " ".join(ida.get(PAGE).content.decode().split())
    for said in (
        "Antwortet nicht",
        "Die Quelle ist nicht erreichbar.",
        "Zuletzt fehlgeschlagen",
        "Die Quelle hat mit dem Fehler 503 geantwortet.",
        "Läuft",
        "0 Einträge, 0 gemeldet, 2 unlesbar",
        "Noch nicht abgerufen",
    ):
        assert said in text


def test_a_problem_is_said_in_the_language_of_who_reads(ida: Client) -> None:
    note_failure(str(find("landkreis").pk), SourceFailed("status", status=503), clock.now())
    ida.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "The source answered with the error 503." in ida.get(PAGE).content.decode()


def test_a_sentence_from_before_there_were_codes_is_shown_as_it_is(ida: Client) -> None:
    SourceRun.objects.create(
        source=find("landkreis"), began_at=clock.now(), outcome="failed", problem="Der Feed ist 100 % kaputt."
    )
    assert "Der Feed ist 100 % kaputt." in ida.get(PAGE).content.decode()


@pytest.mark.parametrize("sources", [1, 3])
def test_the_page_costs_the_same_however_many_sources(
    ida: Client, asks_what_holds: None, django_assert_num_queries: Any, sources: int
) -> None:
    keys = ["landkreis", "wetterdienst", "ratsinformation"][:sources]
    SourceConfig.objects.exclude(key__in=keys).update(is_active=False)
    for key in keys:
        note_harvest(str(find(key).pk), Harvest(()), clock.now())
    ida.get(PAGE)
    forget_health()
    with django_assert_num_queries(QUERIES):
        assert ida.get(PAGE).content.decode().count("Jetzt abrufen") == sources


QUERIES = 10


def test_asking_now_is_one_job(ida: Client) -> None:
    answer = ida.post(f"{PAGE}{find('landkreis').pk}/abruf/")
    assert (answer.status_code, answer["Location"], jobs()) == (302, PAGE, 1)


@pytest.mark.parametrize("outsider", ["clara", "leo", "olga", "theo", "bilal"], indirect=True)
def test_only_administrators_see_and_ask(outsider: Client) -> None:
    before = outsider.get(PAGE).status_code
    after = outsider.post(f"{PAGE}{find('landkreis').pk}/abruf/").status_code
    assert (before in {403, 404}, after in {403, 404}, jobs()) == (True, True, 0)


def test_a_source_of_the_other_municipality_is_not_there(ida: Client, thale: Municipality) -> None:
    with scope(thale):
        theirs = find("wetterdienst").pk
    assert ida.post(f"{PAGE}{theirs}/abruf/").status_code == 404
    assert jobs() == 0


def test_nobody_is_sent_to_the_sign_in(anonymous: Client) -> None:
    assert "/anmelden" in anonymous.get(PAGE)["Location"] or anonymous.get(PAGE).status_code == 401
    assert sign_in(cast.IDA).get(PAGE).status_code == 200
