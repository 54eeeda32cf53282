"""The form of a message, read and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rathaus.channel.service import Kind, Message, Publication, Template
from rathaus.core.clock import BERLIN
from rathaus.core.text import clean_text

_NAMES = ("art", "thema", "titel", "text", "hinweise", "stufe", "beginn", "ende", "wann", "ort_text", "link")


@dataclass(frozen=True)
class Typed:
    """As it was typed, to be shown again; `key` makes pressing twice one message."""

    values: dict[str, str]
    places: tuple[str, ...]
    key: str

    def message(self, known: Publication | None = None) -> Message:
        """Raises NoSuchTime, and ValueError for what is no time or no kind.

        A time that is still as it was shown is still the instant of `known`, and a facility that is closed stays so:
        the form doesn't ask. Of the hour that comes twice when the
        clocks go back, something begins in the first and ends in the second.
        """
        told = self.values
        return Message(
            kind=Kind(told["art"]),
            topic=told["thema"],
            title=told["titel"],
            text=told["text"],
            places=self.places,
            instructions=told["hinweise"],
            severity=told["stufe"],
            status=known.status if known else "",
            location=told["ort_text"],
            link=told["link"],
            starts_at=_instant("beginn", told, known.starts_at if known else None),
            ends_at=_instant("ende", told, known.ends_at if known else None, is_end=True),
            due_at=_instant("wann", told),
            idempotency_key=f"desk:{self.key}",
        )


def read_typed(given: QueryDict, key: str) -> Typed:
    """What the database refuses (NUL) is left out."""
    values = {name: clean_text(given.get(name, ""))[:4000] for name in _NAMES}
    return Typed(values, tuple(given.getlist("ort")[:500]), clean_text(given.get("schluessel", ""))[:40] or key)


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


class NoSuchTime(ValueError):
    """The wall clock never shows it: the clocks go forward over it. `field` names where it was typed, if known."""

    field = ""

    def __init__(self, naive: datetime) -> None:
        super().__init__(naive.isoformat())
        self.sentence = _(
            "%(time)s Uhr gibt es am %(day)s nicht: Die Uhren springen von 2 auf 3 Uhr. Wählen Sie eine andere Zeit."
        ) % {"time": f"{naive:%H:%M}", "day": date_format(naive, "j. F Y")}


def read_instant(typed: str, *, is_end: bool = False) -> datetime | None:
    """The wall clock here; of a time that a day has twice, the first (RFC 5545), or the second for an end.

    So that nothing is over before the clock has shown its end for the last time. Raises NoSuchTime, ValueError.
    """
    if not typed:
        return None
    naive = datetime.fromisoformat(typed)
    if naive.tzinfo is not None:
        raise ValueError("a time of the wall clock has no zone")
    here = naive.replace(tzinfo=BERLIN, fold=int(is_end))
    if here.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != naive:
        raise NoSuchTime(naive)
    return here


def _instant(
    name: str, told: Mapping[str, str], known: datetime | None = None, *, is_end: bool = False
) -> datetime | None:
    if known and told[name] == show_instant(known):
        return known
    try:
        return read_instant(told[name], is_end=is_end)
    except NoSuchTime as missing:
        missing.field = name
        raise


def show_instant(instant: datetime | None) -> str:
    return localtime(instant).strftime("%Y-%m-%dT%H:%M") if instant else ""
