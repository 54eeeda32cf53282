"""Staff at their desks, signed in with a second factor."""

from collections.abc import Callable

import pytest
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.cases.service import Case
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.signing_in import sign_in_session

Desk = Callable[..., Client]


def sign_in(person: cast.Person, *, host: str = "tangerhuette", second_factor: bool = True) -> Client:
    """A browser in which that person is signed in at that municipality's host."""
    client = Client(HTTP_HOST=f"{host}.localhost")
    sign_in_session(client, Account.objects.get(email=person.email), second_factor=second_factor)
    return client


@pytest.fixture
def clara(town: Municipality) -> Client:
    return sign_in(cast.CLARA)


@pytest.fixture
def leo(town: Municipality) -> Client:
    return sign_in(cast.LEO)


@pytest.fixture
def ida(town: Municipality) -> Client:
    return sign_in(cast.IDA)


@pytest.fixture
def olga(town: Municipality) -> Client:
    """Of another unit: outsider."""
    return sign_in(cast.OLGA)


@pytest.fixture
def theo(town: Municipality, thale: Municipality) -> Client:
    """Thale's clerk, who tries at Tangerhütte's host."""
    return sign_in(cast.THEO)


@pytest.fixture
def bilal(town: Municipality) -> Client:
    """A citizen with an account and a second factor, but no place in the town hall."""
    Account.objects.create_user(cast.BILAL.email, cast.PASSWORD, name=cast.BILAL.name)
    return sign_in(cast.BILAL)


@pytest.fixture
def anonymous(town: Municipality) -> Client:
    return Client(HTTP_HOST="tangerhuette.localhost")


@pytest.fixture
def case(town: Municipality) -> Case:
    """Anna's dog, waiting for somebody of the Bürgerservice."""
    return factories.dog_case()


@pytest.fixture
def outsider(request: pytest.FixtureRequest) -> Client:
    """Parametrized indirectly with the name of one of the above."""
    client: Client = request.getfixturevalue(request.param)
    return client
