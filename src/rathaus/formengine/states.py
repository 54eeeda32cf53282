"""What a template renders: pages and fields with everything they need, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .fields import Option


@dataclass(frozen=True, slots=True)
class FieldError:
    """`path` is the HTML name of the field, `page` the key of its page."""

    path: str
    label: str
    message: str
    page: str = ""

    @property
    def id(self) -> str:
        return html_id(self.path)


@dataclass(slots=True)
class FieldState:
    """A visible field. `raw` is what stands in the input: what was typed when it was wrong, else the value.

    A composite has `children`; a repeating group has `rows` of (index, children). `file` fields carry
    `accept`, `max_files` and `max_mb`. `suggest` names a register with suggestions for a text. `error` is empty
    where nothing is wrong. `may_stay_open`: required online, but not at the counter. `visit`: what whoever
    shows an appointment knows of the time that is kept, and of free ones.
    """

    path: str
    id: str
    kind: str
    label: str
    short: str = ""
    help: str = ""
    text: str = ""
    required: bool = False
    may_stay_open: bool = False
    value: Any = None
    raw: Any = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    children: tuple["FieldState", ...] = ()
    rows: tuple[tuple[int, tuple["FieldState", ...]], ...] = ()
    width: str = "l"
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int | None = None
    suggest: str = ""
    unit: str = ""
    look: str = "auto"
    reactive: bool = False
    accept: tuple[str, ...] = ()
    max_files: int = 1
    max_mb: int = 0
    can_add: bool = False
    can_remove: bool = False
    add_label: str = ""
    row_label: str = ""
    display: str = ""
    visit: Any = None


class PageState:
    """A page of the form. `number` counts visible pages from 1; `fields` are built when they are read."""

    __slots__ = ("_build", "_fields", "key", "lead", "number", "title", "visible")

    def __init__(
        self,
        *,
        key: str,
        title: str,
        lead: str,
        number: int,
        visible: bool,
        build: Callable[[], tuple[FieldState, ...]],
    ) -> None:
        self.key, self.title, self.lead = key, title, lead
        self.number, self.visible = number, visible
        self._build = build
        self._fields: tuple[FieldState, ...] | None = None

    @property
    def fields(self) -> tuple[FieldState, ...]:
        if self._fields is None:
            self._fields = self._build() if self.visible else ()
        return self._fields

    def field(self, path: str) -> FieldState | None:
        """The field with this HTML name, at any depth."""
        return next((found for found in walk(self.fields) if found.path == path), None)


@dataclass(slots=True)
class FormState:
    """All pages, hidden ones too (`visible` tells); the others are for the way through the form."""

    pages: tuple[PageState, ...]

    @property
    def visible_pages(self) -> tuple[PageState, ...]:
        return tuple(page for page in self.pages if page.visible)

    @property
    def count(self) -> int:
        return len(self.visible_pages)

    def page(self, key: str) -> PageState | None:
        return next((page for page in self.pages if page.key == key), None)

    def after(self, key: str) -> PageState | None:
        """The next visible page, None after the last."""
        return self._beside(key, step=1)

    def before(self, key: str) -> PageState | None:
        return self._beside(key, step=-1)

    def _beside(self, key: str, *, step: int) -> PageState | None:
        pages = self.pages if step > 0 else self.pages[::-1]
        index = next((i for i, page in enumerate(pages) if page.key == key), len(pages))
        return next((page for page in pages[index + 1 :] if page.visible), None)


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page after posting it. `answers` are all answers, to be saved as they are, errors or not.

    `stay` says that something else was asked for than to go on (a row or file added or removed, an answer that
    others depend on): show the same page again, without complaints.
    """

    answers: dict[str, Any]
    state: PageState
    errors: tuple[FieldError, ...]
    stay: bool = False


def walk(fields: tuple[FieldState, ...]) -> Any:
    """Every field and what is inside it."""
    for field in fields:
        yield field
        yield from walk(field.children)
        for _, row in field.rows:
            yield from walk(row)


def html_id(path: str) -> str:
    return "f-" + path.replace(".", "-")
