"""A Tuesday in Tangerhütte: Dienstag, 2026-12-01, opened 9 to 12 and 14 to 18."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from rathaus.catalogue.service import forget_shelves
from rathaus.core import clock

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # nine in the morning


@pytest.fixture(autouse=True)
def _forget_shelves() -> Iterator[None]:
    forget_shelves()
    yield
    forget_shelves()


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.freeze(MONDAY):
        yield MONDAY
