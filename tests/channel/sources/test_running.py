"""A source that fails or floods keeps to itself, is reported at the third time, and is never "no warnings"."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.channel.models import Outcome, Publication, SourceConfig, SourceRun
from rathaus.channel.service import source_health, warnings_unknown_since
from rathaus.channel.sources import running, tasks
from rathaus.channel.sources.collecting import Harvest, Request, SourceFailed
from rathaus.channel.sources.health import forget_health
from rathaus.channel.sources.parsing.items import Item
from rathaus.channel.sources.running import REPORTED_AFTER, active_sources, gap, take_due
from rathaus.core import clock
from rathaus.outbox.service import OutgoingMail
from rathaus.tenancy.service import Municipality, current_municipality, scope
from tests import cast
from tests.channel.sources.conftest import Make

pytestmark = pytest.mark.django_db
SILENT = "unreachable"


@pytest.fixture(autouse=True)
def _demo(settings: Any, town: Municipality) -> None:
    settings.RATHAUS_DEMO_SOURCES = "http://127.0.0.1:9"
    SourceConfig.objects.update(next_at=clock.now())  # they were seeded today, and the clock here stands on a Monday


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """By kind, what collecting gives or raises."""
    known: dict[str, Any] = {}

    def collect(request: Request) -> Harvest:
        found = known.get(request.kind, Harvest(()))
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, Harvest)
        return found

    monkeypatch.setattr(tasks, "collect", collect)
    return known


def ask(source: SourceConfig) -> SourceConfig:
    """What the job does, in the test's own transaction."""

    def steps() -> AbstractContextManager[Municipality]:
        return nullcontext(current_municipality())

    tasks.ask(steps, str(source.pk))
    source.refresh_from_db()
    return source


def jobs() -> list[str]:
    rows = ProcrastinateJob.objects.filter(task_name="channel.ask_source").order_by("id")
    return [row.args["source"] for row in rows]


def test_each_due_source_is_one_job_and_is_taken_once(town: Municipality) -> None:
    due = sorted(str(row.pk) for row in SourceConfig.objects.all())
    tasks.ask_due_here()
    tasks.ask_due_here()
    assert sorted(jobs()) == due
    assert len(due) == 5


def test_what_is_not_due_waits(source: Make) -> None:
    SourceConfig.objects.update(next_at=clock.now() + timedelta(minutes=1))
    source("landkreis", next_at=clock.now())
    assert [row.key for row in take_due()] == ["landkreis"]


def test_the_demos_sources_are_there_in_the_demo_only(town: Municipality, settings: Any) -> None:
    settings.RATHAUS_DEMO_SOURCES = ""
    assert (list(active_sources()), list(take_due()), warnings_unknown_since()) == ([], [], None)


def test_a_source_that_fails_costs_the_others_nothing(source: Make, answers: dict[str, Any]) -> None:
    answers["oparl"] = SourceFailed(SILENT)
    answers["cap"] = RuntimeError("a fault of ours")
    answers["feed"] = Harvest((Item("1", "news", "Neu", published_at=clock.now()),))
    for row in take_due():
        ask(row)
    runs = {
        run.source.key: (run.outcome, run.told, run.problem) for run in SourceRun.objects.select_related("source")
    }
    assert runs == {
        "ratsinformation": (Outcome.FAILED, 0, SILENT),
        "wetterdienst": (Outcome.FAILED, 0, "broken"),
        "katastrophenschutz": (Outcome.DONE, 0, ""),
        "abfall-bellingen": (Outcome.DONE, 0, ""),
        "landkreis": (Outcome.DONE, 1, ""),
    }


def test_the_third_failure_in_a_row_is_reported_once_to_the_administrators(
    source: Make, answers: dict[str, Any]
) -> None:
    found = source("landkreis")
    answers["feed"] = SourceFailed(SILENT)
    sent = []
    for _ in range(REPORTED_AFTER + 2):
        ask(found)
        sent.append(OutgoingMail.objects.filter(template="source_silent").count())
    assert sent == [0, 0, 1, 1, 1]
    assert OutgoingMail.objects.get(template="source_silent").to == cast.IDA.email
    answers["feed"] = Harvest(())
    assert ask(found).failures == 0
    answers["feed"] = SourceFailed(SILENT)
    with clock.freeze(clock.now() + timedelta(days=1)):
        for _ in range(REPORTED_AFTER):
            ask(found)
    assert OutgoingMail.objects.filter(template="source_silent").count() == 2


def test_what_fails_is_asked_less_often_but_never_what_warns(source: Make) -> None:
    assert gap(source("landkreis", failures=2)) == timedelta(minutes=30)
    assert gap(source("landkreis", failures=4)) == timedelta(minutes=120)
    assert gap(source("landkreis", failures=99)) == timedelta(hours=6)
    assert gap(source("abfall-bellingen", failures=99)) == timedelta(hours=12)
    assert gap(source("wetterdienst", failures=99)) == timedelta(minutes=2)


def test_a_cursor_moves_on_success_only(source: Make, answers: dict[str, Any]) -> None:
    found = source("ratsinformation")
    answers["oparl"] = Harvest((), cursor="2026-11-30T09:00:00+01:00")
    assert ask(found).cursor == "2026-11-30T09:00:00+01:00"
    answers["oparl"] = SourceFailed(SILENT)
    assert ask(found).cursor == "2026-11-30T09:00:00+01:00"
    flood = tuple(Item(f"{n}", "news", f"M {n}") for n in range(100))
    answers["oparl"] = Harvest(flood, cursor="2026-11-30T10:00:00+01:00")
    assert ask(found).cursor == "2026-11-30T09:00:00+01:00"
    assert SourceRun.objects.filter(outcome=Outcome.FLOODED).count() == 1


def test_warnings_that_could_not_be_fetched_are_never_no_warnings(
    source: Make, answers: dict[str, Any], portal: Client
) -> None:
    line = "Die Warnungen konnten seit"
    now = clock.now()
    SourceConfig.objects.update(succeeded_at=now)
    assert warnings_unknown_since() is None
    assert line not in portal.get("/").content.decode()
    source("wetterdienst", succeeded_at=now - timedelta(minutes=16))
    source("landkreis", succeeded_at=now - timedelta(days=16))  # no source of warnings
    forget_health()
    assert warnings_unknown_since() == now - timedelta(minutes=16)
    assert line in portal.get("/").content.decode()
    ask(source("wetterdienst"))
    forget_health()
    assert warnings_unknown_since() is None


def test_the_other_municipality_has_no_part_in_it(source: Make, thale: Municipality) -> None:
    now = clock.now()
    SourceConfig.objects.update(succeeded_at=now - timedelta(days=1))
    with scope(thale):
        SourceConfig.objects.update(succeeded_at=now)
        assert warnings_unknown_since() is None
        assert [one.source.key for one in source_health()] == ["wetterdienst"]


def test_a_slow_visit_does_not_undo_what_a_later_one_told(source: Make) -> None:
    found, began_at = source("landkreis"), clock.now()
    with clock.freeze(began_at + timedelta(seconds=20)):
        running.note_harvest(str(found.pk), Harvest((Item("1", "news", "Neu"),)), began_at + timedelta(seconds=10))
        running.note_harvest(str(found.pk), Harvest((Item("1", "news", "Alt"),)), began_at)
    assert [row.title for row in Publication.objects.all()] == ["Neu"]


def test_old_accounts_go(source: Make, answers: dict[str, Any]) -> None:
    ask(source("landkreis"))
    with clock.freeze(clock.now() + timedelta(days=31)):
        assert running.forget_old_runs() == 1
