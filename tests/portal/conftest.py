"""A person at the portal, through Django's test client: reads pages, fills in forms, follows where they lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from rathaus.catalogue.service import forget_shelves
from rathaus.tenancy.service import Municipality
from tests.cast import ANNA
from tests.walk import example, words

DOG = "hund-anmelden"
BASE = f"/leistungen/{DOG}/antrag/"
SUMMARY = f"{BASE}pruefen-und-absenden/"


@dataclass
class Person:
    """One browser. Requests carry no CSRF token; test_csrf shows that they must."""

    client: Client

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(path, data or {}, **more)

    def begin(self) -> str:
        """Start the dog's application; where its first page is."""
        self.post(BASE)
        return str(self.get(BASE).headers["Location"])

    def send_page(self, key: str, **changed: Any) -> Any:
        """One page of the example as Anna types it, with something changed (`halter__vorname="…"`)."""
        typed = {path: words(value) for path, value in pages()[key].items()}
        typed |= {path.replace("__", "."): value for path, value in changed.items()}
        return self.post(f"{BASE}{key}/", typed)

    def fill(self) -> None:
        """Everything up to the summary."""
        self.begin()
        for key in pages():
            if key != "abschluss":
                assert self.send_page(key).status_code == 302, key

    def send(self, key: str = "einmal") -> Any:
        return self.post(SUMMARY, {"richtigkeit": "ja", "_key": key})

    def apply(self) -> str:
        """The number of Anna's case, from the first page to the receipt."""
        self.fill()
        return str(self.send().headers["Location"]).split("/")[2]


def pages() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = example(DOG)["pages"]
    found["halter"] = {**found["halter"], "email": ANNA.email}
    return found


@pytest.fixture(autouse=True)
def _forget_shelves() -> Iterator[None]:
    forget_shelves()
    yield
    forget_shelves()


@pytest.fixture
def anna(town: Municipality) -> Person:
    """At Tangerhütte's portal, without an account."""
    return Person(Client(HTTP_HOST="tangerhuette.localhost"))


@pytest.fixture
def bilal(town: Municipality) -> Person:
    """Another browser at the same portal."""
    return Person(Client(HTTP_HOST="tangerhuette.localhost"))
