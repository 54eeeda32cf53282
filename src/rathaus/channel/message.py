"""What is to be told, and whether it is whole."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from rathaus.core.ids import uuid7
from rathaus.core.text import clean_text
from rathaus.tenancy.service import current_municipality

from .errors import NotPossible
from .models import Kind

_WORDS = ("title", "text", "instructions", "location")
_CHANGEABLE = (*_WORDS, "places", "severity", "status", "link", "starts_at", "ends_at")


class Incomplete(NotPossible):
    """Something is missing or contradicts itself; `field` names it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.field = name


@dataclass(frozen=True)
class Message:
    """What is to be told. `places` empty means everywhere; instants are aware.

    `source` and `reference` name what it comes from; the same again is the same publication.
    """

    kind: Kind
    topic: str
    title: str
    text: str = ""
    places: tuple[str, ...] = ()
    instructions: str = ""
    severity: str = ""
    status: str = ""
    location: str = ""
    link: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    due_at: datetime | None = None
    facility: str = ""
    source: str = "desk"
    reference: str = ""
    idempotency_key: str = field(default="")


def check(message: Message) -> None:
    warns = message.kind == Kind.WARNING
    if not message.title.strip():
        raise Incomplete("title")
    if warns and not message.severity:
        raise Incomplete("severity")
    if (warns or message.kind == Kind.EVENT) and message.ends_at is None:
        raise Incomplete("ends_at")
    if message.kind == Kind.EVENT and message.starts_at is None:
        raise Incomplete("starts_at")
    if message.ends_at and message.starts_at and message.ends_at <= message.starts_at:
        raise Incomplete("ends_at")
    if message.ends_at and message.due_at and message.ends_at <= message.due_at:
        raise Incomplete("due_at")
    if set(message.places) - set(current_municipality().settings.get("places", [])):
        raise Incomplete("places")


def values_of(message: Message) -> dict[str, Any]:
    told = {name: value for name, value in asdict(message).items() if name in _CHANGEABLE}
    told |= {name: clean_text(told[name]).strip() for name in _WORDS}
    told["title"] = " ".join(told["title"].split())[:120]
    told["places"] = list(told["places"])
    told["severity"] = told["severity"] if message.kind == Kind.WARNING else ""
    return told


def key_of(message: Message) -> str:
    """Who gives neither key nor reference means something new each time."""
    if not message.reference:
        return str(uuid7())
    return hashlib.sha256(f"{message.source}\0{message.reference}".encode()).hexdigest()
