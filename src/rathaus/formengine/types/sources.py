"""Automatic sources of the channel as data: where others publish what concerns the municipality."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Definition, Name
from .channel import Slug

Address = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s@]+|demo:/[^\s]*)$", max_length=500)]


class SourceDefinition(Definition):
    """Something that is asked again and again. `demo:` addresses exist in `rathaus demo` only.

    `topic` is where its items are told; `groups` sends those of an organisation (OParl) to a topic of their own.
    `places`: for these alone, else everywhere. `codes`: regions of warnings (WARNCELLID, AGS, ARS) that concern us,
    each with its places; the municipality's own and its district's are known. `region`: the ARS NINA is asked for.
    """

    key: Slug
    kind: Literal["oparl", "cap", "nina", "ical", "feed"]
    name: Name
    url: Address
    topic: Slug
    every_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    places: tuple[str, ...] = ()
    groups: dict[str, Slug] = {}
    codes: dict[str, tuple[str, ...]] = {}
    region: Annotated[str, StringConstraints(pattern=r"^([0-9]{12})?$")] = ""


class SourcesDefinition(Definition):
    """sources.yaml of a municipality."""

    sources: tuple[SourceDefinition, ...] = ()
