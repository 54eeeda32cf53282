"""What is told about the services: the overview as page, JSON and CSV, and the list for other programs."""

import csv
import json
from io import StringIO
from typing import Any

from rathaus.catalogue.service import compiled, get_offer, list_offers, publish
from tests.catalogue.changing import changed_version

from .conftest import DOG, Person


def overview(anna: Person) -> Any:
    return json.loads(anna.get("/leistungen/uebersicht.json").content)


def change_dog(**changes: Any) -> None:
    offer = get_offer(DOG)
    assert offer is not None
    publish(offer, changed_version(offer, lambda content: content.update(changes)), by=None)


def test_the_counts_are_those_of_what_is_on_offer(anna: Person) -> None:
    told = overview(anna)
    offered = list_offers("de")
    assert told["total"] == len(told["services"]) == len(offered)
    assert told["municipality"] == {"key": "tangerhuette", "name": "Stadt Tangerhütte"}
    assert list(told["maturity"]) == ["information", "appointment", "form", "full"]
    assert sum(told["maturity"].values()) == told["total"]
    for topic in told["topics"]:
        members = [entry for entry in told["services"] if topic["key"] in entry["topics"]]
        assert topic["total"] == len(members) == sum(topic["maturity"].values()) > 0


def test_a_level_is_what_the_definition_says(anna: Person) -> None:
    levels = {entry["key"]: entry["maturity"] for entry in overview(anna)["services"]}
    for key, level in levels.items():
        offer = get_offer(key)
        assert offer is not None
        definition = compiled(offer.current_version).definition
        online = "full" if definition.notices else "form"
        assert level == (online if definition.kind == "form" else definition.kind)
    assert levels[DOG] == "full"


def test_what_is_for_staff_is_nowhere(anna: Person) -> None:
    before = overview(anna)["total"]
    change_dog(internal=True)
    told = overview(anna)
    assert told["total"] == before - 1
    pages = (
        "/leistungen/uebersicht.csv", "/api/v1/services", "/api/v1/services?q=hund", "/leistungen/", "/sitemap.xml",
        "/leistungen/thema/tiere/", "/suche/vorschlaege/?q=hund",
    )  # fmt: skip
    for path in pages:
        assert f"/leistungen/{DOG}/" not in anna.get(path).content.decode(), path
    assert anna.get(f"/leistungen/{DOG}/").status_code == 404
    assert anna.get(f"/leistungen/{DOG}/leicht/").status_code == 404


def test_the_table_has_the_same_services(anna: Person) -> None:
    answer = anna.get("/leistungen/uebersicht.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert list(rows[0]) == ["key", "title", "maturity", "topics", "life_situations", "url"]
    told = overview(anna)["services"]
    assert [(row["key"], row["topics"].split()) for row in rows] == [(one["key"], one["topics"]) for one in told]


def test_the_page_says_the_numbers_in_words(anna: Person) -> None:
    told = overview(anna)
    online = told["maturity"]["form"] + told["maturity"]["full"]
    text = anna.get("/leistungen/uebersicht/").content.decode()
    assert f"{online} von {told['total']} Leistungen beantragen Sie online." in text
