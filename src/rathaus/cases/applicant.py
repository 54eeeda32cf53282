"""Who applies, read from the answers by the paths that the service names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.formengine.service import ServiceDefinition


@dataclass(frozen=True, slots=True)
class ApplicantDetails:
    """`name` for lists (the organisation's where there is one), `lines` for the address zone of a letter."""

    name: str
    email: str
    lines: tuple[str, ...]


def read_applicant(definition: ServiceDefinition, answers: Mapping[str, Any]) -> ApplicantDetails:
    """Raises ValueError for a service that nobody can apply for."""
    paths = definition.applicant
    if paths is None:
        raise ValueError(f"{definition.key} has no form")
    organisation = _part(answers, paths.organisation).get("name", "")
    person = _person(_part(answers, paths.person))
    lines = [organisation, person, *_address(_part(answers, paths.address))]
    email = _at(answers, paths.email)
    return ApplicantDetails(
        name=(organisation or person)[:300],
        email=email.strip()[:254] if isinstance(email, str) else "",
        lines=tuple(line for line in lines if line),
    )


def file_ids(value: Any) -> Iterator[str]:
    """The ids of all files that answers name, however deep."""
    if isinstance(value, Mapping):
        if {"id", "name", "size"} <= value.keys():
            yield str(value["id"])
        else:
            for part in value.values():
                yield from file_ids(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from file_ids(part)


def _person(part: Mapping[str, Any]) -> str:
    return " ".join(str(part[key]) for key in ("titel", "vorname", "nachname") if part.get(key))


def _address(part: Mapping[str, Any]) -> list[str]:
    rows = (("strasse", "hausnummer"), ("zusatz",), ("plz", "ort"), ("land",))
    return [" ".join(str(part[key]) for key in row if part.get(key)) for row in rows]


def _part(answers: Mapping[str, Any], path: str | None) -> Mapping[str, Any]:
    found = _at(answers, path)
    return found if isinstance(found, Mapping) else {}


def _at(answers: Mapping[str, Any], path: str | None) -> Any:
    found: Any = answers
    for key in path.split(".") if path else ():
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if path else None
