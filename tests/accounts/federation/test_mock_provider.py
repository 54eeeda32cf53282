"""A provider that we did not write: the whole way over real HTTP against oidc-provider-mock."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.test import Client

from rathaus.accounts.models import SignIn
from rathaus.accounts.service import Account
from rathaus.tenancy.service import Municipality
from tests.accounts.federation.conftest import Browser
from tests.accounts.federation.mock import mock_provider
from tests.cast import ANNA

pytestmark = pytest.mark.django_db


@pytest.fixture
def mock(settings: Any, town: Municipality) -> Iterator[str]:
    high = "http://eidas.europa.eu/LoA/high"
    with mock_provider(sub="anna", email=ANNA.email, email_verified=True, name=ANNA.name, acr=high) as issuer:
        settings.RATHAUS_OIDC_ISSUER = issuer
        settings.RATHAUS_OIDC_CLIENT_ID, settings.RATHAUS_OIDC_CLIENT_SECRET = "rathaus", "geheim"
        yield issuer


def test_another_ones_provider_signs_in_too(mock: str) -> None:
    browser = Browser(Client(HTTP_HOST="tangerhuette.localhost"))
    sent_back = requests.post(browser.leave(next="/suche/"), data={"sub": "anna"}, allow_redirects=False, timeout=5)
    answer = re.sub(r"^https?://[^/]+", "", sent_back.headers["Location"])
    assert browser.client.get(answer).headers["Location"] == "/suche/"
    account = Account.objects.get(email=ANNA.email)
    row = SignIn.objects.get()
    assert (row.account, row.method, row.level, row.issuer) == (account, "oidc", "high", mock)
