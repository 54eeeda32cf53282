"""Values of parameters: read from YAML or JSON by type, shown in texts, handed to rules."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from cel_expr_python import cel

from rathaus.core.money import format_eur

from .fields.dates import show_date
from .fields.numbers import show_number
from .members import MEMBERS, split_members
from .types.base import Language
from .types.parameters import (
    ChoiceParameter,
    IntegerParameter,
    MoneyParameter,
    ParameterDefinition,
    TableParameter,
)

_T = cel.Type
CEL_TYPES: dict[str, cel.Type] = {
    "money": _T.DOUBLE,
    "decimal": _T.DOUBLE,
    "integer": _T.INT,
    "text": _T.STRING,
    "choice": _T.STRING,
    "yesno": _T.BOOL,
    "date": _T.TIMESTAMP,
    "list": _T.List(_T.STRING),
    "places": _T.List(_T.STRING),
    "url": _T.STRING,
    "register": _T.List(_T.Map(_T.STRING, _T.DYN)),
    "table": _T.List(_T.Map(_T.STRING, _T.DYN)),
}


FILLED_IN = frozenset({"places", "register"})
"""Types whose values the municipality brings along: nobody sets them for a service, and they may be empty."""


class ParameterWrong(ValueError):
    """A value doesn't fit its parameter; the message says what is needed."""


def read_value(definition: ParameterDefinition, value: Any) -> Any:
    """The typed value: Decimal for money and decimals, date, int, bool, str, tuple, tuple of dicts.

    Raises ParameterWrong.
    """
    read = _READERS[definition.type]
    return read(definition, value)


def _money(definition: ParameterDefinition, value: Any) -> Decimal:
    amount = _decimal(definition, value)
    if amount != round(amount, 2):
        raise ParameterWrong("an amount has at most two places after the point")
    if isinstance(definition, MoneyParameter) and amount < Decimal(str(definition.minimum)):
        raise ParameterWrong(f"the amount must be at least {definition.minimum}")
    return round(amount, 2)


def _decimal(definition: ParameterDefinition, value: Any) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if isinstance(value, bool) or not amount.is_finite():
        raise ParameterWrong(f"a number like 12.50 is needed, not {value!r}")
    return amount


def _integer(definition: ParameterDefinition, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ParameterWrong(f"a whole number is needed, not {value!r}")
    if isinstance(definition, IntegerParameter) and not definition.minimum <= value <= definition.maximum:
        raise ParameterWrong(f"the number must be between {definition.minimum} and {definition.maximum}")
    return value


def _text(definition: ParameterDefinition, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ParameterWrong(f"a text is needed, not {value!r}")
    return value.strip()


def _choice(definition: ParameterDefinition, value: Any) -> str:
    assert isinstance(definition, ChoiceParameter)
    if value not in definition.choices:
        raise ParameterWrong(f"one of {', '.join(definition.choices)} is needed, not {value!r}")
    return str(value)


def _yes_no(definition: ParameterDefinition, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ParameterWrong(f"true or false is needed, not {value!r}")
    return value


def _date(definition: ParameterDefinition, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ParameterWrong(f"a date like 2026-12-31 is needed, not {value!r}") from None


def _list(definition: ParameterDefinition, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ParameterWrong("a list of texts is needed")
    return tuple(value)


def _url(definition: ParameterDefinition, value: Any) -> str:
    address = _text(definition, value)
    try:
        parts = urlsplit(address)
        sound = parts.scheme == "https" and bool(parts.hostname) and not set(address) & set(' \t<>"')
    except ValueError:
        sound = False
    if not sound:
        raise ParameterWrong(f"an address like https://www.example.de is needed, not {value!r}")
    return address


def _register(definition: ParameterDefinition, value: Any) -> tuple[dict[str, str], ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) and "name" in row for row in value):
        raise ParameterWrong("rows with a column 'name' are needed")
    return tuple({str(key): str(cell) for key, cell in row.items()} for row in value)


def _table(definition: ParameterDefinition, value: Any) -> tuple[dict[str, Any], ...]:
    assert isinstance(definition, TableParameter)
    if not isinstance(value, list | tuple) or not value:
        raise ParameterWrong("a list of rows is needed")
    rows = []
    for number, row in enumerate(value, 1):
        if not isinstance(row, dict) or set(row) != set(definition.columns):
            raise ParameterWrong(f"row {number} must have the columns {', '.join(definition.columns)}")
        try:
            rows.append({key: _READERS[kind](definition, row[key]) for key, kind in definition.columns.items()})
        except ParameterWrong as wrong:
            raise ParameterWrong(f"row {number}: {wrong}") from None
    return tuple(rows)


_READERS: dict[str, Callable[[ParameterDefinition, Any], Any]] = {
    "money": _money,
    "integer": _integer,
    "decimal": _decimal,
    "text": _text,
    "choice": _choice,
    "yesno": _yes_no,
    "date": _date,
    "list": _list,
    "places": _list,
    "url": _url,
    "register": _register,
    "table": _table,
}


def to_rule(value: Any) -> Any:
    """A typed value as CEL takes it."""
    match value:
        case Decimal():
            return float(value)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case tuple():
            return [to_rule(item) for item in value]
        case dict():
            return {key: to_rule(item) for key, item in value.items()}
        case _:
            return value


def show_value(definition: ParameterDefinition, value: Any, language: Language) -> str:
    """A value as a sentence would say it: "45,00 €", "31.12.2026", "14"."""
    match definition.type, value:
        case "money", _:
            return format_eur(value, language)
        case "integer", _:
            return show_number(Decimal(value), language, places=0)
        case "decimal", _:
            return f"{value.normalize():f}".replace(".", "," if language == "de" else ".")
        case "date", _:
            return show_date(value)
        case _, tuple():
            return ", ".join(", ".join(map(str, v.values())) if isinstance(v, dict) else str(v) for v in value)
        case _:
            return str(value)


def resolve_values(
    definitions: tuple[ParameterDefinition, ...], overrides: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """(typed values, problem by key). A parameter without a value and without a default is a problem.

    What differs in member municipalities is checked, too; its problems are told by "@members.<name>.<key>".
    """
    own, members = split_members(overrides)
    values, wrong = _resolve(definitions, own)
    for member, differing in members.items():
        _, faults = _read(definitions, differing)
        wrong.update({f"{MEMBERS}.{member}.{key}": reason for key, reason in faults.items()})
    return values, wrong


def member_values(
    definitions: tuple[ParameterDefinition, ...], overrides: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The typed values that differ in each member municipality; what is wrong is left out."""
    return {member: _read(definitions, differing)[0] for member, differing in split_members(overrides)[1].items()}


def _resolve(
    definitions: tuple[ParameterDefinition, ...], own: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    given = {d.key: d.default if own.get(d.key) is None else own[d.key] for d in definitions}
    given.update({d.key: () for d in definitions if d.type in FILLED_IN and given[d.key] is None})
    missing = {key: "has no default and must be set" for key, value in given.items() if value is None}
    strangers = {key: value for key, value in own.items() if key not in given}
    values, wrong = _read(definitions, {**{k: v for k, v in given.items() if v is not None}, **strangers})
    return values, {**missing, **wrong}


def _read(
    definitions: tuple[ParameterDefinition, ...], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    known = {definition.key: definition for definition in definitions}
    wrong = {key: "there is no such parameter" for key in given if key not in known}
    for key, definition in known.items():
        try:
            if key in given:
                values[key] = read_value(definition, given[key])
        except ParameterWrong as reason:
            wrong[key] = str(reason)
    return values, wrong
