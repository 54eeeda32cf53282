"""What all formats become, and how it travels between processes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from .problems import SourceProblem

MOST_BYTES = 2_000_000
"""What an answer of a source may have, packed or not."""
MOST_ITEMS = 300
_LONGEST_NAME = 300
_FAR = timedelta(days=20 * 365)


class Unreadable(SourceProblem):
    """This is not what the format promises."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source says. Instants are aware, texts are plain and bounded.

    `reference` names it for good in its source; `replaces` the references that it takes the place of. `is_over`: it
    was called off, and `text` may say why. `groups` are the organisations that it belongs to (OParl), `codes` the
    regions (CAP); none means all that the source is for.
    """

    reference: str
    kind: Literal["news", "event", "warning"]
    title: str
    text: str = ""
    instructions: str = ""
    severity: str = ""
    location: str = ""
    link: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    published_at: datetime | None = None
    is_over: bool = False
    replaces: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer says. `links`: addresses at which it goes on, or where the list is. `skipped` had no sense."""

    items: tuple[Item, ...] = ()
    links: tuple[str, ...] = ()
    skipped: int = 0


def dump_page(page: Page) -> bytes:
    return json.dumps(asdict(page), default=lambda instant: instant.isoformat()).encode()


def load_page(data: bytes) -> Page:
    raw = json.loads(data)
    return Page(tuple(_item(one) for one in raw["items"]), tuple(raw["links"]), raw["skipped"])


def _item(raw: dict[str, Any]) -> Item:
    for name in ("starts_at", "ends_at", "published_at"):
        raw[name] = datetime.fromisoformat(raw[name]) if raw[name] else None
    for name in ("replaces", "groups", "codes", "agenda"):
        raw[name] = tuple(raw[name])
    return Item(**raw)


def name_for_good(said: str) -> str:
    """A reference as the source says it, or its hash where it is long or no plain text (databases refuse some)."""
    name = said.strip()
    is_plain = len(name) <= _LONGEST_NAME and name.isprintable()
    return name if is_plain else hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()


def check_size(body: bytes) -> None:
    if len(body) > MOST_BYTES:
        raise Unreadable("too-big")


def read_instant(value: object, now: datetime) -> datetime | None:
    """An ISO instant with a zone; None for anything else, and for what lies more than 20 years away."""
    if not isinstance(value, str) or len(value) > 40:  # noqa: PLR2004 -- longer than any form of it
        return None
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return within_reason(instant, now)


def within_reason(instant: datetime, now: datetime) -> datetime | None:
    if instant.tzinfo is None:
        return None
    try:
        utc = instant.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return utc if abs(utc - now) < _FAR else None
