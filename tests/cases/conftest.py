"""Fixtures for cases."""

import pytest

from rathaus.accounts.service import StaffMember
from rathaus.cases.service import Case
from rathaus.catalogue.service import forget_shelves
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories


@pytest.fixture(autouse=True)
def _forget_shelves() -> None:
    forget_shelves()


@pytest.fixture
def case(town: Municipality) -> Case:
    """Anna's dog, just received."""
    return factories.dog_case()


@pytest.fixture
def clara(town: Municipality) -> StaffMember:
    return factories.staff(cast.CLARA)


@pytest.fixture
def leo(town: Municipality) -> StaffMember:
    return factories.staff(cast.LEO)


@pytest.fixture
def olga(town: Municipality) -> StaffMember:
    return factories.staff(cast.OLGA)


@pytest.fixture
def ida(town: Municipality) -> StaffMember:
    return factories.staff(cast.IDA)
