"""Loads the definitions folder: all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .checks import walked_findings
from .compiled import compile_service
from .delivery import check_delivery
from .loadingservices import ServiceLoader
from .municipalities import load_municipality
from .places import in_files
from .source import SourceDict, read_yaml
from .synonyms import read_synonyms
from .types.base import Definition, Key, Language, Name
from .types.municipality import MunicipalityDefinition
from .types.problems import DefinitionsInvalid, Problem
from .types.service import ServiceDefinition
from .validating import validate


class Topic(Definition):
    """A heading under which services are listed, a life situation too; a service can have several."""

    icon: Key
    names: dict[Language, Name]


class ThingName(Definition):
    """What a kind of thing is called, one of it and several."""

    one: Name
    many: Name


class ThingKind(Definition):
    icon: Key
    names: dict[Language, ThingName]


@dataclass(frozen=True)
class Catalogue:
    services: Mapping[str, ServiceDefinition]
    municipalities: Mapping[str, MunicipalityDefinition]
    topics: Mapping[str, Topic]
    life_situations: Mapping[str, Topic] = field(default_factory=dict)


@dataclass
class _Loaded:
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, SourceDict] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}, {}, {}))


def load_catalogue(path: Path | str, *, examples: bool = False) -> Catalogue:
    """Everything under `path`, checked and compiled, the examples walked on demand. Raises DefinitionsInvalid."""
    loaded = _load(Path(path))
    if examples:
        _walk_examples(loaded)
    if loaded.problems:
        raise DefinitionsInvalid(_in_order(loaded.problems))
    return loaded.catalogue


def check_definitions(path: Path | str) -> tuple[Problem, ...]:
    """All problems, those of the examples too, by file and line."""
    loaded = _load(Path(path))
    _walk_examples(loaded)
    return _in_order([*loaded.problems, *read_synonyms(Path(path))[1]])


def _walk_examples(loaded: _Loaded) -> None:
    """Adds the problems of the examples of sound services."""
    problems, catalogue = loaded.problems, loaded.catalogue
    unsound = {problem.file.split("/")[1] for problem in problems if problem.file.startswith("services/")}
    for key, definition in catalogue.services.items():
        if key not in unsound:
            findings = list(walked_findings(compile_service(definition), catalogue.municipalities))
            if definition.kind == "form" and not definition.examples:
                findings.append((("examples",), "a service needs at least one example"))
            problems.extend(in_files(loaded.sources[key], findings))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.message)))


def load_municipalities(path: Path | str) -> dict[str, MunicipalityDefinition]:
    """The municipalities alone, in a fraction of the time. What is wrong with one leaves it out."""
    root, problems = Path(path), list[Problem]()
    found = [load_municipality(folder, root, {}, problems) for folder in _folders(root / "municipalities")]
    return {municipality.key: municipality for municipality in found if municipality is not None}


def load_template(path: Path | str, folder: Path) -> ServiceDefinition:
    """A service that isn't offered but begun with, from any folder. Raises DefinitionsInvalid."""
    problems: list[Problem] = []
    found = _loader(Path(path), problems)[0].load(folder)
    if found is None or problems:
        raise DefinitionsInvalid(tuple(problems))
    return found[0]


def load_headings(path: Path | str, name: Literal["topics", "life_situations"]) -> Mapping[str, Topic]:
    """One file of headings by their keys, without the rest of the folder. Raises DefinitionsInvalid."""
    problems: list[Problem] = []
    headings = _headings(Path(path), name, problems)
    if problems:
        raise DefinitionsInvalid(tuple(problems))
    return headings


def load_things(path: Path | str) -> Mapping[str, ThingKind]:
    """The kinds of things that forms may name. Raises DefinitionsInvalid."""
    problems: list[Problem] = []
    data: Any = read_yaml(Path(path) / "things.yaml", Path(path), problems)
    kinds = validate(dict[Key, ThingKind], data, problems) if data is not None else None
    if kinds is None or problems:
        raise DefinitionsInvalid(tuple(problems))
    return kinds


def shared_fields(path: Path | str, problems: list[Problem]) -> dict[str, SourceDict]:
    """The shared field groups as they are written, by name."""
    return _shared(Path(path), "fields", problems)


def _loader(root: Path, problems: list[Problem]) -> tuple[ServiceLoader, dict[str, dict[str, Topic]]]:
    """What loads services, and the headings that they stand under."""
    headings = {name: _headings(root, name, problems) for name in ("topics", "life_situations")}
    loader = ServiceLoader(
        root=root,
        problems=problems,
        shared_fields=_shared(root, "fields", problems),
        shared_processes=_shared(root, "processes", problems),
        headings={name: {key: one.names for key, one in found.items()} for name, found in headings.items()},
    )
    return loader, headings


def _load(root: Path) -> _Loaded:
    loaded = _Loaded()
    if not root.is_dir():
        loaded.problems.append(Problem(str(root), 1, "the definitions folder is missing"))
        return loaded
    problems = loaded.problems
    loader, headings = _loader(root, problems)
    services = {}
    for folder in _folders(root / "services"):
        found = loader.load(folder)
        if found is not None:
            services[folder.name], loaded.sources[folder.name] = found
    municipalities = {}
    for folder in _folders(root / "municipalities"):
        municipality = load_municipality(folder, root, services, problems)
        if municipality is not None:
            municipalities[folder.name] = municipality
    check_delivery(root, municipalities.values(), problems)
    loaded.catalogue = Catalogue(services, municipalities, headings["topics"], headings["life_situations"])
    return loaded


def _folders(parent: Path) -> list[Path]:
    return sorted(folder for folder in parent.glob("*") if folder.is_dir())


def _shared(root: Path, name: str, problems: list[Problem]) -> dict[str, SourceDict]:
    found: dict[str, SourceDict] = {}
    for path in sorted((root / name).glob("*.yaml")):
        data = read_yaml(path, root, problems)
        if data is not None:
            found[path.stem] = data
    return found


def _headings(root: Path, name: str, problems: list[Problem]) -> dict[str, Topic]:
    data: Any = read_yaml(root / f"{name}.yaml", root, problems)
    return (validate(dict[Key, Topic], data, problems) or {}) if data is not None else {}
