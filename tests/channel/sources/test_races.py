"""Two visits to one source at the same moment tell each thing once."""

from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.channel.models import Dispatch, Publication, SourceConfig
from rathaus.channel.sources import telling
from rathaus.channel.sources.collecting import Harvest
from rathaus.channel.sources.parsing.items import Item
from rathaus.channel.sources.telling import tell_harvest
from rathaus.core import clock
from tests.cases.races import Arena, all_read_first, arena

RUNNERS = 2


@pytest.fixture
def committed(transactional_connection: None) -> Iterator[Arena]:
    with arena("source_races") as ready:
        yield ready


def tell(_runner: int) -> int:
    source = SourceConfig.objects.get(key="landkreis")
    return tell_harvest(source, Harvest((Item("1", "news", "Neu", published_at=clock.now()),))).told


def counts() -> tuple[int, int]:
    return Publication.objects.count(), Dispatch.objects.count()


def test_two_visits_at_once_tell_a_thing_once(committed: Arena) -> None:
    assert sorted(committed.race(RUNNERS, tell)) == [0, 1]
    assert committed.run(counts) == (1, 1)


def test_control_without_the_lock_both_believe_they_told_it(committed: Arena, monkeypatch: Any) -> None:
    """That it still goes out once is the second wall: a publication is unique by its source and reference."""
    monkeypatch.setattr(telling, "_lock", lambda _source: None)
    monkeypatch.setattr(telling, "_known", all_read_first(telling._known, RUNNERS))
    assert committed.race(RUNNERS, tell) == [1, 1]
    assert committed.run(counts) == (1, 1)
