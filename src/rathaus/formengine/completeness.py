"""Whether every field, option, rule, page and decision has its words, and whether the words fit."""

from collections.abc import Iterable, Iterator

from .compiled import CompiledService
from .source import SourceDict, locate
from .types.base import LANGUAGES, Language
from .types.fields import ChoiceBase, ComputedField, GroupField, InfoField
from .types.problems import Problem
from .types.service import ServiceDefinition
from .types.texts import FieldText, ServiceText
from .wording import ALWAYS, placeholders


class TextChecker:
    """`sources` are the raw texts by language, for file and line."""

    def __init__(self, service: CompiledService, sources: dict[Language, SourceDict]) -> None:
        self.service = service
        self.definition: ServiceDefinition = service.definition
        self.sources = sources

    def problems(self) -> Iterator[Problem]:
        for language in LANGUAGES:
            texts = self.definition.texts[language]
            yield from self._fields(texts, language)
            yield from self._keys("pages", texts.pages, {p.key for p in self.definition.form.pages}, language)
            outcomes = {outcome.key for outcome in self.definition.process.outcomes}
            yield from self._keys("outcomes", texts.outcomes, outcomes, language)
            parameters = {parameter.key for parameter in self.definition.parameters}
            yield from self._keys("parameters", texts.parameters, parameters, language)
            yield from self._placeholders(self.sources[language], language, parameters | ALWAYS)

    def _at(self, language: Language, *loc: str | int) -> tuple[str, int]:
        return locate(self.sources[language], loc)

    def _problem(self, language: Language, loc: tuple[str | int, ...], message: str) -> Problem:
        return Problem(*self._at(language, *loc), message)

    def _keys(self, section: str, have: Iterable[str], want: set[str], language: Language) -> Iterator[Problem]:
        for key in sorted(want - set(have)):
            yield self._problem(language, (section,), f"{section}: the text for '{key}' is missing")
        for key in sorted(set(have) - want):
            yield self._problem(language, (section, key), f"{section}: there is no '{key}' in this service")

    def _fields(self, texts: ServiceText, language: Language) -> Iterator[Problem]:
        fields = self.service.form.layout.fields
        for path, field in fields.items():
            silent = isinstance(field.definition, ComputedField) and not field.definition.show
            if path not in texts.fields and not silent:
                message = f"fields: the text for '{path}' is missing"
                yield self._problem(language, ("fields",), message)
            elif path in texts.fields:
                for message in _field_problems(field.definition, texts.fields[path]):
                    yield self._problem(language, ("fields", path), f"'{path}': {message}")
        for path in texts.fields:
            if path not in fields:
                yield self._problem(language, ("fields", path), f"fields: there is no field '{path}'")

    def _placeholders(self, data: object, language: Language, known: set[str]) -> Iterator[Problem]:
        assert isinstance(data, SourceDict)
        for key, value in data.items():
            file, line = locate(data, (key,))
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if isinstance(text, SourceDict):
                    yield from self._placeholders(text, language, known)
                for name in placeholders(text) if isinstance(text, str) else ():
                    if name not in known:
                        yield Problem(file, line, f"there is no parameter for {{{name}}}")


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
