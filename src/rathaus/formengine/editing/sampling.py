"""Fills a form in as somebody might, so that a service made at the desk carries a test of its own.

The example answers what must be answered. Whenever the form changes it is filled in anew; what is recorded then is
what this version accepts, and a later engine that treats it differently is noticed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rathaus.formengine.compiled import CompiledService
from rathaus.formengine.fields import COMPOSITES
from rathaus.formengine.form import CompiledField, Context
from rathaus.formengine.patterns import fits
from rathaus.formengine.states import FieldState, PageState, walk
from rathaus.formengine.types.fields import TextField

NAME = "ausgefuellt"
_ROUNDS = 12
_WORDS = ("Beispiel", "12", "1", "2026", "A", "AB 12", "14:30", "12345", "123456789012345", "SDL-AB 123", "a", "0")
_FIXED = {
    "longtext": ("Das ist ein Beispiel.",),
    "integer": ("1", "2", "18", "100"),
    "decimal": ("1", "10", "100"),
    "money": ("10", "100", "1"),
    "yesno": (True, False),
    "declaration": (True,),
    "email": ("anna@example.org",),
    "phone": ("03935 12345",),
    "iban": ("DE89 3704 0044 0532 0130 00",),
    "postcode": ("39517",),
}
_FILLED = (*_FIXED, "text", "date", "choice", "choices", "file", "appointment")
_HOLD = "00000000-0000-7000-8000-000000000000"  # nobody keeps a time for an example
_DAYS = (0, 14, -30 * 365, -14, 1, -1, 60, -365, 365)


def fill_in(service: CompiledService, today: date) -> dict[str, Any]:
    """An example as JSON. A form that its own rules never accept gives the example with the refusal it meets."""
    context = service.context({}, today=today, language="de", municipality_name="Musterstadt")
    return _Filling(service, context).example()


@dataclass(slots=True)
class _Filling:
    service: CompiledService
    context: Context
    answers: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    appointments: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)

    def example(self) -> dict[str, Any]:
        form = self.service.form
        page = next((page for page in form.evaluate(self.answers, self.context).pages if page.visible), None)
        while page is not None:
            self._page(page)
            page = form.evaluate(self.answers, self.context).after(page.key)
        if not self.errors:
            self._note(form.check(self.answers, self.context))
        return {
            "says": "Alles ausgefüllt, was nötig ist (vom Formular-Editor).",
            "today": self.context.today.isoformat(),
            "pages": self.pages,
            "files": self.files,
            "appointments": self.appointments,
            "expect": {"pages": list(self.pages), "errors": self.errors},
        }

    def _page(self, page: PageState) -> None:
        """Types until nothing is complained about, or nothing else comes to mind."""
        form, typed = self.service.form, self.pages.setdefault(page.key, {})
        result = None
        for _ in range(_ROUNDS):
            state = form.evaluate(self.answers, self.context).page(page.key) or page
            self._type(typed, state)
            shown = form.read_page(page.key, {**_posted(typed), "_react": [page.key]}, self.answers, self.context)
            self._type(typed, shown.state)
            result = form.read_page(page.key, _posted(typed), shown.answers, self.context)
            self.answers = result.answers
            if not result.errors or not self._think_again(typed, {error.path for error in result.errors}):
                break
        if result is not None:
            self._forget(typed, result.state)
            self._note(result.errors)

    @staticmethod
    def _forget(typed: dict[str, Any], state: PageState) -> None:
        """What a later answer has taken off the page again."""
        shown = {one.path for one in walk(state.fields)}
        for path in [path for path in typed if path not in shown]:
            del typed[path]

    def _type(self, typed: dict[str, Any], state: PageState) -> None:
        for one in _wanted(state.fields):
            ideas = self._ideas(one)
            if one.kind == "file":
                self._attach(one.path)
            elif one.kind == "appointment":
                self._choose(one.path)
            elif ideas:
                typed[one.path] = ideas[min(self.tries.get(one.path, 0), len(ideas) - 1)]

    def _choose(self, key: str) -> None:
        start = f"{self.context.today + timedelta(days=14)}T09:00:00+00:00"
        self.appointments[key] = {"start": start, "office": "Rathaus"}
        self.answers[key] = {"hold": _HOLD, "start": start, "office": "Rathaus"}

    def _think_again(self, typed: Mapping[str, Any], wrong: set[str]) -> bool:
        """The next idea for what was wrong; False where everybody has run out of them."""
        roots = {path.rpartition(".")[0] for path in typed if path.rpartition(".")[0] in wrong}
        for path in typed:
            if path in wrong or path.rpartition(".")[0] in roots:
                self.tries[path] = self.tries.get(path, 0) + 1
        return any(self.tries.get(path, 0) < len(_DAYS) for path in wrong) or bool(roots)

    def _ideas(self, one: FieldState) -> list[Any]:
        if one.kind in ("choice", "choices"):
            values = [value for value, _, _ in one.options]
            return [[value] if one.kind == "choices" else value for value in values]
        if one.kind == "date":
            days = (self.context.today + timedelta(days=days) for days in _DAYS)
            return [f"{day.day:02d}.{day.month:02d}.{day.year}" for day in days]
        definition = self._definition(one.path)
        if isinstance(definition, TextField):
            return _words(definition)
        return _numbers(definition, one.kind)

    def _definition(self, path: str) -> Any:
        plain = ".".join(part for part in path.split(".") if not part.isdigit())
        found: CompiledField | None = self.service.form.layout.fields.get(plain)
        return found.definition if found else None

    def _attach(self, path: str) -> None:
        """Only outside of rows: a file in a row can't be named before there is the row."""
        if path in self.files or any(part.isdigit() for part in path.split(".")):
            return
        self.files[path] = [{"name": "unterlage.pdf"}]
        *around, key = path.split(".")
        target = self.answers
        for part in around:
            target = target.setdefault(part, {})
        target[key] = [{"id": f"{path}-0", "name": "unterlage.pdf", "size": 100_000}]

    def _note(self, errors: Any) -> None:
        self.errors += [{"field": error.path, "message": error.message} for error in errors]


def _wanted(fields: tuple[FieldState, ...]) -> Iterator[FieldState]:
    """Inputs that must be answered now."""
    for one in fields:
        if one.kind in COMPOSITES:
            yield from _wanted(one.children) if one.required else ()
        elif one.kind == "group":
            for _, row in one.rows:
                yield from _wanted(row)
        elif one.required and one.kind in _FILLED:
            yield one


def _words(definition: TextField) -> list[str]:
    lengthened = [word.ljust(definition.min_length, word[-1]) for word in _WORDS]
    fitting = [word for word in lengthened if len(word) <= definition.max_length]
    fitting = [word for word in fitting if not definition.pattern or fits(definition.pattern, word)]
    return fitting or [_WORDS[0][: definition.max_length]]


def _numbers(definition: Any, kind: str) -> list[Any]:
    ideas: list[Any] = list(_FIXED.get(kind, ()))
    for bound in ("minimum", "maximum"):
        limit = getattr(definition, bound, None)
        if limit is not None and abs(limit) < 1e9:  # noqa: PLR2004 - the type's own end is no limit
            ideas.append(
                f"{limit:f}".rstrip("0").rstrip(".").replace(".", ",") if isinstance(limit, float) else str(limit)
            )
    return ideas


def _posted(typed: Mapping[str, Any]) -> dict[str, list[str]]:
    def word(value: Any) -> str:
        return ("ja" if value else "nein") if isinstance(value, bool) else str(value)

    return {path: [word(v) for v in (value if isinstance(value, list) else [value])] for path, value in typed.items()}
