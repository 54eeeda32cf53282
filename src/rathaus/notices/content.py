"""What a letter or a receipt consists of. Whatever reaches a template has passed one of these types.

All of it is data: a template gets strings, never markup, so nothing that a person typed can act in the document.
Dates and times are ISO 8601 (times with offset), money is a decimal number as text ("12.50", euros).
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from rathaus.core.clock import BERLIN

Language = Literal["de", "en"]
Outcome = Literal["granted", "granted_in_part", "refused"]
Remedy = Literal["widerspruch", "einspruch", "klage"]


def _lines(value: object) -> object:
    return tuple(line.strip() for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


def _local(value: datetime) -> datetime:
    return value.astimezone(BERLIN)


LocalTime = Annotated[AwareDatetime, AfterValidator(_local)]  # printed as the clock in the town hall shows it
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]  # one text with line breaks serves as well


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sender(Part):
    """The municipality. `crest_path` is an SVG or PNG file; without it the name stands alone."""

    name: str
    address: Lines = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    accent: str = Field(default="#0b5c8f", pattern=r"^#[0-9a-fA-F]{6}$")
    crest_path: Path | None = None


class Office(Part):
    """The unit that writes, and the person in it."""

    name: str = ""
    clerk: str = ""
    room: str = ""
    phone: str = ""
    email: str = ""


class CaseReference(Part):
    number: str
    service: str
    submitted_at: LocalTime | None = None


class Recipient(Part):
    lines: Lines = ()


class Row(Part):
    label: str
    text: str


class Group(Part):
    """A titled list of rows: one page of a form, or a table in a letter."""

    page: str
    rows: tuple[Row, ...] = ()


class Section(Part):
    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()


class FeeItem(Part):
    label: str
    amount: str


class Fee(Part):
    """What is to be paid. `how` tells in words where and by when; amounts are euros as decimal text."""

    amount: str
    items: tuple[FeeItem, ...] = ()
    due: date | None = None
    reference: str = ""
    how: str = ""


class Objection(Part):
    """Which remedy is open and where (wording in typst/remedies.yaml, § 58 VwGO and § 356 AO ask for it).

    `authority` and `address` name the body that receives it: the municipality, or the court for "klage". `text`
    replaces the standard wording where a law asks for another.
    """

    kind: Remedy = "widerspruch"
    authority: str
    address: str
    text: str = ""


class Attachment(Part):
    """A file that was handed in; `size` in bytes."""

    name: str
    size: int


class Letter(Part):
    """Everything a letter may show. `values` is what a service's own template reads (answers, parameters)."""

    municipality: Sender
    case: CaseReference
    title: str
    date: date
    unit: Office = Office()
    recipient: Recipient = Recipient()
    language: Language = "de"
    outcome: Outcome | None = None
    reasons: str = ""
    sections: tuple[Section, ...] = ()
    fee: Fee | None = None
    objection: Objection | None = None
    qr_url: str = ""
    answers: tuple[Group, ...] = ()
    values: dict[str, Any] = {}


class Entry(Part):
    """One thing in an overview, such as a case, with its titled lists."""

    title: str = ""
    sections: tuple[Section, ...] = ()


class Chapter(Part):
    title: str
    entries: tuple[Entry, ...] = ()


class Overview(Part):
    """What is held about a person, for reading. Long ones are several documents, by `number`; else it is 0."""

    municipality: Sender
    name: str
    made_at: LocalTime
    number: int = 0
    language: Language = "de"
    chapters: tuple[Chapter, ...] = ()


class Receipt(Part):
    """What was sent, when, under which number, and what happens next.

    While others must still confirm it, it has not `arrived`, and the document says so.
    """

    municipality: Sender
    case: CaseReference
    submitted_at: LocalTime
    arrived: bool = True
    unit: Office = Office()
    language: Language = "de"
    fee: Fee | None = None
    answers: tuple[Group, ...] = ()
    files: tuple[Attachment, ...] = ()
    next_steps: tuple[str, ...] = ()
    qr_url: str = ""
