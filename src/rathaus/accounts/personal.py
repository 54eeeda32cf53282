"""What the house holds about a person, app by app: how it is given out, erased, and what is kept and why.

Each app declares its part in its AppConfig.ready; a test finds every table with a foreign key to Account or a
`holder` that no declaration covers. `rathaus.rights` walks the declarations in the order in which they were made:
lower apps first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: the account's id is also the `holder` of its rows. `email` and `name` find what is kept by text.

    `at` is when they asked: what was written later is somebody else's, if the address has a new account.
    """

    id: UUID
    email: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes into the archive. `about` is what daten.json says of it beside name and path."""

    name: str
    opened: Callable[[], BinaryIO]
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A titled list of (label, text) for the readable overview."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is held: `data` as JSON with stable English keys, `parts` for reading, `files` with their bytes.

    `folder` is where its files lie in the archive, below the municipality's folder.
    """

    data: Mapping[str, Any]
    title: str = ""
    parts: tuple[Part, ...] = ()
    folder: str = ""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays after the account is gone, until which day (None: not known before it is finished).

    `path` and `code` open it without an account, at its municipality's host.
    """

    title: str
    number: str
    until: date | None
    is_open: bool = False
    path: str = ""
    code: str = ""


def moment(at: datetime | None) -> str:
    """For reading: "30. November 2026 14:32", German time, in the active language; empty for None."""
    return "" if at is None else date_format(localtime(at), "DATETIME_FORMAT")


def _nothing(_: Subject) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One app's part, `title` its heading in the overview. `covers` are the labels of the models ("cases.Case") that
    it answers for.

    `everywhere`: called once, without municipality, else in the scope of each municipality in turn. Every function
    may be called again; `erase` raises nothing when all is gone already. `goes` tells the owner in a few words what
    goes with the account, `blocks` are sentences that say why it can't be deleted yet.
    """

    key: str
    title: "str | StrPromise"
    covers: frozenset[str] = frozenset()
    everywhere: bool = False
    goes: "str | StrPromise" = ""
    export: Callable[[Subject], Iterable[Item]] = _nothing
    erase: Callable[[Subject], object] = _nothing
    kept: Callable[[Subject], Iterable[Kept]] = _nothing
    blocks: Callable[[Subject], Iterable[str]] = _nothing


_declared: dict[str, PersonalData] = {}


def declare_personal_data(part: PersonalData) -> None:
    """Say once, in AppConfig.ready, what an app holds about people. A second part of the same key replaces it."""
    _declared[part.key] = part


def personal_data(*, everywhere: bool) -> list[PersonalData]:
    return [part for part in _declared.values() if part.everywhere == everywhere]


def covered_models() -> frozenset[str]:
    """Labels of all models that a declaration answers for."""
    return frozenset().union(*(part.covers for part in _declared.values()))
