"""A Monday at nine in Tangerhütte, with nothing told yet."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from rathaus.core import clock

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _asks(asks_what_holds: None) -> None:
    """Nothing is known from before."""


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.freeze(MONDAY):
        yield MONDAY
