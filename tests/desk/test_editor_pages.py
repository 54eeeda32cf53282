"""What all pages of the editor have in common: one language at a time, and the same few queries for any form."""

from typing import Any

import pytest
from django.test import Client

from rathaus.catalogue.service import create_draft, find_draft
from rathaus.formengine.editing import service as editing
from rathaus.tenancy.service import Municipality
from tests.desk.keeping import LIST
from tests.desk.test_editor import FORM, KEY, NEW, begun  # noqa: F401 -- the fixture
from tests.english import german_in

pytestmark = pytest.mark.django_db
_PAGES = (
    "",
    "felder/anliegen/",
    "felder/unterlagen/",
    "felder/anliegen/regel/sichtbar/",
    "felder/anliegen/regel/gueltig-neu/",
    "felder/anliegen/entfernen/",
    "seiten/anliegen/",
    "seiten/anliegen/ansehen/",
    "neues-feld/?seite=anliegen",
    "neue-seite/",
    "verwerfen/",
    "veroeffentlichen/",
    "texte/?sprache=en",
)


@pytest.mark.parametrize("address", _PAGES)
def test_no_german_is_left_in_english(begun: Client, address: str) -> None:  # noqa: F811 -- the fixture
    begun.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = begun.get(FORM + address).content.decode()
    assert german_in(page) == []


def test_a_new_service_begins_in_english_too(ida: Client) -> None:
    ida.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert german_in(ida.get(NEW).content.decode()) == []


@pytest.mark.parametrize("fields", [1, 30])
def test_the_board_asks_the_same_of_the_database_for_any_form(
    begun: Client,  # noqa: F811 -- the fixture
    django_assert_num_queries: Any,
    fields: int,
) -> None:
    draft = find_draft(KEY)
    assert draft is not None
    content = dict(draft.content)
    for number in range(fields):
        said = {"label": f"Feld {number}"}
        content, _ = editing.add_field(
            content, "anliegen", {"key": f"f{number}", "kind": "text"}, {"": {"de": said, "en": said}}
        )
    draft.content = content
    draft.save()
    begun.get(FORM)
    with django_assert_num_queries(10):
        begun.get(FORM)


@pytest.mark.parametrize("content", [{"texts": {"de": {"title": "Nur ein Name"}}}, {"form": {"pages": []}}])
def test_a_draft_that_is_hardly_begun_has_a_page(ida: Client, town: Municipality, content: dict[str, Any]) -> None:
    create_draft({"key": "halb", **content}, source="new", by=None)
    for address in ("", "texte/", "veroeffentlichen/", "neue-seite/"):
        assert ida.get(f"{LIST}halb/formular/{address}").status_code == 200
