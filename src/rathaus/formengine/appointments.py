"""Checks what a municipality says about its appointments."""

from collections.abc import Collection, Iterator

from .source import SourceDict, locate
from .types.appointments import AppointmentsDefinition, OfferingDefinition, OfficeDefinition, OpeningRule
from .types.problems import Problem

Path = tuple[str | int, ...]
Finding = tuple[Path, str]


def appointments_problems(
    appointments: AppointmentsDefinition, data: SourceDict, *, units: Collection[str], services: Collection[str]
) -> Iterator[Problem]:
    """What refers to nothing, is named twice or can't be had. `data`: where it is written."""
    for path, message in _findings(appointments, units, services):
        yield Problem(*locate(data, path), message)


def _findings(
    appointments: AppointmentsDefinition, units: Collection[str], services: Collection[str]
) -> Iterator[Finding]:
    offerings = {offering.key: offering for offering in appointments.offerings}
    yield from _twice("offices", [office.key for office in appointments.offices])
    yield from _twice("offerings", [offering.key for offering in appointments.offerings])
    for index, offering in enumerate(appointments.offerings):
        if offering.service and offering.service not in services:
            yield ("offerings", index, "service"), f"services.yaml has no service '{offering.service}'"
    for index, office in enumerate(appointments.offices):
        for path, message in _office_findings(office, offerings, units):
            yield ("offices", index, *path), message
    served = {key for office in appointments.offices for counter in office.counters for key in counter.serves}
    for index, offering in enumerate(appointments.offerings):
        if offering.key not in served:
            yield ("offerings", index), f"no counter serves '{offering.key}'"


def _office_findings(
    office: OfficeDefinition, offerings: dict[str, OfferingDefinition], units: Collection[str]
) -> Iterator[Finding]:
    yield from _twice("counters", [counter.key for counter in office.counters])
    yield from _twice("equipment", [equipment.key for equipment in office.equipment])
    kinds = {equipment.kind for equipment in office.equipment}
    for index, counter in enumerate(office.counters):
        if counter.unit not in units:
            yield ("counters", index, "unit"), f"there is no unit '{counter.unit}' in municipality.yaml"
        for message in _serving_faults(counter.serves, offerings, kinds):
            yield ("counters", index, "serves"), message
    yield from _rule_findings(office)
    yield from _queue_findings(office)


def _serving_faults(
    serves: Collection[str], offerings: dict[str, OfferingDefinition], kinds: set[str]
) -> Iterator[str]:
    for key in serves:
        if key not in offerings:
            yield f"there is no offering '{key}'"
        elif missing := set(offerings[key].needs) - kinds:
            yield f"'{key}' needs equipment that this office lacks: {', '.join(sorted(missing))}"


def _rule_findings(office: OfficeDefinition) -> Iterator[Finding]:
    known = {counter.key for counter in office.counters}
    for index, rule in enumerate(office.opening):
        for key in rule.counters:
            if key not in known:
                yield ("opening", index, "counters"), f"there is no counter '{key}'"
    for index, other in doubled_rules(office.opening):
        yield ("opening", index), f"the same time and counters as rule {other + 1}"


def _queue_findings(office: OfficeDefinition) -> Iterator[Finding]:
    rules = office.queue.opening if office.queue else ()
    for index, rule in enumerate(rules):
        if rule.counters or rule.released:
            yield ("queue", "opening", index), "a queue is open for all counters, and at once"
    for index, other in doubled_rules(rules):
        yield ("queue", "opening", index), f"the same time as rule {other + 1}"


def doubled_rules(rules: Collection[OpeningRule]) -> Iterator[tuple[int, int]]:
    """Rules that say again what an earlier one says, as (index, index of the earlier)."""
    seen: dict[str, int] = {}
    for index, rule in enumerate(rules):
        said = rule.model_dump_json(exclude={"released"})
        if said in seen:
            yield index, seen[said]
        seen.setdefault(said, index)


def _twice(name: str, keys: list[str]) -> Iterator[Finding]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield (name, index, "key"), f"'{key}' is there twice"
