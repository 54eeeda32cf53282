"""A free time as the value of its button: “<place> <start>”, where the place is an office or a counter."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%MZ"
_LONGEST = 100


def start_stamp(start: datetime) -> str:
    return start.astimezone(UTC).strftime(_FORM)


def start_value(place: object, start: datetime) -> str:
    return f"{place} {start_stamp(start)}"


def read_start(value: str) -> tuple[str, datetime] | None:
    """What a button sent; None for what none of our buttons sends."""
    place, _blank, given = value[:_LONGEST].partition(" ")
    try:
        return place, datetime.strptime(given, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
