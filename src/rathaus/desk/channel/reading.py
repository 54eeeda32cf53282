"""The form of a message, read and kept."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.timezone import localtime

from rathaus.channel.service import Kind, Message, Publication, Template
from rathaus.core.clock import BERLIN

_NAMES = ("art", "thema", "titel", "text", "hinweise", "stufe", "beginn", "ende", "wann", "ort_text", "link")


@dataclass(frozen=True)
class Typed:
    """As it was typed, to be shown again; `key` makes pressing twice one message."""

    values: dict[str, str]
    places: tuple[str, ...]
    key: str

    def message(self) -> Message:
        """Raises ValueError for what is no time or no kind."""
        told = self.values
        return Message(
            kind=Kind(told["art"]),
            topic=told["thema"],
            title=told["titel"],
            text=told["text"],
            places=self.places,
            instructions=told["hinweise"],
            severity=told["stufe"],
            location=told["ort_text"],
            link=told["link"],
            starts_at=read_instant(told["beginn"]),
            ends_at=read_instant(told["ende"]),
            due_at=read_instant(told["wann"]),
            idempotency_key=f"desk:{self.key}",
        )


def read_typed(given: QueryDict, key: str) -> Typed:
    values = {name: given.get(name, "")[:4000] for name in _NAMES}
    return Typed(values, tuple(given.getlist("ort")[:500]), given.get("schluessel", "")[:40] or key)


def from_template(template: Template, key: str) -> Typed:
    told = {
        "art": template.kind,
        "thema": template.topic.key,
        "titel": template.title,
        "text": template.text,
        "hinweise": template.instructions,
        "stufe": template.severity,
    }
    return Typed(dict.fromkeys(_NAMES, "") | told, (), key)


def from_publication(found: Publication) -> Typed:
    told = {
        "art": found.kind,
        "thema": found.topic.key,
        "titel": found.title,
        "text": found.text,
        "hinweise": found.instructions,
        "stufe": found.severity,
        "ort_text": found.location,
        "link": found.link,
        "beginn": show_instant(found.starts_at),
        "ende": show_instant(found.ends_at),
        "wann": "",
    }
    return Typed(told, tuple(found.places), "")


def read_instant(typed: str) -> datetime | None:
    """The wall clock here; a time that a day has twice is the first (RFC 5545). Raises ValueError."""
    if not typed:
        return None
    naive = datetime.fromisoformat(typed)
    if naive.tzinfo is not None:
        raise ValueError("a time of the wall clock has no zone")
    return naive.replace(tzinfo=BERLIN)


def show_instant(instant: datetime | None) -> str:
    return localtime(instant).strftime("%Y-%m-%dT%H:%M") if instant else ""
