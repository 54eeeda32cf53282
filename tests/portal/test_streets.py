"""Street suggestions: what the municipality's register says, and nothing else of it."""

import re

import pytest
from django.test import Client

from rathaus.catalogue.models import Register
from rathaus.tenancy.service import Municipality, scope

from .conftest import BASE, Person

pytestmark = pytest.mark.django_db


def found(client: Client, q: str) -> list[tuple[str, str, str]]:
    page = client.get("/strassen/", {"q": q}).content.decode()
    return re.findall(r'data-value="([^"]*)" data-plz="([^"]*)" data-ort="([^"]*)"', page)


@pytest.fixture
def streets(town: Municipality) -> Register:
    rows = [
        ["Otto-Nuschke-Straße", "Tangerhütte", "39517", "geheim"],
        ["Dorfstraße", "Bellingen", "39517", ""],
        ["Dorfstraße", "Cobbel", "39517", ""],
        ["Alte Dorfstraße", "Grieben", "39517", ""],
        ["Straße der Jugend", "Lüderitz", "39517", ""],
    ]
    Register.objects.filter(key="strassen").delete()
    made: Register = Register.objects.create(key="strassen", columns=["name", "ort", "plz", "notiz"], rows=rows)
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("otto", ["Otto-Nuschke-Straße"]),
        ("OTTO-NUSCHKE-STRASSE", ["Otto-Nuschke-Straße"]),
        ("nuschke", ["Otto-Nuschke-Straße"]),
        ("dorf", ["Dorfstraße", "Dorfstraße", "Alte Dorfstraße"]),
        ("d", []),
        ("", []),
        ("\x00", []),
        ("Xylophonweg", []),
    ],
)
def test_streets_that_begin_so_come_first(portal: Client, streets: Register, typed: str, names: list[str]) -> None:
    assert [name for name, _, _ in found(portal, typed)] == names


def test_streets_of_one_name_are_told_apart_by_their_place(portal: Client, streets: Register) -> None:
    assert found(portal, "dorfs") == [
        ("Dorfstraße", "39517", "Bellingen"),
        ("Dorfstraße", "39517", "Cobbel"),
        ("Alte Dorfstraße", "39517", "Grieben"),
    ]
    assert "geheim" not in portal.get("/strassen/?q=otto").content.decode()


def test_another_municipality_has_its_own(other_portal: Client, streets: Register, thale: Municipality) -> None:
    with scope(thale):
        Register.objects.filter(key="strassen").delete()
        Register.objects.create(key="strassen", columns=["name"], rows=[["Ottoweg"]])
    assert found(other_portal, "otto") == [("Ottoweg", "", "")]


def test_an_address_asks_for_them_and_takes_any_street(anna: Person, streets: Register) -> None:
    anna.begin()
    assert 'data-suggest="/strassen/"' in anna.get(f"{BASE}halter/").content.decode()
    assert anna.send_page("halter", anschrift__strasse="Am Ende der Welt").status_code == 302
