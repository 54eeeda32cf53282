"""Rules made by picking field, comparison and value, and back again from CEL.

A rule of this kind is a row of conditions joined by one word, and or or. What is written differently is a rule by
hand: `parse` gives None for it and nobody loses it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Join = Literal["and", "or"]
_JOINS: Mapping[Join, str] = {"and": " && ", "or": " || "}

_NUMBERS = ("integer", "decimal", "money")
_COMPARED = {"is": "==", "is_not": "!=", "less": "<", "at_most": "<=", "more": ">", "at_least": ">="}
_ROWS = {"rows_at_least": ">=", "rows_at_most": "<="}
_FIXED = {
    "yes": "{}",
    "no": "!{}",
    "given": "answered.{}",
    "not_given": "!answered.{}",
    "past": "{} <= today",
    "future": "{} > today",
}
_YEARS = {"years_at_least": ">=", "years_less": "<"}
_GIVEN = ("given", "not_given")
_NUMBER = ("is", "is_not", "at_least", "more", "at_most", "less", *_GIVEN)
_LINE = (*_GIVEN, "is", "is_not", "contains")
_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "yesno": ("yes", "no"),
    "declaration": ("yes", "no"),
    "choice": ("is", "is_not", *_GIVEN),
    "choices": ("contains", "contains_not", *_GIVEN),
    "date": ("past", "future", "at_least", "at_most", "years_at_least", "years_less", *_GIVEN),
    "group": ("rows_at_least", "rows_at_most"),
    "file": _GIVEN,
    "appointment": _GIVEN,
    **dict.fromkeys(_NUMBERS, _NUMBER),
    **dict.fromkeys(("text", "longtext", "email", "phone", "iban", "postcode"), _LINE),
}
_MAX_ROWS, _MAX_TEXT = 20, 200
_PATH = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_TEXT = r"'((?:[^'\\]|\\.)*)'"
_SIGN = r"(==|!=|<=|>=|<|>)"


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is the name that rules know the field by; `value` is as a clerk writes it: 12,5 or 2026-11-22."""

    field: str
    comparison: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    join: Join
    rows: tuple[Condition, ...]


class ConditionWrong(ValueError):  # reads as what it says where it is caught
    """`code`: comparison, number, date or value; `row` counts from 0."""

    def __init__(self, code: str, row: int = 0) -> None:
        self.code, self.row = code, row
        super().__init__(code)


def comparisons(kind: str) -> tuple[str, ...]:
    """What can be asked about a field of this kind; nothing for what has no answer."""
    return _BY_KIND.get(kind, ())


def needs_value(comparison: str) -> bool:
    return comparison not in _FIXED


def write(conditions: Conditions, kinds: Mapping[str, str]) -> str:
    """The rule in CEL. `kinds` are the kinds of the fields by their names in rules. Raises ConditionWrong."""
    if not conditions.rows or len(conditions.rows) > _MAX_ROWS:
        raise ConditionWrong("value")
    parts = []
    for number, row in enumerate(conditions.rows):
        try:
            parts.append(_atom(row, kinds.get(row.field, "")))
        except ConditionWrong as wrong:
            raise ConditionWrong(wrong.code, number) from None
    return _JOINS[conditions.join].join(parts)


def parse(rule: str, kinds: Mapping[str, str]) -> Conditions | None:
    """The conditions that give this rule, None where none do."""
    join: Join = "or" if " || " in _without_texts(rule) else "and"
    rows = [_condition(part.strip(), kinds) for part in _split(rule, _JOINS[join])]
    found = tuple(row for row in rows if row is not None)
    if not found or len(found) < len(rows):
        return None
    conditions = Conditions(join, found)
    return conditions if write(conditions, kinds) == rule.strip() else None


def _atom(row: Condition, kind: str) -> str:
    if row.comparison not in comparisons(kind):
        raise ConditionWrong("comparison")
    name, value = row.field, row.value.strip()
    if row.comparison in _FIXED:
        return _FIXED[row.comparison].format(name)
    if row.comparison in _YEARS:
        return f"years_between({name}, today) {_YEARS[row.comparison]} {_whole(value)}"
    if row.comparison in _ROWS:
        return f"size({name}) {_ROWS[row.comparison]} {_whole(value)}"
    if row.comparison == "contains_not":
        return f"!({_quoted(value)} in {name})"
    if row.comparison == "contains":
        return f"{_quoted(value)} in {name}" if kind == "choices" else f"{name}.contains({_quoted(value)})"
    return f"{name} {_COMPARED[row.comparison]} {_literal(value, kind)}"


def _literal(value: str, kind: str) -> str:
    if kind == "integer":
        return _whole(value)
    if kind in _NUMBERS:
        return _decimal(value)
    if kind == "date":
        if not re.fullmatch(r"(18[5-9]\d|19\d\d|20\d\d|21[0-4]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value):
            raise ConditionWrong("date")
        return f'date("{value}")'
    return _quoted(value)


def _quoted(value: str) -> str:
    if not value or len(value) > _MAX_TEXT or any(letter < " " for letter in value):
        raise ConditionWrong("value")
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _whole(value: str) -> str:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,14})", value):
        raise ConditionWrong("number")
    return value


def _decimal(value: str) -> str:
    text = value.replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text):
        raise ConditionWrong("number")
    return text if "." in text else f"{text}.0"


def _condition(atom: str, kinds: Mapping[str, str]) -> Condition | None:
    for pattern, make in _READERS:
        match = re.fullmatch(pattern, atom)
        if match:
            row = make(*match.groups())
            if row is not None and row.comparison in comparisons(kinds.get(row.field, "")):
                return row
    return None


def _compared(name: str, sign: str, value: str) -> Condition | None:
    comparison = next((key for key, known in _COMPARED.items() if known == sign), "")
    return Condition(name, comparison, value)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


_READERS = (
    (rf"answered\.({_PATH})", lambda name: Condition(name, "given")),
    (rf"!answered\.({_PATH})", lambda name: Condition(name, "not_given")),
    (rf"({_PATH})", lambda name: Condition(name, "yes")),
    (rf"!({_PATH})", lambda name: Condition(name, "no")),
    (rf"({_PATH}) <= today", lambda name: Condition(name, "past")),
    (rf"({_PATH}) > today", lambda name: Condition(name, "future")),
    (rf"{_TEXT} in ({_PATH})", lambda value, name: Condition(name, "contains", _unquoted(value))),
    (rf"!\({_TEXT} in ({_PATH})\)", lambda value, name: Condition(name, "contains_not", _unquoted(value))),
    (rf"({_PATH})\.contains\({_TEXT}\)", lambda name, value: Condition(name, "contains", _unquoted(value))),
    (rf"years_between\(({_PATH}), today\) >= (\d+)", lambda name, n: Condition(name, "years_at_least", n)),
    (rf"years_between\(({_PATH}), today\) < (\d+)", lambda name, n: Condition(name, "years_less", n)),
    (rf"size\(({_PATH})\) >= (\d+)", lambda name, n: Condition(name, "rows_at_least", n)),
    (rf"size\(({_PATH})\) <= (\d+)", lambda name, n: Condition(name, "rows_at_most", n)),
    (rf"({_PATH}) {_SIGN} {_TEXT}", lambda name, sign, value: _compared(name, sign, _unquoted(value))),
    (rf'({_PATH}) {_SIGN} date\("([0-9-]{{10}})"\)', _compared),
    (rf"({_PATH}) {_SIGN} (-?[0-9]+(?:\.[0-9]+)?)", _compared),
)


def _without_texts(rule: str) -> str:
    return re.sub(_TEXT, lambda match: "_" * len(match[0]), rule)


def _split(rule: str, separator: str) -> list[str]:
    """At separators outside of texts."""
    bare, parts, start = _without_texts(rule), [], 0
    while (at := bare.find(separator, start)) >= 0:
        parts.append(rule[start:at])
        start = at + len(separator)
    return [*parts, rule[start:]]
