"""A stored value in the words in which people type it."""

import re
from datetime import date
from typing import Any

from django.utils.translation import get_language

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_typed(field: Any) -> str:
    """What was typed, as it was typed; else the stored value: `24.12.2026` for a date, `12,50` for money."""
    raw = getattr(field, "raw", None)
    if raw is not None:
        return (
            raw if isinstance(raw, str) else " ".join(map(str, raw)) if isinstance(raw, (list, tuple)) else str(raw)
        )
    value = field.value
    if value is None:
        return ""
    if isinstance(value, date):
        value = value.isoformat()
    text = str(value)
    if field.kind == "date" and _ISO_DATE.fullmatch(text):
        year, month, day = text.split("-")
        return f"{day}.{month}.{year}"
    if field.kind in {"money", "decimal"} and get_language() != "en":
        return text.replace(".", ",")
    return text
