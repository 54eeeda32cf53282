"""Dates as people write them: 1.2.2026, 01.02.26, 1. Februar 2026, 2026-02-01."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from cel_expr_python import cel

from rathaus.core.text import fold
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import DateField, FieldDefinition

from .base import Asked, Kind, Wrong, first

_EARLIEST, _LATEST = 1850, 2150
_LONGEST = 40
_FULL_YEAR = 4
_YEARS_AHEAD = 20
_NUMERIC = re.compile(r"([0-9]{1,2})\s*[./-]\s*([0-9]{1,2})\s*[./-]\s*([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})\.?\s*([a-z]{3,9})\.?\s*([0-9]{4}|[0-9]{2})")
_MONTHS = ("jan", "feb", "mae mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dez dec")


def _month(word: str) -> int:
    return next((n for n, names in enumerate(_MONTHS, 1) if word[:3] in names.split()), 0)


def _century(year: int, today: date, *, past: bool) -> int:
    """Two digits mean the nearest century: at most 20 years ahead, and for a birthday never the future."""
    latest = today.year if past else today.year + _YEARS_AHEAD
    return year + 2000 if year + 2000 <= latest else year + 1900


def _parts(text: str) -> tuple[str, str, str] | None:
    """day, month, year as digits"""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return day, month, year
    if match := _WORDS.fullmatch(fold(text)):
        day, word, year = match.groups()
        return day, str(_month(word)), year
    match = _NUMERIC.fullmatch(text) or _DIGITS.fullmatch(text)
    return (match[1], match[2], match[3]) if match else None


def parse_date(text: str, *, today: date, past: bool = False) -> date | None:
    """The date, None for nothing typed. Raises Wrong for what is no date or lies centuries away."""
    text = text.strip()
    if not text:
        return None
    parts = _parts(text) if len(text) <= _LONGEST else None
    if parts is None:
        raise Wrong("date")
    day, month, year = parts
    full_year = int(year) if len(year) == _FULL_YEAR else _century(int(year), today, past=past)  # digits
    if not _EARLIEST <= full_year <= _LATEST:
        raise Wrong("date_far")
    try:
        return date(full_year, int(month), int(day))
    except ValueError:
        raise Wrong("date_impossible", typed=text) from None


def show_date(value: date) -> str:
    return f"{value:%d.%m.%Y}"


class Date(Kind):
    """Shown as day.month.year in both languages, so that nobody confuses day and month."""

    cel_type = cel.Type.TIMESTAMP
    empty = datetime(1800, 1, 1, tzinfo=UTC)
    inputmode = "text"
    width = "s"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        assert isinstance(field, DateField)
        value = parse_date(first(typed), today=asked.today, past=field.autocomplete == "bday")
        return None if value is None else value.isoformat()

    def to_rule(self, value: Any) -> datetime:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)

    def from_rule(self, value: Any) -> str:
        return str(value.date().isoformat())

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return "" if value is None else show_date(date.fromisoformat(value))
