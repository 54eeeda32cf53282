"""JSON of strangers: an object or a list, or a clear error."""

import json
from typing import Any

from .items import Unreadable, check_size


def read_json(body: bytes) -> Any:
    """Raises Unreadable, for what is nested too deep as well."""
    check_size(body)
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Unreadable("no-json") from None


def as_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_objects(value: Any, most: int = 500) -> list[dict[str, Any]]:
    """The objects of a list; what is none is left out."""
    found = value if isinstance(value, list) else []
    return [one for one in found[:most] if isinstance(one, dict)]


def as_texts(value: Any, most: int = 50) -> tuple[str, ...]:
    found = value if isinstance(value, list) else []
    return tuple(one for one in found[:most] if isinstance(one, str) and len(one) <= 500)  # noqa: PLR2004 -- an address


def _refuse(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON
