"""Checks what a municipality says about its information channel."""

from collections.abc import Collection, Iterator

from .source import SourceDict, locate
from .types.channel import ChannelDefinition, FacilityDefinition, TopicDefinition
from .types.problems import Problem

Finding = tuple[tuple[str | int, ...], str]


def channel_problems(
    channel: ChannelDefinition, data: SourceDict, *, places: Collection[str], services: Collection[str]
) -> Iterator[Problem]:
    """What refers to nothing or is named twice. `data`: where it is written."""
    for path, message in _findings(channel, places, services):
        yield Problem(*locate(data, path), message)


def _findings(channel: ChannelDefinition, places: Collection[str], services: Collection[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    facilities: set[str] = set()
    for path, topic in _walk(channel):
        if topic.key in seen:
            yield (*path, "key"), f"'{topic.key}' is there twice"
        seen.add(topic.key)
        yield from _topic_findings(path, topic, places, services)
        for index, facility in enumerate(topic.facilities):
            if facility.key in facilities:
                yield (*path, "facilities", index, "key"), f"'{facility.key}' is there twice"
            facilities.add(facility.key)
    yield from _template_findings(channel)


def _walk(channel: ChannelDefinition) -> Iterator[tuple[tuple[str | int, ...], TopicDefinition]]:
    for index, topic in enumerate(channel.topics):
        yield ("topics", index), topic
        for below, leaf in enumerate(topic.topics):
            yield ("topics", index, "topics", below), leaf


def _topic_findings(
    path: tuple[str | int, ...], topic: TopicDefinition, places: Collection[str], services: Collection[str]
) -> Iterator[Finding]:
    if len(path) > 2 and topic.topics:  # noqa: PLR2004 -- ("topics", 0) is the first level, below it is the last
        yield (*path, "topics"), "the tree has two levels"
    if topic.topics and (topic.by_place or topic.facilities):
        yield path, f"'{topic.key}' is a heading: places and facilities belong to the topics below it"
    for key in topic.services:
        if key not in services:
            yield (*path, "services"), f"services.yaml has no service '{key}'"
    for index, facility in enumerate(topic.facilities):
        for name, message in _facility_faults(facility, topic, places, services):
            yield (*path, "facilities", index, name), message


def _facility_faults(
    facility: FacilityDefinition, topic: TopicDefinition, places: Collection[str], services: Collection[str]
) -> Iterator[tuple[str, str]]:
    if facility.place and not topic.by_place:
        yield "place", f"'{topic.key}' is not by place"
    if facility.place and facility.place not in places:
        yield "place", f"there is no place '{facility.place}' in municipality.yaml"
    for key in facility.services:
        if key not in services:
            yield "services", f"services.yaml has no service '{key}'"


def _template_findings(channel: ChannelDefinition) -> Iterator[Finding]:
    leaves = {topic.key for topic in channel.leaves}
    keys = [template.key for template in channel.templates]
    for index, template in enumerate(channel.templates):
        if template.topic not in leaves:
            yield ("templates", index, "topic"), f"there is no topic '{template.topic}' to subscribe to"
        if template.key in keys[:index]:
            yield ("templates", index, "key"), f"'{template.key}' is there twice"
        if (template.kind == "warning") != bool(template.severity):
            yield ("templates", index), "a warning has a severity, and nothing else has"
