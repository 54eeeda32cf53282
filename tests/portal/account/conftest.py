"""Accounts of the cast at the portal."""

import pytest
from django.test import Client

from rathaus.accounts.service import Account, Organisation
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA, BILAL, UWE, VERA
from tests.parties import account_of, browser_of, found_verein


@pytest.fixture
def vera(town: Municipality) -> Account:
    return account_of(VERA)


@pytest.fixture
def verein(vera: Account) -> Organisation:
    return found_verein(vera)


@pytest.fixture
def vera_browser(vera: Account) -> Client:
    return browser_of(vera)


@pytest.fixture
def anna_browser(town: Municipality) -> Client:
    return browser_of(account_of(ANNA))


@pytest.fixture
def uwe_browser(town: Municipality) -> Client:
    return browser_of(account_of(UWE))


@pytest.fixture
def bilal_browser(town: Municipality) -> Client:
    return browser_of(account_of(BILAL))
