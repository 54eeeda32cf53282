"""Examples are tests that a clerk can read: what is typed page by page, and what must come out."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from .compiled import CompiledService
from .form import Context
from .parameters import resolve_values
from .source import SourceDict, locate, read_yaml
from .states import FieldError, PageState, walk
from .types.base import Definition, Key, Language
from .types.municipality import MunicipalityDefinition
from .types.problems import Problem
from .validating import validate

Typed = str | int | bool | list[str | int]


class ExpectedError(Definition):
    field: str
    message: str


class ExampleFile(Definition):
    name: str
    size: int = 100_000


class Expectation(Definition):
    """`values` are JSON by HTML path, `pages` the pages that are shown, `fees` by outcome.

    `errors` must be all errors there are, in their order; with none given the example must be accepted.
    """

    errors: tuple[ExpectedError, ...] = ()
    values: dict[str, Any] = {}
    pages: tuple[Key, ...] | None = None
    outcomes: tuple[Key, ...] | None = None
    fees: dict[Key, str] = {}


class Example(Definition):
    """`says` tells what the example shows. Files are attached before their page is posted."""

    says: str
    municipality: str | None = None
    today: date
    language: Language = "de"
    parameters: dict[str, Any] = {}
    pages: dict[Key, dict[str, Typed]]
    files: dict[str, tuple[ExampleFile, ...]] = {}
    expect: Expectation = Expectation()


def example_problems(
    service: CompiledService, root: Path, municipalities: Mapping[str, MunicipalityDefinition]
) -> Iterator[Problem]:
    """Walks every example of a service through the form; a service has at least one."""
    folder = root / "services" / service.key / "examples"
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        yield Problem(f"services/{service.key}/examples", 1, "a service needs at least one example")
    for path in paths:
        problems: list[Problem] = []
        source = read_yaml(path, root, problems)
        example = validate(Example, source, problems) if source is not None else None
        if example is not None and source is not None and not problems:
            problems.extend(ExampleWalk(service, example, source, municipalities).problems())
        yield from problems


class ExampleWalk:
    def __init__(
        self,
        service: CompiledService,
        example: Example,
        source: SourceDict,
        municipalities: Mapping[str, MunicipalityDefinition],
    ) -> None:
        self.service, self.example, self.source = service, example, source
        self.municipality = municipalities.get(example.municipality or "")
        self.answers: dict[str, Any] = {}
        self.shown: list[str] = []
        self.errors: list[FieldError] = []

    def problems(self) -> Iterator[Problem]:
        if self.example.municipality and self.municipality is None:
            yield self._problem(("municipality",), f"there is no municipality '{self.example.municipality}'")
            return
        offer = self.municipality.services.get(self.service.key) if self.municipality else None
        overrides = {**(offer.parameters if offer else {}), **self.example.parameters}
        values, wrong = resolve_values(self.service.definition.parameters, overrides)
        for key, reason in wrong.items():
            yield self._problem(("parameters", key), f"parameter '{key}': {reason}")
        if not wrong:
            name = self.municipality.name if self.municipality else "Musterstadt"
            context = Context(values, self.example.today, self.example.language, name)
            yield from self._walk(context)
            yield from self._outcome(context)

    def _walk(self, context: Context) -> Iterator[Problem]:
        form = self.service.form
        for path, files in self.example.files.items():
            self._attach(path, files)
        state = next((p for p in form.evaluate(self.answers, context).pages if p.visible), None)
        while state is not None:
            self.shown.append(state.key)
            posted = self._posted(self.example.pages.get(state.key, {}))
            shown = form.read_page(state.key, {**posted, "_react": [state.key]}, self.answers, context)
            result = form.read_page(state.key, posted, shown.answers, context)
            yield from self._strangers(result.state, posted)
            self.answers = result.answers
            self.errors.extend(result.errors)
            state = form.evaluate(self.answers, context).after(state.key)
        for key in self.example.pages:
            if key not in self.shown:
                yield self._problem(("pages", key), f"the page '{key}' isn't shown in this example")
        if not self.errors:
            self.errors.extend(form.check(self.answers, context))

    def _attach(self, path: str, files: tuple[ExampleFile, ...]) -> None:
        """At "nachweise", "hunde.0.foto" or "person.ausweis"."""
        keys = path.split(".")
        target: Any = self.answers
        for key, following in itertools.pairwise(keys):
            fresh: Any = [] if following.isdigit() else {}
            if isinstance(target, list):
                target.extend({} for _ in range(int(key) + 1 - len(target)))
                target = target[int(key)]
            else:
                target = target.setdefault(key, fresh)
        target[keys[-1]] = [
            {"id": f"{path}-{number}", "name": file.name, "size": file.size} for number, file in enumerate(files)
        ]

    @staticmethod
    def _posted(typed: Mapping[str, Typed]) -> dict[str, list[str]]:
        def word(value: object) -> str:
            return ("ja" if value else "nein") if isinstance(value, bool) else str(value)

        return {
            path: [word(item) for item in value] if isinstance(value, list) else [word(value)]
            for path, value in typed.items()
        }

    def _strangers(self, state: PageState, posted: Mapping[str, Any]) -> Iterator[Problem]:
        known = {field.path for field in walk(state.fields)}
        for path in posted:
            if path not in known:
                loc = ("pages", state.key, path)
                yield self._problem(loc, f"'{path}' isn't shown on the page '{state.key}' in this example")

    def _outcome(self, context: Context) -> Iterator[Problem]:
        expect = self.example.expect
        got = [(error.path, error.message) for error in self.errors]
        want = [(error.field, error.message) for error in expect.errors]
        for path, message in got:
            if (path, message) not in want:
                yield self._problem(("expect", "errors"), f"unexpected error at '{path}': {message}")
        for path, message in want:
            if (path, message) not in got:
                yield self._problem(("expect", "errors"), f"the error at '{path}' didn't come: {message}")
        if expect.pages is not None and list(expect.pages) != self.shown:
            yield self._problem(("expect", "pages"), f"the pages shown are {', '.join(self.shown)}")
        yield from self._values(context)
        yield from self._process(context)

    def _values(self, context: Context) -> Iterator[Problem]:
        clean = self.service.form.clean(self.answers, context)
        for path, wanted in self.example.expect.values.items():
            value = _reach(clean, path)
            if value != wanted:
                yield self._problem(("expect", "values", path), f"'{path}' is {value!r}, not {wanted!r}")

    def _process(self, context: Context) -> Iterator[Problem]:
        process, expect = self.service.process, self.example.expect
        if expect.outcomes is not None:
            keys = [outcome.key for outcome in process.outcomes(self.answers, context)]
            if keys != list(expect.outcomes):
                yield self._problem(("expect", "outcomes"), f"the outcomes are {', '.join(keys)}")
        for key, wanted in expect.fees.items():
            fee = process.fee(key, self.answers, context) or Decimal(0)
            if fee != Decimal(wanted):
                yield self._problem(("expect", "fees", key), f"the fee of '{key}' is {fee}, not {wanted}")

    def _problem(self, loc: tuple[str | int, ...], message: str) -> Problem:
        return Problem(*locate(self.source, loc), message)


def _reach(data: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(data, list):
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return data
