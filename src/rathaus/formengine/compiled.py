"""A service ready to run. Stateless and shared between threads; the answers are always passed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Required, TypedDict, Unpack

from rathaus.core import clock

from .belonging import chosen_member, effective_context
from .building import Builder
from .checking import Checker
from .compiling import FormCompiler, Report
from .confirming import Confirmer, confirmers_in
from .evaluation import Evaluated, evaluate
from .fees import Fee, compute_fee
from .form import CompiledPage, Context, Layout
from .lettervalues import letter_values
from .parameters import member_values, resolve_values
from .places import without_files
from .plain import fill_plain
from .process import CompiledProcess
from .reading import Posted, read_page
from .states import FieldError, FormState, PageResult
from .summary import Summariser, SummaryPage
from .texting import CompiledTexts
from .types.base import FRONT_OFFICE, Channel, Language
from .types.fields import Confirmations
from .types.parameters import RegisterParameter
from .types.problems import DefinitionsInvalid, Finding
from .types.service import ServiceDefinition
from .types.texts import OwnText, PlainText
from .visiting import appointment_field, wanted_offerings

Rows = Sequence[Mapping[str, str]]


class ParametersInvalid(ValueError):  # reads as what it says where it is caught
    """`reasons` by parameter key."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(f"{key}: {reason}" for key, reason in self.reasons.items()))


@dataclass(frozen=True)
class CompiledForm:
    """`answers` are JSON as read_page gives them; none of this changes them or raises for what is in them."""

    layout: Layout

    @cached_property
    def _pages(self) -> dict[str, CompiledPage]:
        return {page.key: page for page in self.layout.pages}

    def evaluate(self, answers: Mapping[str, Any], context: Context) -> FormState:
        return Builder(self.layout, *self._evaluated(answers, context)).form()

    def read_page(self, page_key: str, posted: Posted, answers: Mapping[str, Any], context: Context) -> PageResult:
        """Raises KeyError for a page that the form doesn't have, nothing for any input."""
        return read_page(self.layout, self._pages[page_key], posted, answers, context)

    def check(self, answers: Mapping[str, Any], context: Context) -> tuple[FieldError, ...]:
        """What is missing or wrong in the whole form; empty means it can be sent."""
        return tuple(Checker(self.layout, *self._evaluated(answers, context), {}).form())

    def left_open(self, answers: Mapping[str, Any], context: Context) -> tuple[FieldError, ...]:
        """What the form asks for online and who filled it in at the counter left open."""
        if context.channel not in FRONT_OFFICE:
            return ()
        here = {error.path for error in self.check(answers, context)}
        return tuple(e for e in self.check(answers, replace(context, channel="online")) if e.path not in here)

    def clean(self, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """What is submitted: visible, offered and computed values only."""
        return Summariser(self.layout, *self._evaluated(answers, context)).clean()

    def summary(self, answers: Mapping[str, Any], context: Context) -> tuple[SummaryPage, ...]:
        return Summariser(self.layout, *self._evaluated(answers, context)).pages()

    def letter_values(self, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """What a notice's template reads as `values`: answers, and under `words` and `param` texts to print."""
        return letter_values(self.layout, *self._evaluated(answers, context))

    def fee(self, answers: Mapping[str, Any], context: Context) -> Fee | None:
        """What sending this costs, line by line; None for a form that names no fee."""
        effective, result = self._evaluated(answers, context)
        return compute_fee(self.layout, result, effective)

    def confirmers(self, answers: Mapping[str, Any], context: Context) -> tuple[Confirmer, ...]:
        """Those who must confirm by their own link; `confirmations` says in which order."""
        return tuple(confirmers_in(self.layout, self._evaluated(answers, context)[1]))

    @property
    def confirmations(self) -> Confirmations | None:
        return self.layout.confirmations

    def member(self, answers: Mapping[str, Any], context: Context) -> str | None:
        """The member municipality that the answers lead to; None where there is none."""
        return chosen_member(self.layout, answers, context)

    def effective_context(self, answers: Mapping[str, Any], context: Context) -> Context:
        """The context with the parameters of the member municipality in force. Every method here and of the process
        derives it by itself; texts and deadlines of a case take it from here.
        """
        return effective_context(self.layout, answers, context)

    def effective_parameters(self, answers: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
        return self.effective_context(answers, context).parameters

    def _evaluated(self, answers: Mapping[str, Any], context: Context) -> tuple[Context, Evaluated]:
        effective = effective_context(self.layout, answers, context)
        return effective, evaluate(self.layout, answers, effective)

    def appointment(self, answers: Mapping[str, Any], context: Context) -> "VisitWish | None":
        """The appointment that these answers ask for, chosen or not; None where the form asks for none now."""
        field = appointment_field(self.layout)
        if field is None:
            return None
        effective, result = self._evaluated(answers, context)
        if field.key in result.hidden:
            return None
        page = self.layout.page_of[field.key].key
        offerings = wanted_offerings(field, effective.parameters)
        return VisitWish(field.key, page, offerings, result.values.get(field.key), field.ends_with_case)

    def file_fields(self) -> tuple[str, ...]:
        """Paths of upload fields outside of groups, and of groups' as "group.*.field"."""
        return tuple(
            path if "this." not in field.name else f"{path.split('.')[0]}.*.{field.name[5:]}"
            for path, field in self.layout.fields.items()
            if field.kind_name == "file"
        )


@dataclass(frozen=True, slots=True)
class VisitWish:
    """An appointment that a form asks for: field, page, keys of the offerings, and the answer, if there is one."""

    key: str
    page: str
    offerings: tuple[str, ...]
    value: Mapping[str, Any] | None
    ends_with_case: bool


class Surroundings(TypedDict, total=False):
    """The rest of a Context."""

    today: Required[date]
    language: Language
    municipality_name: str
    words: OwnText | None
    channel: Channel
    member_of: Mapping[str, str]


class NoForm(LookupError):  # reads as what it says where it is caught
    """The service is only information, or an appointment: nothing can be filled in or decided."""


@dataclass(frozen=True)
class CompiledService:
    """`form` and `process` raise NoForm where the service has none; ask `has_form` first."""

    definition: ServiceDefinition
    _form: CompiledForm | None
    _process: CompiledProcess | None

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def has_form(self) -> bool:
        return self._form is not None

    @property
    def form(self) -> CompiledForm:
        if self._form is None:
            raise NoForm(self.key)
        return self._form

    @property
    def process(self) -> CompiledProcess:
        if self._process is None:
            raise NoForm(self.key)
        return self._process

    def texts(
        self,
        language: Language,
        parameters: Mapping[str, Any] | None = None,
        *,
        municipality_name: str = "",
        today: date | None = None,
    ) -> CompiledTexts:
        """All words of the version; placeholders are filled in where parameters are given. For what a municipality
        shows, `CompiledTexts(definition, context)` knows its own words, too.
        """
        context = Context(parameters or {}, today or clock.today(), language, municipality_name)
        return CompiledTexts(self.definition, context)

    def plain(self, context: Context) -> PlainText | None:
        """The service in Leichte Sprache, placeholders filled in; None where nobody has written it."""
        plain = self.definition.plain
        return fill_plain(plain, self.definition.parameters, context) if plain is not None else None

    def text(self, key: str, language: Language) -> str:
        """One of the service's texts; lists are joined by line breaks."""
        value = getattr(self.texts(language), key)
        return value if isinstance(value, str) else "\n".join(str(item) for item in value)

    def parameter_values(self, overrides: Mapping[str, Any]) -> Mapping[str, Any]:
        """Typed values, defaults filled in. Raises ParametersInvalid."""
        values, wrong = resolve_values(self.definition.parameters, overrides)
        if wrong:
            raise ParametersInvalid(wrong)
        return values

    def context(
        self,
        overrides: Mapping[str, Any],
        *,
        registers: Mapping[str, Rows] | None = None,
        **given: Unpack[Surroundings],
    ) -> Context:
        """What this service's rules need to know, from the values that an offer keeps. Raises ParametersInvalid.

        `registers` are the rows of those that `registers_needed` names; rows that the values hold themselves go
        before them.
        """
        rows = {key: (registers or {}).get(name, ()) for key, name in self._registers.items()}
        return Context(
            parameters=self.parameter_values({**rows, **overrides}),
            members=member_values(self.definition.parameters, overrides),
            **given,
        )

    @property
    def registers_needed(self) -> tuple[str, ...]:
        """The registers whose rows parameters of this service hold."""
        return tuple(dict.fromkeys(self._registers.values()))

    @property
    def _registers(self) -> dict[str, str]:
        """The register of each parameter that has one."""
        return {p.key: p.register_ for p in self.definition.parameters if isinstance(p, RegisterParameter)}

    def values_to_keep(
        self, overrides: Mapping[str, Any], answers: Mapping[str, Any], context: Context
    ) -> dict[str, Any]:
        """The values with which these answers read the same for ever: the town hall goes on changing its registers,
        so the rows that the answers name are kept with them.
        """
        named = set(_texts_in(answers))
        rows = {key: [row for row in context.parameters[key] if row["name"] in named] for key in self._registers}
        return {**overrides, **rows}


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)


def compile_definition(definition: ServiceDefinition, report: Report) -> CompiledService:
    """Compiles as much as it can; what is wrong is reported with its place in the definition."""
    if definition.form is None or definition.process is None:
        return CompiledService(definition, None, None)
    compiler = FormCompiler(definition, definition.form, report)
    layout = compiler.compile(definition.process)
    process = CompiledProcess(definition.process, layout, compiler.process_rules)
    return CompiledService(definition, CompiledForm(layout), process)


_CACHE: dict[str, CompiledService] = {}
_CACHE_LIMIT = 500


def compile_service(definition: ServiceDefinition) -> CompiledService:
    """The running form of a definition, made once for each content. Raises DefinitionsInvalid."""
    known = _CACHE.get(definition.content_hash)
    if known is not None:
        return known
    found: list[Finding] = []
    service = compile_definition(definition, lambda loc, message: found.append((loc, message)))
    if found:
        raise DefinitionsInvalid(tuple(without_files(definition.key, found)))
    keep(service)
    return service


def keep(service: CompiledService) -> None:
    """Remember a service that compiled without a fault."""
    if len(_CACHE) >= _CACHE_LIMIT:
        _CACHE.clear()
    _CACHE[service.definition.content_hash] = service
