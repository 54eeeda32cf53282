"""Everything that the definitions offer in Tangerhütte."""

import pytest

from rathaus.catalogue.service import forget_shelves, publish_definitions
from rathaus.tenancy.service import Municipality


@pytest.fixture(autouse=True)
def _forget_shelves() -> None:
    forget_shelves()


@pytest.fixture
def offered(town: Municipality) -> Municipality:
    """The municipality with all its services on offer."""
    publish_definitions(town)
    return town
