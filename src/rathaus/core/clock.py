"""The one clock. Everything that asks for the time asks here, so that tests can hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_frozen: list[datetime] = []


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The calendar day in German town halls, whatever the zone of the server."""
    return now().astimezone(BERLIN).date()


@contextmanager
def freeze(instant: datetime) -> Iterator[None]:
    """Hold the clock of this process at an aware instant. For tests; it can be nested."""
    if instant.tzinfo is None:
        raise ValueError("freeze needs an instant with a time zone")
    _frozen.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
