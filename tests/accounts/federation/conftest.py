"""People who come with a state account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from rathaus.accounts.service import Account
from rathaus.tenancy.service import Municipality
from tests.accounts.federation.provider import CLIENT, SECRET, Provider, running
from tests.cast import ANNA, BILAL, PASSWORD

START = "/anmelden/dienst/oidc/"


@dataclass
class Browser:
    """Django's client for us, plain requests for the provider: what a browser does between the two."""

    client: Client

    def leave(self, **form: str) -> str:
        """Press the button; the address at the provider to which the page leads on."""
        page = self.client.post(START, form)
        assert page.status_code == 200, page.content.decode()
        found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
        assert found
        return unescape(found[1])

    def come_back(self, url: str) -> str:
        """Sign in there; the address of ours that the provider sends the browser to, without the host."""
        location = requests.get(url, allow_redirects=False, timeout=5).headers["Location"]
        split = urlsplit(location)
        return f"{split.path}?{split.query}"

    def sign_in(self, **form: str) -> Any:
        return self.client.get(self.come_back(self.leave(**form)))

    @property
    def account(self) -> str | None:
        found: str | None = self.client.session.get("_auth_user_id")
        return found

    @property
    def level(self) -> str:
        return str(self.client.session.get("trust", {}).get("level", "none"))


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[Provider]:
    """Anna is signed in there with a confirmed address, at level substantial."""
    person = {"sub": "anna-1", "email": ANNA.email, "email_verified": True, "name": ANNA.name, "acr": "substantial"}
    with running(Provider(person=person)) as started:
        settings.RATHAUS_OIDC_ISSUER = started.issuer
        settings.RATHAUS_OIDC_CLIENT_ID, settings.RATHAUS_OIDC_CLIENT_SECRET = CLIENT, SECRET
        yield started


@pytest.fixture
def browser(town: Municipality, provider: Provider) -> Browser:
    return Browser(Client(HTTP_HOST="tangerhuette.localhost"))


@pytest.fixture
def stranger(town: Municipality, provider: Provider) -> Browser:
    """Another browser: the outsider's."""
    return Browser(Client(HTTP_HOST="tangerhuette.localhost"))


@pytest.fixture
def anna(town: Municipality) -> Account:
    return Account.objects.create_user(ANNA.email, PASSWORD, name=ANNA.name)


@pytest.fixture
def bilal(town: Municipality) -> Account:
    return Account.objects.create_user(BILAL.email, PASSWORD, name=BILAL.name)
