"""Examples: tests that a clerk can read and that a version of a service carries along."""

from datetime import date, datetime
from typing import Any

from .base import Channel, Definition, Key, Language

Typed = str | int | bool | list[str | int]


class ExpectedError(Definition):
    field: str
    message: str


class ExampleFile(Definition):
    name: str
    size: int = 100_000


class ExampleVisit(Definition):
    start: datetime
    office: str


class Expectation(Definition):
    """`values` are JSON by HTML path, `pages` the pages that are shown, `fees` amounts by outcome.

    `fee` is the total that is shown before sending, `confirmers` the names of those who must confirm. `errors` must
    be all errors there are, in their order; with none given the example must be accepted.
    """

    errors: tuple[ExpectedError, ...] = ()
    values: dict[str, Any] = {}
    pages: tuple[Key, ...] | None = None
    outcomes: tuple[Key, ...] | None = None
    fees: dict[Key, str] = {}
    fee: str | None = None
    confirmers: tuple[str, ...] | None = None


class Example(Definition):
    """What is typed page by page, and what must come out. Files are attached, and appointments
    chosen, before their page is posted.

    `municipality` says whose parameters hold, the defaults without one; `parameters` come on top. `member` is the
    member municipality whose parameters the answers must lead to.
    """

    says: str
    municipality: str | None = None
    member: str | None = None
    today: date
    language: Language = "de"
    channel: Channel = "online"
    parameters: dict[str, Any] = {}
    pages: dict[Key, dict[str, Typed]]
    files: dict[str, tuple[ExampleFile, ...]] = {}
    appointments: dict[Key, ExampleVisit] = {}
    expect: Expectation = Expectation()
