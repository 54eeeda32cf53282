"""People at the sign-in page."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.tenancy.service import Municipality
from tests.cast import CLARA, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp_code(step: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


@pytest.fixture(autouse=True)
def _no_attempts_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def clara(town: Municipality) -> Account:
    """Clara with an authenticator app."""
    account = Account.objects.get(email=CLARA.email)
    TOTP.activate(account, SECRET)
    return account


@pytest.fixture
def clara_without_factor(town: Municipality) -> Account:
    account = Account.objects.get(email=CLARA.email)
    Authenticator.objects.filter(user=account).delete()
    return account


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """Signs a person in the way they do: password, then code."""

    def do(client: Client, email: str = CLARA.email, *, code: str | None = None) -> None:
        client.post("/anmelden/", {"login": email, "password": PASSWORD})
        if code is not None:
            client.post("/anmelden/zweiter-schritt/", {"code": code})

    return do


@pytest.fixture
def other_browser(tangerhuette: Municipality) -> Client:
    return Client(HTTP_HOST="tangerhuette.localhost")
