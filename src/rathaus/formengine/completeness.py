"""Whether every field, option, rule, page and decision has its words, and whether the words fit."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .compiled import CompiledService
from .types.base import LANGUAGES, Language
from .types.fields import ChoiceBase, ComputedField, GroupField, InfoField
from .types.problems import Finding, Loc
from .types.service import ServiceDefinition
from .types.texts import FieldText, ServiceText
from .wording import ALWAYS, placeholders


def text_findings(service: CompiledService) -> Iterator[Finding]:
    """What is missing or too much in each language; a placeholder must be a parameter."""
    definition = service.definition
    parameters = {parameter.key for parameter in definition.parameters}
    for language in LANGUAGES:
        texts = definition.texts[language]
        loc: Loc = ("texts", language)
        yield from _field_texts(service, texts, language)
        for section, want in _sections(definition).items():
            yield from _keys(loc, section, getattr(texts, section), want)
        if bool(texts.link_label) != bool(definition.link):
            yield (*loc, "link_label"), "'link_label' belongs to a service with a 'link'"
        yield from _placeholders(loc, texts.model_dump(), parameters | ALWAYS)
    if definition.plain is not None:
        yield from _placeholders(("plain",), definition.plain.model_dump(), parameters | ALWAYS)


def _sections(definition: ServiceDefinition) -> dict[str, set[str]]:
    form, process = definition.form, definition.process
    return {
        "pages": {page.key for page in form.pages} if form else set(),
        "fees": {item.key for item in form.fee} if form else set(),
        "outcomes": {outcome.key for outcome in process.outcomes} if process else set(),
        "parameters": {parameter.key for parameter in definition.parameters},
    }


def _keys(loc: Loc, section: str, have: Iterable[str], want: set[str]) -> Iterator[Finding]:
    for key in sorted(want - set(have)):
        yield (*loc, section), f"{section}: the text for '{key}' is missing"
    for key in sorted(set(have) - want):
        yield (*loc, section, key), f"{section}: there is no '{key}' in this service"


def _field_texts(service: CompiledService, texts: ServiceText, language: Language) -> Iterator[Finding]:
    fields = service.form.layout.fields if service.has_form else {}
    loc: Loc = ("texts", language, "fields")
    for path, field in fields.items():
        silent = isinstance(field.definition, ComputedField) and not field.definition.show
        if path not in texts.fields and not silent:
            yield loc, f"fields: the text for '{path}' is missing"
        elif path in texts.fields:
            for message in _field_problems(field.definition, texts.fields[path]):
                yield (*loc, path), f"'{path}': {message}"
    for path in texts.fields:
        if path not in fields:
            yield (*loc, path), f"fields: there is no field '{path}'"


def _placeholders(loc: Loc, data: Any, known: set[str]) -> Iterator[Finding]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _placeholders((*loc, key), value, known)
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _placeholders((*loc, index), value, known)
    elif isinstance(data, str):
        for name in placeholders(data):
            if name not in known:
                yield loc, f"there is no parameter for {{{name}}}"


def _field_problems(definition: object, text: FieldText) -> Iterator[str]:
    if isinstance(definition, InfoField) and not text.text:
        yield "'text' is missing: it is what an info field shows"
    if isinstance(definition, ChoiceBase):
        yield from _missing("options", definition.choices, text.options)
    rules: dict[str, str] = getattr(definition, "valid", {})
    names = [*rules, *(["pattern"] if getattr(definition, "pattern", None) else [])]
    yield from _missing("valid", names, text.valid)
    if isinstance(definition, GroupField) and not (text.row and text.add):
        yield "'row' and 'add' are missing: what one row is called, and the button that adds one"


def _missing(section: str, want: Iterable[str], have: Iterable[str]) -> Iterator[str]:
    want, have = set(want), set(have)
    for key in sorted(want - have):
        yield f"{section}: the text for '{key}' is missing"
    for key in sorted(have - want):
        yield f"{section}: there is no '{key}' in this field"
