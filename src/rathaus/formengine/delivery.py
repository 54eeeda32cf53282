"""Reads the rule table of deliveries, and checks what municipalities change in it."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from .source import read_yaml
from .types.delivery import DeliveryChanges, DeliveryTable, changed_table
from .types.municipality import MunicipalityDefinition
from .types.problems import DefinitionsInvalid, Problem
from .validating import explain, validate

FILE = "delivery.yaml"


def load_delivery(path: Path | str) -> DeliveryTable:
    """The rules that hold where a municipality says nothing else. Raises DefinitionsInvalid."""
    problems: list[Problem] = []
    table = _read(Path(path), problems)
    if table is None:
        raise DefinitionsInvalid(tuple(problems))
    return table


def check_delivery(root: Path, municipalities: Iterable[MunicipalityDefinition], problems: list[Problem]) -> None:
    """Notes what is wrong with the table, and with each municipality's changes in it."""
    table = _read(root, problems) if (root / FILE).exists() else None
    for municipality in municipalities:
        if table is not None and municipality.delivery != DeliveryChanges():
            problems.extend(_change_problems(table, municipality))


def _read(root: Path, problems: list[Problem]) -> DeliveryTable | None:
    data = read_yaml(root / FILE, root, problems)
    return None if data is None else validate(DeliveryTable, data, problems)


def _change_problems(table: DeliveryTable, municipality: MunicipalityDefinition) -> list[Problem]:
    file = f"municipalities/{municipality.key}/municipality.yaml"
    try:
        changed_table(table, municipality.delivery)
    except ValidationError as error:
        found = [(".".join(map(str, d["loc"])), explain(dict(d))) for d in error.errors(include_url=False)]
        return [Problem(file, 1, f"delivery: {place}: {reason}".replace(" : ", " ")) for place, reason in found]
    return []
