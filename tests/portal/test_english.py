"""Who reads English gets the whole page in English: no text of the interface is left behind in German."""

import re

import pytest
from django.test import Client

from rathaus.tenancy.service import Municipality
from tests.english import german_in
from tests.portal.conftest import BASE, SUMMARY, Person

PAGES = (
    "/", "/leistungen/", "/leistungen/hund-anmelden/", "/suche/?q=dog", "/suche/?q=day+care", "/suche/?q=xyzzy",
    "/vorgang/", "/leistung-vermisst/", "/leistungen/thema/tiere/", "/leistungen/lebenslage/familie_und_kinder/",
    "/leistungen/uebersicht/",
    "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/gibt-es-nicht/", "/anmelden/",
)  # fmt: skip


@pytest.fixture
def reader(town: Municipality) -> Person:
    return Person(Client(HTTP_HOST="tangerhuette.localhost", HTTP_ACCEPT_LANGUAGE="en"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_german_left(reader: Person, path: str) -> None:
    assert german_in(reader.get(path, follow=True).content.decode()) == []


def test_an_application_has_no_german_left(reader: Person) -> None:
    start = reader.get(BASE).content.decode()
    reader.fill()
    summary = reader.get(SUMMARY).content.decode()
    receipt = reader.send().headers["Location"]
    sent = reader.get(receipt).content.decode()
    status = reader.get(f"/vorgang/{receipt.split('/')[2]}/").content.decode()
    assert [german_in(page) for page in (start, summary, sent, status)] == [[], [], [], []]


def test_german_is_noticed(town: Municipality) -> None:
    german = Client(HTTP_HOST="tangerhuette.localhost", HTTP_ACCEPT_LANGUAGE="de").get("/").content.decode()
    assert {"Was möchten Sie erledigen?", "Vorgang verfolgen", "Oft gebraucht"} <= set(german_in(german))


def test_dates_and_offices_are_named_the_english_way(reader: Person) -> None:
    reader.fill()
    page = reader.get(reader.send().headers["Location"]).content.decode()
    assert re.search(r"\b\d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2}<", page)
    assert "Citizens&#x27; office is checking your application" in page
