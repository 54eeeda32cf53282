"""A clerk who fills in the dog's form for somebody, and a service for staff alone."""

from typing import Any

import pytest
from django.test import Client

from rathaus.catalogue.service import Offer, compiled, forget_shelves, publish, store_version
from rathaus.formengine.service import ServiceDefinition
from rathaus.tenancy.service import Municipality
from tests.cases import factories
from tests.portal.conftest import DOG, pages
from tests.walk import words

RECORD = f"/amt/aufnehmen/{DOG}/"
TRIP = "dienstreise"


def begin(client: Client, channel: str = "counter", **more: str) -> str:
    """Begin to record an application; where its draft is."""
    answer = client.post(RECORD, {"kanal": channel, "sprache": "de", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def fill(client: Client, draft: str, **changed: str) -> None:
    """Every page of the form as Anna answers it, with something changed (`email=""`)."""
    for key, typed in pages().items():
        if key != "abschluss":
            values: dict[str, Any] = {path: words(value) for path, value in typed.items()}
            answer = client.post(f"{draft}{key}/", values | {k: v for k, v in changed.items() if k in values})
            assert answer.status_code == 302, answer.content.decode()


def send(client: Client, draft: str) -> Any:
    return client.post(f"{draft}pruefen-und-absenden/", {"richtigkeit": "ja", "_key": "einmal"})


@pytest.fixture(autouse=True)
def _offers(town: Municipality) -> None:
    forget_shelves()
    factories.publish_dog()


@pytest.fixture
def trip(town: Municipality) -> Offer:
    """The dog's form as a service for staff alone."""
    dog = factories.publish_dog()
    content = compiled(dog.current_version).definition.model_dump(mode="json")
    content |= {"key": TRIP, "internal": True, "leika": None}
    for language in ("de", "en"):
        content["texts"][language]["title"] = "Dienstreise"
    version = store_version(ServiceDefinition.model_validate(content))
    offer: Offer = Offer.objects.create(service_key=TRIP, unit=dog.unit, parameters=dog.parameters)
    publish(offer, version, by=None)
    return offer
