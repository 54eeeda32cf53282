"""What anybody may ask, and in whose pages."""

import json
from typing import Any

import pytest

from rathaus.catalogue.service import list_offers
from tests.appointments.making import at, local

from .conftest import Program, problem


def starts(answer: Any) -> list[str]:
    return [start for day in answer.json()["days"] for office in day["offices"] for start in office["starts"]]


def test_offerings_and_where_they_are(program: Program) -> None:
    listed = program.get("/offerings").json()
    one = program.get("/offerings/wohnsitz").json()
    assert one["offices"] != []
    assert {key: value for key, value in one.items() if key != "offices"} in listed
    assert program.get("/offices").json()[0]["key"] == one["offices"][0]["key"]


def test_free_times_come_by_days_and_in_pages(program: Program) -> None:
    first = program.get("/offerings/wohnsitz/free-times?days=2").json()
    assert [day["date"] for day in first["days"]] == ["2026-12-01", "2026-12-02"]
    assert first["days"][0]["offices"][0]["starts"][0] == "2026-12-01T09:00:00+01:00"
    second = program.get(f"/offerings/wohnsitz/free-times?days=2&from={first['next_from']}").json()
    assert second["days"][0]["date"] == first["next_from"]
    assert program.get("/offerings/wohnsitz/free-times?from=2099-12-31").json()["days"] == []


def test_filters_narrow_down(program: Program) -> None:
    everything = starts(program.get("/offerings/wohnsitz/free-times?days=31"))
    late = starts(program.get("/offerings/wohnsitz/free-times?days=31&weekday=di&part=abend"))
    assert late == [start for start in everything if start[11:] >= "16" and start[:10] in {s[:10] for s in late}]
    assert 0 < len(late) < len(everything)


def test_the_next_free_time(program: Program) -> None:
    found = program.get("/offerings/wohnsitz/next").json()
    assert found["next"]["start"] == starts(program.get("/offerings/wohnsitz/free-times"))[0]
    program.book()
    assert program.get("/offerings/wohnsitz/next?from=2099-01-01").json()["next"] is None
    assert local([at(9)]) == ["09:00"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/offerings/gibt-es-nicht", (404, "no-such-offering")),
        ("/offerings/gibt-es-nicht/free-times", (404, "no-such-offering")),
        ("/offerings/wohnsitz/free-times?office=mond", (422, "no-such-office")),
        ("/offerings/wohnsitz/free-times?people=21", (422, "invalid")),
        ("/offerings/wohnsitz/free-times?from=2027-02-29", (422, "invalid")),
        ("/offerings/wohnsitz/free-times?from=9999-12-31", (422, "invalid")),
        ("/offerings/wohnsitz/free-times?days=32", (422, "invalid")),
        ("/offerings/wohn%00sitz/next", (422, "invalid")),
        ("/nirgends", (404, "not-found")),
        ("/holds", (405, "not-allowed")),
    ],
)
def test_what_cannot_be_is_a_problem_in_words(program: Program, path: str, expected: tuple[int, str]) -> None:
    assert problem(program.get(path)) == expected


def test_problems_are_told_in_the_language_that_is_asked_for(program: Program) -> None:
    assert program.get("/offerings/x", accept_language="de").json()["title"].startswith("Dieses Anliegen")
    assert program.get("/offerings/x", accept_language="en").json()["title"].startswith("This errand doesn")


def test_an_error_names_the_field_and_never_what_stood_in_it(program: Program) -> None:
    answer = program.post("/holds", {"offerings": ["wohnsitz"], "office": "rathaus", "start": "geheim"})
    assert [error["field"] for error in answer.json()["errors"]] == ["wanted.start"]
    assert "geheim" not in answer.content.decode()


def test_pages_of_other_sites_may_read_and_not_write(program: Program) -> None:
    assert program.get("/offerings")["Access-Control-Allow-Origin"] == "*"
    assert program.get("/offerings/x")["Access-Control-Allow-Origin"] == "*"
    booked = program.book()
    read = program.get(f"/bookings/{booked['number']}", authorization=f"Bearer {booked['code']}")
    assert read.status_code == 200
    for answer in (read, program.post("/holds"), program.client.options("/api/v1/holds")):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Access-Control-Allow-Headers" not in answer.headers


def test_the_schema_and_the_page_made_of_it(program: Program) -> None:
    schema = program.get("/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    told = {
        path: operation["responses"]["default"]
        for path, item in schema["paths"].items()
        for operation in item.values()
    }
    (media,) = {media for answer in told.values() for media in answer["content"]}
    assert (set(told), media) == (set(schema["paths"]), "application/problem+json")
    assert {"type", "errors", "nearest"} <= set(schema["components"]["schemas"]["ProblemOut"]["properties"])
    assert "FieldProblemOut" in schema["components"]["schemas"]
    page = program.client.get("/api/v1/").content.decode()
    for path in schema["paths"]:
        assert f"{path}</code>" in page
    assert '<script src="http' not in page
    assert "cdn" not in page


def test_services_in_order_of_fit(program: Program) -> None:
    answer = json.loads(program.get("/services?q=hundemarke").content)
    assert answer["q"] == "hundemarke"
    first = answer["services"][0]
    assert (first["key"], first["title"]) == ("hund-anmelden", "Hund anmelden")
    assert first["url"].endswith("/leistungen/hund-anmelden/")
    everything = program.get("/services").json()["services"]
    assert [entry["title"] for entry in everything] == [card.title for card in list_offers("de")]
    assert "Register a dog" in program.get("/services?q=dog", accept_language="en").content.decode()


def test_each_town_answers_for_itself(program: Program, elsewhere: Program) -> None:
    there = elsewhere.get("/services").json()["services"]
    assert there != []
    assert all("//thale." in entry["url"] for entry in there)
    assert all("//tangerhuette." in entry["url"] for entry in program.get("/services").json()["services"])
