"""Numbers as they are written in German (1.234,50) and in English (1,234.50)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cel_expr_python import cel

from rathaus.core.money import format_eur, to_cents
from rathaus.formengine.types.base import Language
from rathaus.formengine.types.fields import DecimalField, FieldDefinition, IntegerField, MoneyField

from .base import Asked, Kind, Wrong, first

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’_]")
_CURRENCY = re.compile(r"^(€|eur|euro)|(€|eur|euro)$", re.IGNORECASE)
_LARGEST = 10**21
_PLAIN = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")
_THOUSANDS = {
    "de": re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+"),
    "en": re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+"),
}


def parse_number(text: str, language: Language) -> Decimal | None:
    """The number, or None where it can't be one.

    Where both separators occur, the last one is the decimal one; one alone is read as the language writes it.
    """
    text = _SPACES.sub("", text).replace("−", "-")
    if _THOUSANDS[language].fullmatch(text):
        text = text.replace(".", "").replace(",", "")
    elif "," in text and "." in text:
        decimal, thousands = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
        text = text.replace(thousands, "").replace(decimal, ".")
    else:
        text = text.replace(",", ".")
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def show_number(value: Decimal, language: Language, *, places: int) -> str:
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def _number(typed: Sequence[str], code: str, language: Language) -> Decimal | None:
    text = first(typed).strip()
    if not text:
        return None
    value = parse_number(text, language)
    if value is None:
        raise Wrong(code)
    return value


def _within(value: Decimal, minimum: float, maximum: float, *, shown: Any) -> None:
    if value < Decimal(str(minimum)):
        raise Wrong("minimum", limit=shown(Decimal(str(minimum))))
    if value > Decimal(str(maximum)):
        raise Wrong("maximum", limit=shown(Decimal(str(maximum))))


class Integer(Kind):
    cel_type = cel.Type.INT
    empty = 0
    inputmode = "numeric"
    width = "s"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> int | None:
        assert isinstance(field, IntegerField)
        value = _number(typed, "integer", asked.language)
        if value is None:
            return None
        if value != value.to_integral_value():
            raise Wrong("integer")
        _within(value, field.minimum, field.maximum, shown=lambda n: show_number(n, asked.language, places=0))
        return int(value)

    def to_rule(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(type(value).__name__)
        return value

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        unit = getattr(field, "unit", "")
        return f"{show_number(Decimal(value), asked.language, places=0)} {unit}".strip()


class DecimalNumber(Kind):
    cel_type = cel.Type.DOUBLE
    empty = 0.0
    inputmode = "decimal"
    width = "s"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        assert isinstance(field, DecimalField)
        value = _number(typed, "decimal", asked.language)
        if value is None:
            return None
        if value != round(value, field.places):
            raise Wrong("places", places=field.places)
        _within(value, field.minimum, field.maximum, shown=lambda n: _trimmed(n, asked.language))
        return f"{value:f}"

    def to_rule(self, value: Any) -> float:
        return _finite(value)

    def from_rule(self, value: Any) -> str:
        return f"{round(Decimal(str(value)), 6).normalize():f}"

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return "" if value is None else _trimmed(Decimal(value), language)

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return f"{_trimmed(Decimal(value), asked.language)} {getattr(field, 'unit', '')}".strip()


class Money(Kind):
    """Kept as "12.50"; rules see a decimal number, and what a rule gives is rounded to the cent, half up."""

    cel_type = cel.Type.DOUBLE
    empty = 0.0
    inputmode = "decimal"
    width = "s"

    def read(self, field: FieldDefinition, typed: Sequence[str], asked: Asked) -> str | None:
        assert isinstance(field, MoneyField)
        text = _CURRENCY.sub("", first(typed).strip()).strip()
        text = re.sub(r"[,.][-–—]{1,2}$", "", text)
        value = _number([text], "money", asked.language)
        if value is None:
            return None
        if value != round(value, 2):
            raise Wrong("money")
        _within(value, field.minimum, field.maximum, shown=lambda n: format_eur(n, asked.language))
        return f"{value:.2f}"

    def to_rule(self, value: Any) -> float:
        return _finite(value)

    def from_rule(self, value: Any) -> str:
        return f"{to_cents(Decimal(str(value))):.2f}"

    def typed(self, field: FieldDefinition, value: Any, language: Language) -> str:
        return "" if value is None else show_number(Decimal(value), language, places=2)

    def text(self, field: FieldDefinition, value: Any, asked: Asked) -> str:
        return format_eur(Decimal(value), asked.language)


def _trimmed(value: Decimal, language: Language) -> str:
    exponent = value.normalize().as_tuple().exponent
    return show_number(value, language, places=max(0, -int(exponent)))


def _finite(value: Any) -> float:
    """A stored number as rules see it. Raises TypeError or ArithmeticError for what never was one."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    number = Decimal(value)
    if not number.is_finite() or abs(number) > _LARGEST:
        raise ArithmeticError(value)
    return float(number)
