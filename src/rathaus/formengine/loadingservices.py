"""Puts one service together from its files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .checks import definition_findings
from .expanding import Expander, derived, expand_process
from .places import in_files
from .source import SourceDict, locate, read_yaml
from .types.base import LANGUAGES, Language
from .types.problems import Problem
from .types.service import ServiceBasics, ServiceDefinition
from .validating import validate

PLAIN = "texts.de-simple.yaml"
_OF_A_FORM = ("form.yaml", "process.yaml")
_WITHOUT_A_FORM = {"appointment", "information"}
_FILES = {"service.yaml", *_OF_A_FORM, *(f"texts.{lang}.yaml" for lang in LANGUAGES), PLAIN}

Names = dict[str, dict[Language, str]]
"""What a heading is called, by its key."""


@dataclass(slots=True)
class ServiceLoader:
    """`headings` are the names of topics and of life situations, by the key under which a service lists them."""

    root: Path
    problems: list[Problem]
    shared_fields: dict[str, SourceDict]
    shared_processes: dict[str, SourceDict]
    headings: dict[str, Names]

    def load(self, folder: Path) -> tuple[ServiceDefinition, SourceDict] | None:
        """The service in a folder, and how it was read; None where anything is wrong with it."""
        before = len(self.problems)
        self._unknown_files(folder)
        source = self._source(folder)
        if source is None:
            return None
        definition = validate(ServiceDefinition, source, self.problems)
        if definition is not None:
            self._names(definition, folder, source)
            self.problems.extend(in_files(source, definition_findings(definition)[0]))
        return (definition, source) if definition is not None and len(self.problems) == before else None

    def _unknown_files(self, folder: Path) -> None:
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.name not in _FILES:
                self._problem(path, "this file has no meaning here")

    def _problem(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path.relative_to(self.root).as_posix(), 1, message))

    def _read(self, path: Path) -> SourceDict | None:
        return read_yaml(path, self.root, self.problems)

    def _source(self, folder: Path) -> SourceDict | None:
        """All files as one mapping of the shape of a ServiceDefinition; each part knows its file."""
        before = len(self.problems)
        service = self._read(folder / "service.yaml")
        texts = {lang: self._read(folder / f"texts.{lang}.yaml") for lang in LANGUAGES}
        if service is None:
            return None
        for key in sorted(set(service) - set(ServiceBasics.model_fields)):
            self.problems.append(Problem(*locate(service, (key,)), f"unknown key '{key}'"))
        expander = Expander(self.shared_fields, self.problems)
        parts = self._form_parts(folder, service, expander)
        if len(self.problems) > before:
            return None
        words: dict[str, Any] = {
            lang: self._with_headings(expander.words(t, lang), service, lang) for lang, t in texts.items() if t
        }
        parts["texts"] = derived(service, words)
        if (folder / PLAIN).exists():
            parts["plain"] = self._read(folder / PLAIN)
        return derived(service, {**service, **parts})

    def _form_parts(self, folder: Path, service: SourceDict, expander: Expander) -> dict[str, Any]:
        kind = service.get("kind", "form")
        if kind in _WITHOUT_A_FORM:
            for name in (*_OF_A_FORM, "notices", "examples"):
                if (folder / name).exists():
                    self._problem(folder / name, f"a service of kind {kind} has no {name}")
            return {}
        form, process = (self._read(folder / name) for name in _OF_A_FORM)
        found = {path.stem: self._read(path) for path in sorted(folder.glob("examples/*.yaml"))}
        examples = derived(service, {name: example for name, example in found.items() if example})
        examples.file, examples.line = (folder / "examples").relative_to(self.root).as_posix(), 1
        notices = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("notices/*.typ"))}
        return {
            "form": expander.form(form) if form is not None else None,
            "process": expand_process(process, self.shared_processes, self.problems) if process is not None else None,
            "notices": notices,
            "examples": examples,
        }

    def _with_headings(self, texts: SourceDict, service: SourceDict, language: Language) -> SourceDict:
        named = {
            section: [names[key][language] for key in service.get(section) or () if key in names]
            for section, names in self.headings.items()
        }
        return derived(texts, {**texts, **named})

    def _names(self, definition: ServiceDefinition, folder: Path, source: SourceDict) -> None:
        if definition.key != folder.name:
            place = locate(source, ("key",))
            self.problems.append(Problem(*place, f"the key must be the folder's name '{folder.name}'"))
        for section, names in self.headings.items():
            for index, key in enumerate(getattr(definition, section)):
                if key not in names:
                    place = locate(source, (section, index))
                    self.problems.append(Problem(*place, f"there is no '{key}' in {section}.yaml"))
