"""Rules in CEL: compiled with types, evaluated with nothing but the values they name."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cel_expr_python import cel

_CHAIN = re.compile(r"(?<![\w.])[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_WHERE = re.compile(r"<input>:\d+:(\d+): (.*)")
_THIS = re.compile(r"\bthis\.")
_MAP = re.compile(r"\bmap\b")
_LONGEST_RESULT = 20_000  # characters of a text, entries of a list


class RuleError(Exception):
    """The rule has no result for these values: a division by zero, a text that is no number."""


class RuleInvalid(Exception):  # reads as what it says where it is caught
    """The rule doesn't compile; the message says why in words of the form."""


def _years_between(start: datetime, end: datetime) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _months_between(start: datetime, end: datetime) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _add_months(start: datetime, months: int) -> datetime:
    """The same day of another month, or that month's last: 31 January and one month is 28 February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return datetime(year, month + 1, min(start.day, last), tzinfo=UTC)


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _function(name: str, returns: cel.Type, *parameters: cel.Type, impl: Any) -> cel.FunctionDecl:
    overload = cel.Overload(f"rathaus_{name}", returns, list(parameters), impl=impl)
    return cel.FunctionDecl(name, [overload])


_T = cel.Type
FUNCTIONS = cel.CelExtension(
    "rathaus",
    [
        _function("date", _T.TIMESTAMP, _T.STRING, impl=_date),
        _function("days", _T.DURATION, _T.INT, impl=lambda n: timedelta(days=n)),
        _function("days_between", _T.INT, _T.TIMESTAMP, _T.TIMESTAMP, impl=lambda a, b: (b - a).days),
        _function("months_between", _T.INT, _T.TIMESTAMP, _T.TIMESTAMP, impl=_months_between),
        _function("years_between", _T.INT, _T.TIMESTAMP, _T.TIMESTAMP, impl=_years_between),
        _function("add_months", _T.TIMESTAMP, _T.TIMESTAMP, _T.INT, impl=_add_months),
        _function("year", _T.INT, _T.TIMESTAMP, impl=lambda d: d.year),
        _function("month", _T.INT, _T.TIMESTAMP, impl=lambda d: d.month),
        _function("day", _T.INT, _T.TIMESTAMP, impl=lambda d: d.day),
    ],
)

TYPE_NAMES = {
    "int": "whole number",
    "double": "decimal number",
    "string": "text",
    "bool": "yes/no",
    "google.protobuf.Timestamp": "date",
    "google.protobuf.Duration": "span of time",
}


class Rule:
    """A compiled rule. `names` are the variables it reads, nothing else is passed to it."""

    __slots__ = ("_expression", "names", "source")

    def __init__(self, source: str, expression: Any, names: tuple[str, ...]) -> None:
        self.source = source
        self._expression = expression
        self.names = names

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """The result as Python value. Raises RuleError where CEL has none."""
        try:
            result = self._expression.eval(data={name: values[name] for name in self.names})
        except RuntimeError as error:
            raise RuleError(str(error)) from error
        if result.type() == cel.Type.ERROR:
            raise RuleError(str(result.value()))
        value = result.plain_value()
        if isinstance(value, str | list) and len(value) > _LONGEST_RESULT:
            raise RuleError(f"the result is longer than {_LONGEST_RESULT}")
        return value

    def holds(self, values: Mapping[str, Any], *, without_result: bool = False) -> bool:
        """Whether a yes/no rule says yes; `without_result` is the answer where it has no result."""
        try:
            return self.evaluate(values) is True
        except RuleError:
            return without_result


class RuleCompiler:
    """Compiles rules against declared variables (dotted names are one variable)."""

    def __init__(self, variables: Mapping[str, cel.Type]) -> None:
        self.variables = dict(variables)
        self._environment = cel.NewEnv(variables=self.variables, extensions=[FUNCTIONS])

    def extended(self, variables: Mapping[str, cel.Type]) -> "RuleCompiler":
        return RuleCompiler({**self.variables, **variables})

    def compile(self, source: str, wanted: cel.Type, *, this: str = "") -> Rule:
        """`this` replaces "this." in the rule: the field group the rule stands in.

        Raises RuleInvalid with the reason, including a result that isn't of the wanted type.

        CEL itself bounds a rule's length, depth and steps, but not its memory: thirty times `.map(t, t + t)` doubles
        a letter until the process dies, and with it every municipality's. So there is one `map` in a rule at most.
        """
        full = replace_this(source, this) if this else source
        if len(_MAP.findall(full)) > 1:
            raise RuleInvalid("a rule may use 'map' once")
        try:
            expression = self._environment.compile(full)
        except RuntimeError as error:
            raise RuleInvalid(_reason(str(error), full)) from error
        result = expression.return_type()
        if result != wanted and result.name().lower() != "dyn":
            raise RuleInvalid(f"the rule gives {_type_name(result)}, but {_type_name(wanted)} is needed here")
        return Rule(source, expression, tuple(self.names_in(full)))

    def names_in(self, source: str) -> Iterable[str]:
        """The declared variables in a rule, found as CEL does: the longest dotted prefix wins."""
        found: dict[str, None] = {}
        for match in _CHAIN.finditer(_STRING.sub("''", source)):
            parts = match.group().split(".")
            for length in range(len(parts), 0, -1):
                name = ".".join(parts[:length])
                if name in self.variables:
                    found[name] = None
                    break
        return found


def replace_this(source: str, prefix: str) -> str:
    """Puts the group's path in place of "this.", outside of string literals."""
    pieces, position = [], 0
    for literal in _STRING.finditer(source):
        pieces.append(_THIS.sub(prefix, source[position : literal.start()]))
        pieces.append(literal.group())
        position = literal.end()
    pieces.append(_THIS.sub(prefix, source[position:]))
    return "".join(pieces)


def _type_name(kind: cel.Type) -> str:
    name = str(kind.name())
    return TYPE_NAMES.get(name.lower(), TYPE_NAMES.get(name, name))


def _reason(error: str, source: str) -> str:
    match = _WHERE.search(error)
    if match is None:
        return error
    column, text = match.groups()
    text = text.split(" (in container")[0]
    unknown = re.match(r"undeclared reference to '([^']+)'", text)
    if unknown:
        chain = _CHAIN.match(source, int(column) - 1)
        text = f"unknown name '{chain.group() if chain else unknown.group(1)}'"
    for technical, plain in TYPE_NAMES.items():
        text = re.sub(rf"(?<![\w'.]){re.escape(technical)}(?![\w.])", plain, text)
    return f"{text} (at character {column} of: {source})"
