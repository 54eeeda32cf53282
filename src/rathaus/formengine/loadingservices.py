"""Puts one service together from its files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .compiled import CompiledService, compile_definition
from .completeness import TextChecker
from .consistency import form_problems, process_problems, service_problems
from .expanding import Expander, derived, expand_process
from .parameters import ParameterWrong, read_value
from .source import SourceDict, locate, read_yaml
from .types.base import LANGUAGES, Definition, Key, Language, ServiceKey
from .types.fields import FormDefinition
from .types.parameters import ParameterDefinition
from .types.problems import Problem
from .types.process import Process
from .types.service import Applicant, ServiceDefinition, TrustLevel
from .types.texts import ServiceText
from .validating import validate

_FILES = {"service.yaml", "form.yaml", "process.yaml", *(f"texts.{lang}.yaml" for lang in LANGUAGES)}


class ServiceFile(Definition):
    """What service.yaml may hold; the rest of a ServiceDefinition stands in the other files."""

    key: ServiceKey
    leika: str | None = None
    icon: Key
    topics: tuple[Key, ...]
    trust_level: TrustLevel = "none"
    retention_years: int = 10
    applicant: Applicant
    parameters: tuple[ParameterDefinition, ...] = ()


@dataclass(slots=True)
class _Sources:
    service: SourceDict
    form: SourceDict
    process: SourceDict
    texts: dict[Language, SourceDict]


@dataclass(slots=True)
class ServiceLoader:
    root: Path
    problems: list[Problem]
    shared_fields: dict[str, SourceDict]
    shared_processes: dict[str, SourceDict]
    topic_names: dict[str, dict[Language, str]]

    def load(self, folder: Path) -> ServiceDefinition | None:
        """The service in a folder; None where anything is wrong with it."""
        before = len(self.problems)
        self._unknown_files(folder)
        sources = self._sources(folder)
        if sources is None:
            return None
        definition = self._definition(folder, sources)
        if definition is not None:
            self._check(definition, sources)
        return definition if len(self.problems) == before else None

    def _unknown_files(self, folder: Path) -> None:
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.name not in _FILES:
                name = path.relative_to(self.root).as_posix()
                self.problems.append(Problem(name, 1, "this file has no meaning here"))

    def _sources(self, folder: Path) -> _Sources | None:
        service = read_yaml(folder / "service.yaml", self.root, self.problems)
        form = read_yaml(folder / "form.yaml", self.root, self.problems)
        process = read_yaml(folder / "process.yaml", self.root, self.problems)
        texts = {lang: read_yaml(folder / f"texts.{lang}.yaml", self.root, self.problems) for lang in LANGUAGES}
        found = {lang: text for lang, text in texts.items() if text is not None}
        if service is None or form is None or process is None or len(found) < len(LANGUAGES):
            return None
        expander = Expander(self.shared_fields, self.problems)
        form = expander.form(form)
        words = {lang: self._with_topics(expander.words(found[lang], lang), service, lang) for lang in LANGUAGES}
        return _Sources(service, form, expand_process(process, self.shared_processes, self.problems), words)

    def _with_topics(self, texts: SourceDict, service: SourceDict, language: Language) -> SourceDict:
        keys = service.get("topics") or ()
        names = [self.topic_names[key][language] for key in keys if key in self.topic_names]
        return derived(texts, {**texts, "topics": names})

    def _definition(self, folder: Path, sources: _Sources) -> ServiceDefinition | None:
        base = validate(ServiceFile, sources.service, self.problems)
        form = validate(FormDefinition, sources.form, self.problems)
        process = validate(Process, sources.process, self.problems)
        texts: dict[Language, ServiceText | None] = {
            lang: validate(ServiceText, sources.texts[lang], self.problems) for lang in LANGUAGES
        }
        if base is None or form is None or process is None or None in texts.values():
            return None
        if base.key != folder.name:
            place = locate(sources.service, ("key",))
            self.problems.append(Problem(*place, f"the key must be the folder's name '{folder.name}'"))
        for key in base.topics:
            if key not in self.topic_names:
                place = locate(sources.service, ("topics",))
                self.problems.append(Problem(*place, f"there is no topic '{key}' in topics.yaml"))
        self._defaults(base, sources.service)
        notices = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("notices/*.typ"))}
        parts: dict[str, Any] = {"form": form, "process": process, "texts": texts, "notices": notices}
        own = {name: getattr(base, name) for name in ServiceFile.model_fields}
        return ServiceDefinition(**own, **parts)

    def _defaults(self, base: ServiceFile, source: SourceDict) -> None:
        for index, parameter in enumerate(base.parameters):
            try:
                if parameter.default is not None:
                    read_value(parameter, parameter.default)
            except ParameterWrong as reason:
                place = locate(source, ("parameters", index, "default"))
                self.problems.append(Problem(*place, f"the default of '{parameter.key}': {reason}"))

    def _check(self, definition: ServiceDefinition, sources: _Sources) -> None:
        def report(loc: tuple[str | int, ...], message: str) -> None:
            self.problems.append(Problem(*locate(sources.form, loc), message))

        def report_process(loc: tuple[str | int, ...], message: str) -> None:
            self.problems.append(Problem(*locate(sources.process, loc), message))

        service: CompiledService = compile_definition(definition, report, report_process)
        self.problems.extend(TextChecker(service, sources.texts).problems())
        self.problems.extend(form_problems(service, sources.form))
        self.problems.extend(process_problems(service, sources.process))
        self.problems.extend(service_problems(service, sources.service))
