"""People with an account and their postboxes, Anna's case among them."""

from collections.abc import Callable

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Membership, Organisation, Persona, Unit
from rathaus.cases.service import Case, save_answers, start_draft, submit_case
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.portal.conftest import Person
from tests.signing_in import sign_in_session

SignIn = Callable[..., Person]


def new_account(person: cast.Person) -> Account:
    return Account.objects.create_user(person.email, name=person.name)


def browser(account: Account | None = None, *, host: str = "tangerhuette") -> Person:
    """At a municipality's host, signed in where there is an account."""
    client = Client(HTTP_HOST=f"{host}.localhost")
    if account is not None:
        sign_in_session(client, account, second_factor=False)
    return Person(client)


def act_for(person: Person, organisation: Organisation) -> None:
    session = person.client.session
    session["acts_for"] = str(organisation.pk)
    session.save()


def held_case(holder: Persona, key: str = "k") -> Case:
    """A dog that the holder sent while signed in."""
    offer = factories.publish_dog()
    draft, _ = start_draft(offer, language="de", by=holder)
    return submit_case(save_answers(draft, factories.dog_answers(offer)), idempotency_key=key, by=holder).case


def unit(key: str) -> Unit:
    return Unit.objects.get(key=key)


@pytest.fixture
def annas(town: Municipality) -> Account:
    return new_account(cast.ANNA)


@pytest.fixture
def bilals(town: Municipality) -> Account:
    return new_account(cast.BILAL)


@pytest.fixture
def veras(town: Municipality) -> Account:
    return new_account(cast.VERA)


@pytest.fixture
def verein(veras: Account) -> Organisation:
    founded = Organisation.objects.create(kind="association", name="Heimatverein Grieben e. V.", founded_by=veras)
    Membership.objects.create(organisation=founded, account=veras, may_apply=True, may_read=True, may_administer=True)
    return founded


@pytest.fixture
def anna(annas: Account) -> Person:
    return browser(annas)


@pytest.fixture
def bilal(bilals: Account) -> Person:
    """The outsider, signed in too."""
    return browser(bilals)


@pytest.fixture
def vera(veras: Account, verein: Organisation) -> Person:
    return browser(veras)


@pytest.fixture
def case(annas: Account) -> Case:
    """Anna's, in her postbox."""
    return held_case(Persona(annas))
