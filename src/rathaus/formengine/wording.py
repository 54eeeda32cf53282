"""Texts with their placeholders filled in."""

import re
from collections.abc import Iterable

from .fields.dates import show_date
from .form import Context
from .parameters import show_value
from .types.parameters import ParameterDefinition

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
ALWAYS = frozenset({"municipality", "year", "today"})


def placeholders(text: str) -> Iterable[str]:
    return (match.group(1) for match in PLACEHOLDER.finditer(text))


def fill(text: str, definitions: tuple[ParameterDefinition, ...], context: Context) -> str:
    """The text with `{parameter}`, `{municipality}`, `{year}` and `{today}` filled in; unknown ones stay."""
    if "{" not in text:
        return text
    by_key = {definition.key: definition for definition in definitions}

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in by_key and name in context.parameters:
            return show_value(by_key[name], context.parameters[name], context.language)
        return _always(context).get(name, match.group())

    return PLACEHOLDER.sub(value, text)


def _always(context: Context) -> dict[str, str]:
    return {
        "municipality": context.municipality_name,
        "year": str(context.today.year),
        "today": show_date(context.today),
    }
