"""Fixtures that every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from rathaus.channel import showing
from rathaus.channel.sources import health
from rathaus.runtime.postgres import Cluster
from rathaus.tenancy.service import Municipality, forget_hosts, scope

pytest_plugins = ["tests.live"]


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: Any) -> None:
    """Replaces pytest-django's: our database exists already, and its role may not create one."""


@pytest.fixture(autouse=True)
def _forget_hosts() -> None:
    forget_hosts()


@pytest.fixture(autouse=True)
def _nothing_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask every few seconds what holds and whether the sources answer: counts would be a matter of luck."""
    monkeypatch.setattr(showing._remembered, "get", list)
    monkeypatch.setattr(health._remembered, "get", lambda: None)


@pytest.fixture
def asks_what_holds(_nothing_holds: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the channel: as it is outside."""
    for remembered in (showing._remembered, health._remembered):
        monkeypatch.delattr(remembered, "get")
        remembered.forget()


@pytest.fixture
def transactional_connection(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test. What is committed stays: leave nothing behind."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def tangerhuette(db: None) -> Municipality:
    return Municipality.objects.get(key="tangerhuette")


@pytest.fixture
def thale(db: None) -> Municipality:
    return Municipality.objects.get(key="thale")


@pytest.fixture
def town(tangerhuette: Municipality) -> Iterator[Municipality]:
    """The test runs in the scope of Tangerhütte."""
    with scope(tangerhuette):
        yield tangerhuette


@pytest.fixture
def portal(tangerhuette: Municipality) -> Client:
    """A browser without an account, at Tangerhütte's host."""
    return Client(HTTP_HOST="tangerhuette.localhost")


@pytest.fixture
def other_portal(thale: Municipality) -> Client:
    """The same at Thale's host."""
    return Client(HTTP_HOST="thale.localhost")
