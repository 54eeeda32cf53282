"""The pages from which a service is tried, and its examples."""

import copy

import pytest
from django.test import Client

from rathaus.catalogue.service import compiled, create_draft
from rathaus.tenancy.service import Municipality
from tests.desk.keeping import DOG, dog, page_of

pytestmark = pytest.mark.django_db


def test_the_ways_to_try_are_offered(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("vorschau/")).content.decode()
    ways = (f"/probe/{DOG}/", f"/probe/{DOG}/formular/", f"/probe/{DOG}/formular/?als=amt")
    assert [f'href="{way}"' in page for way in ways] == [True] * 3
    assert ida.get(page_of("vorschau/", "gibt-es-nicht")).status_code == 404


def test_examples_pass_and_say_what_they_show(ida: Client, town: Municipality) -> None:
    page = ida.get(page_of("beispiele/")).content.decode()
    assert "Alle Beispiele gehen auf." in page
    assert page.count("geht auf") == len(compiled(dog().current_version).definition.examples)


def test_an_example_that_fails_says_why(ida: Client, town: Municipality) -> None:
    from rathaus.catalogue.service import publish
    from tests.catalogue.changing import changed_version

    def wrong(content: dict[str, object]) -> None:
        examples = copy.deepcopy(content["examples"])
        examples["minimal"]["expect"]["values"] = {"steuer_jahr": "1.00"}  # type: ignore[index]
        content["examples"] = examples

    publish(dog(), changed_version(dog(), wrong), by=None)
    page = ida.get(page_of("beispiele/")).content.decode()
    assert "1 Beispiel geht nicht auf." in page
    assert "steuer_jahr" in page


def test_an_unsound_draft_says_that_it_can_not_be_tried(ida: Client, town: Municipality) -> None:
    create_draft({"key": "halb"}, source="new", by=None)
    for page in ("vorschau/", "beispiele/"):
        assert "hat noch Fehler" in ida.get(page_of(page, "halb")).content.decode()


@pytest.mark.parametrize("outsider", ["clara", "leo", "theo", "bilal"], indirect=True)
@pytest.mark.parametrize("page", ["vorschau/", "beispiele/"])
def test_nobody_else_looks(outsider: Client, page: str) -> None:
    assert outsider.get(page_of(page)).status_code == 404
