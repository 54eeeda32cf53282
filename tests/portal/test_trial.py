"""A trial shows what would be, to administrators alone, and leaves nothing behind."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rathaus.accounts.service import StaffMember
from rathaus.cases.models import Case, Draft
from rathaus.catalogue.service import (
    change_terms,
    compiled,
    create_draft,
    get_offer,
    publish_definitions,
    withdraw_offer,
)
from rathaus.files.models import StoredFile
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.desk.conftest import sign_in
from tests.desk.keeping import DOG, dog

pytestmark = pytest.mark.django_db

PAGE, FORM = f"/probe/{DOG}/", f"/probe/{DOG}/formular/"


@pytest.fixture
def ida(town: Municipality) -> Client:
    return sign_in(cast.IDA)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def go_through(client: Client, address: str, **files: Any) -> str:
    """Walks the service's own full example to the end."""
    example = compiled(dog().current_version).definition.examples["minimal"]
    page = client.get(address).content.decode()
    for _ in range(20):
        if "So käme der Antrag bei Ihnen an" in page:
            return page
        key = hidden(page, "_seite")
        typed = {
            name: ("ja" if value else "nein") if isinstance(value, bool) else value
            for name, value in example.pages.get(key, {}).items()
        }
        answer = client.post(
            address, {"_seite": key, "_antworten": hidden(page, "_antworten"), "_go": "next", **typed, **files}
        )
        page = answer.content.decode()
        assert answer.status_code == 200, re.findall(r'class="kern-error".*?</p>', page)
    raise AssertionError("the form has no end")


def test_changes_are_seen_before_they_hold(ida: Client) -> None:
    admin = StaffMember.objects.get(account__email=cast.IDA.email)
    parameters = {**dog().parameters, "steuer_erster_hund": "61.50"}
    texts = {"de": {"summary": "Ein Hund, ein Klick."}}
    change_terms(dog(), {"parameters": parameters, "texts": texts}, revision=0, by=admin)
    trial = ida.get(PAGE).content.decode()
    assert "Nur zur Probe" in trial
    assert ("61,50" in trial, "Ein Hund, ein Klick." in trial, f'href="{FORM}"' in trial) == (True, True, True)
    assert "61,50" not in ida.get(f"/leistungen/{DOG}/").content.decode()
    assert "61,50" in go_through(ida, FORM)


def test_the_whole_way_leaves_nothing_behind(ida: Client) -> None:
    end = go_through(ida, FORM)
    assert "Anmeldung bestätigen" in end
    assert "Nur zur Probe" in end
    assert (Draft.objects.count(), Case.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


def test_what_is_wrong_is_said_and_nobody_gets_on(ida: Client) -> None:
    page = ida.get(FORM).content.decode()
    answer = ida.post(FORM, {"_seite": hidden(page, "_seite"), "_antworten": hidden(page, "_antworten")})
    assert answer.status_code == 422
    assert "kern-error" in answer.content.decode()


def test_answers_that_are_not_ours_are_forgotten(ida: Client) -> None:
    for answers in ("", "unsinn", "eyJhIjoxfQ:1abc:xyz"):
        answer = ida.post(FORM, {"_seite": "steuer", "_antworten": answers, "_go": "next"})
        assert answer.status_code in {200, 422}
    assert ida.post(FORM, {"_seite": "gibt_es_nicht"}).status_code == 200


def test_a_file_counts_as_there_and_is_dropped(ida: Client) -> None:
    page = {"_seite": "hund", "aus_anderer_gemeinde": "nein"}
    upload = SimpleUploadedFile("nachweis.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    assert ida.post(FORM, {**page, "nachweis_wesenstest": upload}).status_code in {200, 422}
    assert StoredFile.objects.count() == 0


def test_a_withdrawn_service_can_be_tried(ida: Client) -> None:
    withdraw_offer(dog(), by=None)
    assert ida.get(PAGE).status_code == 200
    assert get_offer(DOG) is None


def test_a_sound_draft_of_a_form_can_be_tried_an_unsound_one_not(ida: Client) -> None:
    content = compiled(dog().current_version).definition.model_dump(mode="json")
    content["texts"]["de"]["summary"] = "Aus dem Entwurf."
    create_draft(content, source="copy", by=None)
    assert "Aus dem Entwurf." in ida.get(f"{PAGE}?fassung=entwurf").content.decode()
    create_draft({"key": "halb"}, source="new", by=None)
    assert ida.get("/probe/halb/?fassung=entwurf").status_code == 404


def test_the_counter_is_the_channel_of_a_clerk(ida: Client, town: Municipality) -> None:
    publish_definitions(town)
    assert "am Schalter" in ida.get(f"{FORM}?als=amt").content.decode()


@pytest.mark.parametrize("address", [PAGE, FORM])
@pytest.mark.parametrize("person", [cast.CLARA, cast.LEO, cast.THEO])
def test_nobody_else_tries(town: Municipality, thale: Municipality, person: cast.Person, address: str) -> None:
    client = sign_in(person)
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code in {404, 405}


def test_nobody_signed_in_is_sent_to_the_sign_in(town: Municipality) -> None:
    answer = Client(HTTP_HOST="tangerhuette.localhost").get(PAGE)
    assert (answer.status_code, "anmelden" in answer.headers["Location"]) == (302, True)
