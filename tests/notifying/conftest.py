"""People with accounts, whom they act for, and news for them."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rathaus.accounts.service import Account, Mandate, Membership, Organisation
from rathaus.core.ids import uuid7
from rathaus.notifying.service import Kind, News, notify
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.outbox.conftest import use_server  # noqa: F401 -- a fixture

ABOUT = uuid7()
LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)  # powers hold on any day on which a test writes a digest


def account(person: cast.Person) -> Account:
    return Account.objects.create_user(person.email, name=person.name)


def tell(
    key: str,
    *,
    holder: UUID | None = None,
    kind: Kind = Kind.PROGRESS,
    address: str = "",
    template: str = "case_news",
    about: UUID = ABOUT,
) -> None:
    number = {"number": "2026-000001"}
    notify([News(key, kind, template, about, context=number, holder=holder, address=address)])


def member(
    organisation: Organisation, account: Account, *, may_read: bool = True, ends_on: date | None = None
) -> None:
    Membership.objects.create(
        organisation=organisation,
        account=account,
        may_apply=True,
        may_read=may_read,
        ends_on=ends_on,
        begun_at=LONG_AGO,
    )


def agent(principal: Account, account: Account, *, may_read: bool = True) -> None:
    Mandate.objects.create(principal=principal, agent=account, may_apply=True, may_read=may_read, begun_at=LONG_AGO)


@pytest.fixture
def anna(town: Municipality) -> Account:
    return account(cast.ANNA)


@pytest.fixture
def bilal(town: Municipality) -> Account:
    return account(cast.BILAL)


@pytest.fixture
def vera(town: Municipality) -> Account:
    return account(cast.VERA)


@pytest.fixture
def uwe(town: Municipality) -> Account:
    return account(cast.UWE)


@pytest.fixture
def verein(vera: Account) -> Organisation:
    """Heimatverein Grieben e. V., for which Vera reads."""
    founded = Organisation.objects.create(
        kind="association", name="Heimatverein Grieben e. V.", founded_by=vera, email="verein@example.org"
    )
    member(founded, vera)
    return founded
