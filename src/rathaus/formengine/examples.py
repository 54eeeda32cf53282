"""Examples are tests that a clerk can read: what is typed page by page, and what must come out."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from .compiled import CompiledService, ParametersInvalid
from .form import Context
from .municipalities import offer_values
from .states import FieldError, PageState, walk
from .types.examples import ExampleFile, Typed
from .types.municipality import MunicipalityDefinition
from .types.problems import Finding, Loc
from .types.process import By, Status

_WAY: tuple[tuple[str, tuple[By, ...]], ...] = (
    ("submit", ("applicant",)),
    ("receive", ("system",)),
    ("decide", ("clerk", "lead")),
)


_HOLD = "00000000-0000-7000-8000-000000000000"  # nobody keeps a time for an example


def example_findings(
    service: CompiledService, municipalities: Mapping[str, MunicipalityDefinition]
) -> Iterator[Finding]:
    """Walks every example of a service through the form."""
    for name in service.definition.examples:
        yield from ExampleWalk(service, name, municipalities).findings()


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How one example went; `reasons` say what came out otherwise than it says, none where it passes."""

    name: str
    says: str
    reasons: tuple[str, ...]


def example_results(
    service: CompiledService, municipalities: Mapping[str, MunicipalityDefinition]
) -> tuple[ExampleResult, ...]:
    """Walks every example; a service without a form has nothing to walk."""
    examples = service.definition.examples if service.has_form else {}
    return tuple(
        ExampleResult(
            name,
            example.says,
            tuple(message for _place, message in ExampleWalk(service, name, municipalities).findings()),
        )
        for name, example in examples.items()
    )


class ExampleWalk:
    """One example. `answers` and `context` are there once the findings have been read."""

    def __init__(
        self,
        service: CompiledService,
        name: str,
        municipalities: Mapping[str, MunicipalityDefinition],
    ) -> None:
        self.service, self.name = service, name
        self.example = service.definition.examples[name]
        self.municipality = municipalities.get(self.example.municipality or "")
        self.answers: dict[str, Any] = {}
        self.shown: list[str] = []
        self.errors: list[FieldError] = []
        self.context: Context

    def findings(self) -> Iterator[Finding]:
        if self.example.municipality and self.municipality is None:
            yield self._finding(("municipality",), f"there is no municipality '{self.example.municipality}'")
            return
        try:
            self.context = self._context()
        except ParametersInvalid as wrong:
            for key, reason in wrong.reasons.items():
                yield self._finding(("parameters", key), f"parameter '{key}': {reason}")
        else:
            yield from self._walk(self.context)
            yield from self._outcome(self.context)

    def _context(self) -> Context:
        """What holds where the example plays. Raises ParametersInvalid."""
        town, example = self.municipality, self.example
        terms = offer_values(self.service.definition, town) if town else {}
        return self.service.context(
            {**terms, **example.parameters},
            registers={key: register.entries() for key, register in town.registers.items()} if town else None,
            today=example.today,
            language=example.language,
            municipality_name=town.name if town else "Musterstadt",
            channel=example.channel,
            member_of=town.member_of if town else {},
        )

    def _walk(self, context: Context) -> Iterator[Finding]:
        form = self.service.form
        for path, files in self.example.files.items():
            self._attach(path, files)
        for key, visit in self.example.appointments.items():
            self.answers[key] = {"hold": _HOLD, "start": visit.start.isoformat(), "office": visit.office}
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
                yield self._finding(("pages", key), f"the page '{key}' isn't shown in this example")
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

    def _strangers(self, state: PageState, posted: Mapping[str, Any]) -> Iterator[Finding]:
        known = {field.path for field in walk(state.fields)}
        for path in posted:
            if path not in known:
                loc = ("pages", state.key, path)
                yield self._finding(loc, f"'{path}' isn't shown on the page '{state.key}' in this example")

    def _outcome(self, context: Context) -> Iterator[Finding]:
        expect = self.example.expect
        got = [(error.path, error.message) for error in self.errors]
        want = [(error.field, error.message) for error in expect.errors]
        for path, message in got:
            if (path, message) not in want:
                yield self._finding(("expect", "errors"), f"unexpected error at '{path}': {message}")
        for path, message in want:
            if (path, message) not in got:
                yield self._finding(("expect", "errors"), f"the error at '{path}' didn't come: {message}")
        if expect.pages is not None and list(expect.pages) != self.shown:
            yield self._finding(("expect", "pages"), f"the pages shown are {', '.join(self.shown)}")
        yield from self._values(context)
        yield from self._before_sending(context)
        if not self.errors:
            yield from self._way(context)
        yield from self._process(context)

    def _values(self, context: Context) -> Iterator[Finding]:
        clean = self.service.form.clean(self.answers, context)
        for path, wanted in self.example.expect.values.items():
            value = _reach(clean, path)
            if value != wanted:
                yield self._finding(("expect", "values", path), f"'{path}' is {value!r}, not {wanted!r}")

    def _way(self, context: Context) -> Iterator[Finding]:
        """Whether what is accepted can be sent, taken in and decided."""
        process, status = self.service.process, Status.INITIATED
        for name, roles in _WAY:
            ways = [
                transition
                for by in roles
                for transition in process.transitions(status, by=by, answers=self.answers, context=context)
                if transition.name == name
            ]
            if not ways:
                yield self._finding(("pages",), f"the transition '{name}' isn't possible in {status}")
                return
            status = ways[0].to
        if not process.outcomes(self.answers, context):
            yield self._finding(("pages",), "no outcome is possible")

    def _process(self, context: Context) -> Iterator[Finding]:
        process, expect = self.service.process, self.example.expect
        if expect.outcomes is not None:
            keys = [outcome.key for outcome in process.outcomes(self.answers, context)]
            if keys != list(expect.outcomes):
                yield self._finding(("expect", "outcomes"), f"the outcomes are {', '.join(keys)}")
        for key, wanted in expect.fees.items():
            known = any(outcome.key == key for outcome in process.definition.outcomes)
            fee = (process.fee(key, self.answers, context) or Decimal(0)) if known else None
            if fee is None or fee != _amount(wanted):
                yield self._finding(("expect", "fees", key), f"the fee of '{key}' is {fee}, not {wanted}")

    def _before_sending(self, context: Context) -> Iterator[Finding]:
        """What an applicant is told before sending, and who else is asked."""
        form, expect = self.service.form, self.example.expect
        if expect.fee is not None:
            fee = form.fee(self.answers, context)
            if fee is None or fee.total != _amount(expect.fee):
                yield self._finding(("expect", "fee"), f"the fee is {fee.total if fee else None}, not {expect.fee}")
        if expect.confirmers is not None:
            names = tuple(confirmer.name for confirmer in form.confirmers(self.answers, context))
            if names != expect.confirmers:
                yield self._finding(("expect", "confirmers"), f"those who confirm are {', '.join(names) or 'nobody'}")
        if self.example.member is not None:
            member = form.member(self.answers, context)
            if member != self.example.member:
                yield self._finding(("member",), f"the answers lead to {member}, not to {self.example.member}")

    def _finding(self, loc: Loc, message: str) -> Finding:
        return ("examples", self.name, *loc), message


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _reach(data: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(data, list):
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return data
