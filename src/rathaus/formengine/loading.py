"""Loads the definitions folder: all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .compiled import compile_service
from .examples import example_problems
from .loadingservices import ServiceLoader
from .municipalities import load_municipality
from .source import SourceDict, read_yaml
from .synonyms import read_synonyms
from .types.base import Definition, Key, Language, Name
from .types.municipality import MunicipalityDefinition
from .types.problems import DefinitionsInvalid, Problem
from .types.service import ServiceDefinition
from .validating import validate


class Topic(Definition):
    """A heading under which services are listed; a service can have several."""

    icon: Key
    names: dict[Language, Name]


@dataclass(frozen=True)
class Catalogue:
    services: Mapping[str, ServiceDefinition]
    municipalities: Mapping[str, MunicipalityDefinition]
    topics: Mapping[str, Topic]


def load_catalogue(path: Path | str) -> Catalogue:
    """Everything under `path`, checked and compiled; examples are not walked. Raises DefinitionsInvalid."""
    catalogue, problems = _load(Path(path))
    if problems:
        raise DefinitionsInvalid(tuple(problems))
    return catalogue


def check_definitions(path: Path | str) -> tuple[Problem, ...]:
    """All problems, those of the examples too, by file and line."""
    root = Path(path)
    catalogue, problems = _load(root)
    problems.extend(read_synonyms(root)[1])
    for key, definition in catalogue.services.items():
        if not any(problem.file.startswith(f"services/{key}/") for problem in problems):
            service = compile_service(definition)
            problems.extend(example_problems(service, root, catalogue.municipalities))
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.message)))


def _load(root: Path) -> tuple[Catalogue, list[Problem]]:
    problems: list[Problem] = []
    if not root.is_dir():
        return Catalogue({}, {}, {}), [Problem(str(root), 1, "the definitions folder is missing")]
    topics = _topics(root, problems)
    loader = ServiceLoader(
        root=root,
        problems=problems,
        shared_fields=_shared(root, "fields", problems),
        shared_processes=_shared(root, "processes", problems),
        topic_names={key: topic.names for key, topic in topics.items()},
    )
    services = {}
    for folder in _folders(root / "services"):
        service = loader.load(folder)
        if service is not None:
            services[folder.name] = service
    municipalities = {}
    for folder in _folders(root / "municipalities"):
        municipality = load_municipality(folder, root, services, problems)
        if municipality is not None:
            municipalities[folder.name] = municipality
    return Catalogue(services, municipalities, topics), problems


def _folders(parent: Path) -> list[Path]:
    return sorted(folder for folder in parent.glob("*") if folder.is_dir())


def _shared(root: Path, name: str, problems: list[Problem]) -> dict[str, SourceDict]:
    found: dict[str, SourceDict] = {}
    for path in sorted((root / name).glob("*.yaml")):
        data = read_yaml(path, root, problems)
        if data is not None:
            found[path.stem] = data
    return found


def _topics(root: Path, problems: list[Problem]) -> dict[str, Topic]:
    data: Any = read_yaml(root / "topics.yaml", root, problems)
    return (validate(dict[Key, Topic], data, problems) or {}) if data is not None else {}
