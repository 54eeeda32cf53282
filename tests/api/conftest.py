"""Other programs at the API of Tangerhütte and of Thale, on a Monday at nine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from rathaus.api.callers import COUNTS
from rathaus.api.schemas import ProblemOut
from rathaus.catalogue.service import forget_shelves
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY

API = "/api/v1"
NINE = "2026-12-01T09:00:00+01:00"


@dataclass
class Program:
    """Sends JSON; `last` is the answer, checked to be JSON or nothing."""

    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{API}{path}", headers=_named(headers))

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.client.post(f"{API}{path}", json.dumps(data or {}), "application/json", headers=_named(headers))

    def delete(self, path: str, **headers: str) -> Any:
        return self.client.delete(f"{API}{path}", headers=_named(headers))

    def hold(self, start: str = NINE, **more: Any) -> dict[str, Any]:
        answer = self.post("/holds", {"offerings": ["wohnsitz"], "office": "rathaus", "start": start, **more})
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def book(self, start: str = NINE, person: cast.Person = cast.ANNA) -> dict[str, Any]:
        held = self.hold(start)
        who = {"hold": held["id"], "name": person.name, "email": person.email}
        answer = self.post("/bookings", who, authorization=f"Bearer {held['token']}")
        assert answer.status_code == 201, answer.content
        return dict(answer.json())


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def problem(answer: Any) -> tuple[int, str]:
    """Status and which problem; anything but problem+json is none."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert set(told) <= set(ProblemOut.model_fields)  # what the schema tells of
    return answer.status_code, str(told["type"]).removeprefix("urn:rathaus:problem:")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    forget_shelves()
    COUNTS.clear()
    with clock.freeze(MONDAY):
        yield
    forget_shelves()


@pytest.fixture
def program(portal: Client, town: Municipality) -> Program:
    return Program(portal)


@pytest.fixture
def elsewhere(other_portal: Client) -> Program:
    return Program(other_portal)
