"""Puts one municipality together, and checks what it says about the services it offers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .parameters import resolve_values
from .source import SourceDict, locate, read_yaml
from .types.municipality import MunicipalityDefinition
from .types.problems import Problem
from .types.service import ServiceDefinition
from .validating import validate


def load_municipality(
    folder: Path, root: Path, services: Mapping[str, ServiceDefinition], problems: list[Problem]
) -> MunicipalityDefinition | None:
    """municipality.yaml and services.yaml of a folder; None where anything is wrong.

    Parameters of type `places` get the municipality's own places.
    """
    before = len(problems)
    data = read_yaml(folder / "municipality.yaml", root, problems)
    offers = read_yaml(folder / "services.yaml", root, problems)
    if data is None or offers is None:
        return None
    data["services"] = _with_places(offers, data, services)
    data.lines["services"] = 1
    municipality = validate(MunicipalityDefinition, data, problems)
    if municipality is None:
        return None
    if municipality.key != folder.name:
        place = locate(data, ("key",))
        problems.append(Problem(*place, f"the key must be the folder's name '{folder.name}'"))
    for key in municipality.services:
        if key in services:
            problems.extend(_offer_problems(municipality, key, offers, services[key]))
        elif not (root / "services" / key).is_dir():  # one that is there and unsound has its own problems
            problems.append(Problem(*locate(offers, (key,)), f"there is no service '{key}' in services/"))
    return municipality if len(problems) == before else None


def _with_places(offers: SourceDict, data: SourceDict, services: Mapping[str, ServiceDefinition]) -> SourceDict:
    for key, offer in offers.items():
        wanted = [p.key for p in services[key].parameters if p.type == "places"] if key in services else []
        if wanted and isinstance(offer, SourceDict):
            own: dict[str, Any] = offer.setdefault("parameters", SourceDict())
            for name in wanted:
                own.setdefault(name, list(data.get("places") or ()))
    return offers


def _offer_problems(
    municipality: MunicipalityDefinition, key: str, offers: SourceDict, service: ServiceDefinition
) -> Iterator[Problem]:
    offer = municipality.services[key]
    if offer.unit not in {unit.key for unit in municipality.units}:
        yield Problem(*locate(offers, (key, "unit")), f"there is no unit '{offer.unit}' in municipality.yaml")
    _, wrong = resolve_values(service.parameters, offer.parameters)
    for name, reason in wrong.items():
        yield Problem(*locate(offers, (key, "parameters", name)), f"parameter '{name}': {reason}")
