"""A clerk who reads English has the desk in English; what people wrote stays as they wrote it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from rathaus.cases.service import Case, add_note, ask_applicant, take_over
from rathaus.catalogue.service import compiled
from tests import cast
from tests.cases import factories
from tests.english import german_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(clara: Client) -> Iterator[Client]:
    clara.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield clara


def test_inbox_has_no_german_left(clerk: Client, case: Case) -> None:
    pages = [
        clerk.get(f"/amt/{which}").content.decode() for which in ("", "?wer=meine", "?stand=erledigt", "?q=xyzzy")
    ]
    assert [german_in(page) for page in pages] == [[], [], [], []]
    assert case.number in pages[0]


def test_case_has_no_german_left(clerk: Client, case: Case) -> None:
    fresh = clerk.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    staff = factories.staff(cast.CLARA)
    taken = take_over(case, by=staff, revision=case.revision)
    mine = clerk.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    ask_applicant(taken, text="Which colour?", by=staff, revision=taken.revision)
    add_note(case, text="Called", by=staff)
    asked = clerk.get(f"/amt/vorgaenge/{case.number}/").content.decode()
    readers = clerk.get(f"/amt/vorgaenge/{case.number}/zugriffe/").content.decode()
    left = {text for page in (fresh, mine, asked, readers) for text in german_in(page)}
    form = str(compiled(case.version_id).definition.texts["de"])
    answers = {text for text in left if text in form} | {"Bestätigt"}  # they stand in the language of who applied
    assert left - answers == set()
    assert "Take on" in fresh
    assert "asked a question" in asked


def test_sign_in_settings_have_no_german_left(clerk: Client) -> None:
    assert german_in(clerk.get("/anmelden/sicherheit/", follow=True).content.decode()) == []


def test_pages_for_administrators_have_no_german_left(ida: Client) -> None:
    ida.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    service = "leistungen/hund-anmelden/"
    pages = [
        "",
        "angaben/",
        "texte/?sprache=en",
        "zeiten/",
        "vorschau/",
        "beispiele/",
        "fassungen/",
        "veroeffentlichung/",
    ]
    addresses = ["leistungen/", "verzeichnisse/", "verzeichnisse/strassen/", *(service + page for page in pages)]
    with translation.override("en"):
        left = {address: german_in(ida.get(f"/amt/{address}").content.decode()) for address in addresses}
    left[f"{service}beispiele/"].remove("abgelehnt")  # the name of an example
    assert left == {address: [] for address in addresses}
