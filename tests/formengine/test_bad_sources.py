"""Every class of fault in what a municipality says about its automatic sources is told with its place and reason."""

from typing import Any

import pytest
from pydantic import ValidationError

from rathaus.formengine.service import SourceDefinition, SourcesDefinition
from rathaus.formengine.source import SourceDict
from rathaus.formengine.sources import source_problems

GOOD: dict[str, Any] = {"key": "a", "kind": "feed", "name": "A", "url": "https://a.example/feed", "topic": "rat"}


def problems(*sources: dict[str, Any]) -> list[str]:
    definition = SourcesDefinition(sources=tuple(SourceDefinition(**{**GOOD, **one}) for one in sources))
    data = SourceDict()
    data.file, data.line, data.lines = "sources.yaml", 1, {}
    found = source_problems(definition, data, places=["Grieben"], topics=["rat"])
    return [problem.message for problem in found]


def test_a_sound_source_has_no_problems() -> None:
    assert problems({}, {"key": "b", "kind": "nina", "region": "150900000000", "places": ("Grieben",)}) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "desk"}, "'desk' is what clerks publish"),
        ({"topic": "kino"}, "there is no topic 'kino' to subscribe to"),
        ({"places": ("Berlin",)}, "there is no place 'Berlin' in municipality.yaml"),
        ({"kind": "cap", "codes": {"1": ("Berlin",)}}, "there is no place 'Berlin' in municipality.yaml"),
        ({"kind": "oparl", "groups": {"https://o": "kino"}}, "there is no topic 'kino' to subscribe to"),
        ({"kind": "nina"}, "nina has a region (ARS), and nothing else has"),
        ({"region": "150900000000"}, "nina has a region (ARS), and nothing else has"),
        ({"groups": {"https://o": "rat"}}, "only oparl has groups"),
        ({"codes": {"1": ()}}, "only cap has codes"),
    ],
)
def test_what_refers_to_nothing_is_a_problem(wrong: dict[str, Any], said: str) -> None:
    assert problems(wrong) == [said]


def test_a_key_is_there_once() -> None:
    assert problems({}, {}) == ["'a' is there twice"]


@pytest.mark.parametrize(
    "wrong",
    [{"url": "file:///etc/passwd"}, {"url": "https://u:p@a.example"}, {"kind": "gopher"}, {"every_minutes": 0}],
)
def test_what_is_no_source_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SourceDefinition(**{**GOOD, **wrong})
