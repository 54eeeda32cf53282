"""Puts one municipality together, and checks what it says about the services it offers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .appointments import appointments_problems
from .channel import channel_problems
from .members import MEMBERS, with_members
from .parameters import resolve_values
from .source import SourceDict, locate, read_yaml
from .sources import source_problems
from .types.municipality import MunicipalityDefinition
from .types.parameters import RegisterParameter
from .types.problems import Problem
from .types.service import ServiceDefinition
from .validating import validate
from .visiting import offering_problems


def load_municipality(
    folder: Path, root: Path, services: Mapping[str, ServiceDefinition], problems: list[Problem]
) -> MunicipalityDefinition | None:
    """municipality.yaml, services.yaml and, where there are some, registers, appointments, topics and sources.

    None where anything is wrong.
    """
    before = len(problems)
    data = _read(folder, root, problems)
    if data is None:
        return None
    offers = data["services"]
    municipality = validate(MunicipalityDefinition, data, problems)
    if municipality is None:
        return None
    if municipality.key != folder.name:
        place = locate(data, ("key",))
        problems.append(Problem(*place, f"the key must be the folder's name '{folder.name}'"))
    problems.extend(_place_problems(municipality, data))
    problems.extend(_visit_problems(municipality, data))
    problems.extend(_channel_problems(municipality, data))
    problems.extend(_source_problems(municipality, data))
    for key in municipality.services:
        if key in services:
            problems.extend(_offer_problems(municipality, key, offers, services[key]))
        elif not (root / "services" / key).is_dir():  # one that is there and unsound has its own problems
            problems.append(Problem(*locate(offers, (key,)), f"there is no service '{key}' in services/"))
    return municipality if len(problems) == before else None


def _read(folder: Path, root: Path, problems: list[Problem]) -> SourceDict | None:
    """Everything in the folder as one mapping."""
    data = read_yaml(folder / "municipality.yaml", root, problems)
    offers = read_yaml(folder / "services.yaml", root, problems)
    if data is None or offers is None:
        return None
    data["services"], data.lines["services"] = offers, 1
    for name in ("registers", "appointments", "topics", "sources"):
        if (folder / f"{name}.yaml").exists():
            data[name], data.lines[name] = read_yaml(folder / f"{name}.yaml", root, problems), 1
    return data


def _visit_problems(municipality: MunicipalityDefinition, data: SourceDict) -> Iterator[Problem]:
    if "appointments" not in data:
        return iter(())
    units = {unit.key for unit in municipality.units}
    visits = municipality.appointments
    return appointments_problems(visits, data["appointments"], units=units, services=municipality.services)


def _channel_problems(municipality: MunicipalityDefinition, data: SourceDict) -> Iterator[Problem]:
    if "topics" not in data:
        return iter(())
    places = municipality.place_names
    return channel_problems(municipality.topics, data["topics"], places=places, services=municipality.services)


def _source_problems(municipality: MunicipalityDefinition, data: SourceDict) -> Iterator[Problem]:
    if "sources" not in data:
        return iter(())
    topics = {leaf.key for leaf in municipality.topics.leaves}
    places = municipality.place_names
    return source_problems(municipality.sources, data["sources"], places=places, topics=topics)


def _place_problems(municipality: MunicipalityDefinition, data: SourceDict) -> Iterator[Problem]:
    for index, place in enumerate(municipality.places):
        if place.member and place.member not in municipality.members:
            yield Problem(*locate(data, ("places", index, "member")), f"there is no member '{place.member}'")


def _offer_problems(
    municipality: MunicipalityDefinition, key: str, offers: SourceDict, service: ServiceDefinition
) -> Iterator[Problem]:
    offer = municipality.services[key]
    if offer.unit not in {unit.key for unit in municipality.units}:
        yield Problem(*locate(offers, (key, "unit")), f"there is no unit '{offer.unit}' in municipality.yaml")
    for name in offer.members:
        if name not in municipality.members:
            yield Problem(*locate(offers, (key, "members", name)), f"there is no member '{name}'")
    if offer.members and service.member_from is None:
        place = locate(offers, (key, "members"))
        yield Problem(*place, f"members: the service '{key}' doesn't say which answer picks the member (member_from)")
    _, wrong = resolve_values(service.parameters, offer_values(service, municipality))
    for name, reason in wrong.items():
        yield Problem(*locate(offers, (key, *_section(name))), f"parameter '{name.split('.')[-1]}': {reason}")
    for message in offering_problems(service, municipality, offer_values(service, municipality)):
        yield Problem(*locate(offers, (key,)), message)
    yield from _register_problems(municipality, key, offers, service)


def _register_problems(
    municipality: MunicipalityDefinition, key: str, offers: SourceDict, service: ServiceDefinition
) -> Iterator[Problem]:
    for parameter in service.parameters:
        if isinstance(parameter, RegisterParameter) and parameter.register_ not in municipality.registers:
            yield Problem(*locate(offers, (key,)), f"registers.yaml lacks the register '{parameter.register_}'")


def _section(name: str) -> tuple[str, ...]:
    """Where a value stands whose fault is told under "gebuehr" or "@members.Kamern.gebuehr"."""
    if not name.startswith(MEMBERS):
        return ("parameters", name)
    member, _, key = name.removeprefix(f"{MEMBERS}.").rpartition(".")
    return ("members", member, key)


def offer_values(service: ServiceDefinition, municipality: MunicipalityDefinition) -> dict[str, Any]:
    """The municipality's own values for a service, its places and what differs in its members with them.

    What registers hold changes without a new publication, so it is no part of them.
    """
    offer = municipality.services.get(service.key)
    own: dict[str, Any] = dict(offer.parameters) if offer else {}
    for parameter in service.parameters:
        if parameter.type == "places":
            own.setdefault(parameter.key, list(municipality.place_names))
    return with_members(own, {name: dict(values) for name, values in offer.members.items()} if offer else {})
