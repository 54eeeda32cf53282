"""The information channel as data: what people can be told about, and where."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Definition, Name, ServiceKey

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Text = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]


class FacilityDefinition(Definition):
    """Something that is open or closed: a pool, a hall, a Kita. Its status is told to its topic at its place."""

    key: Slug
    name: Name
    place: str = ""
    services: tuple[ServiceKey, ...] = ()


class TopicDefinition(Definition):
    """What one subscribes to. One with `topics` below it is a heading only. `by_place`: for one place or for all.

    `services`: on whose pages a status of this topic is shown. `meetings`: its events are meetings of the council or
    a committee and stand in the council calendar; a heading says it for all below it.
    """

    key: Slug
    name: Name
    name_en: str = ""
    icon: Slug = "benachrichtigung"
    by_place: bool = False
    meetings: bool = False
    services: tuple[ServiceKey, ...] = ()
    facilities: tuple[FacilityDefinition, ...] = ()
    topics: tuple["TopicDefinition", ...] = ()


class TemplateDefinition(Definition):
    """A text that is needed often, to begin with."""

    key: Slug
    name: Name
    topic: Slug
    kind: Literal["news", "status", "event", "warning"]
    title: Annotated[str, StringConstraints(max_length=120)]
    text: Text = ""
    instructions: Text = ""
    severity: Literal["", "minor", "moderate", "severe", "extreme"] = ""


class ChannelDefinition(Definition):
    """topics.yaml of a municipality. `two_persons`: a warning goes out once a second person has looked at it."""

    two_persons: bool = False
    topics: tuple[TopicDefinition, ...] = Field(default=())
    templates: tuple[TemplateDefinition, ...] = ()

    @property
    def leaves(self) -> tuple[TopicDefinition, ...]:
        """What can be subscribed to."""
        return tuple(leaf for topic in self.topics for leaf in (topic.topics or (topic,)))
