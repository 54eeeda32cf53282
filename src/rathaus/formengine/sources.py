"""Checks what a municipality says about the automatic sources of its channel."""

from collections.abc import Collection, Iterator

from .source import SourceDict, locate
from .types.problems import Problem
from .types.sources import SourceDefinition, SourcesDefinition

Finding = tuple[tuple[str | int, ...], str]


def source_problems(
    definition: SourcesDefinition, data: SourceDict, *, places: Collection[str], topics: Collection[str]
) -> Iterator[Problem]:
    """What refers to nothing or is named twice. `data`: where it is written; `topics`: those one can subscribe to."""
    seen: set[str] = set()
    for index, source in enumerate(definition.sources):
        for path, message in _findings(source, places, topics, seen):
            yield Problem(*locate(data, ("sources", index, *path)), message)
        seen.add(source.key)


def _findings(
    source: SourceDefinition, places: Collection[str], topics: Collection[str], seen: Collection[str]
) -> Iterator[Finding]:
    if source.key in seen:
        yield ("key",), f"'{source.key}' is there twice"
    if source.key == "desk":
        yield ("key",), "'desk' is what clerks publish"
    yield from _kind_findings(source)
    named: dict[tuple[str | int, ...], str] = {("topic",): source.topic}
    named |= {("groups", name): topic for name, topic in source.groups.items()}
    for path, topic in named.items():
        if topic not in topics:
            yield path, f"there is no topic '{topic}' to subscribe to"
    meant: dict[tuple[str | int, ...], tuple[str, ...]] = {("places",): source.places}
    meant |= {("codes", code): names for code, names in source.codes.items()}
    for path, names in meant.items():
        for name in sorted(set(names) - set(places)):
            yield path, f"there is no place '{name}' in municipality.yaml"


def _kind_findings(source: SourceDefinition) -> Iterator[Finding]:
    if (source.kind == "nina") != bool(source.region):
        yield (), "nina has a region (ARS), and nothing else has"
    if source.groups and source.kind != "oparl":
        yield ("groups",), "only oparl has groups"
    if source.codes and source.kind != "cap":
        yield ("codes",), "only cap has codes"
