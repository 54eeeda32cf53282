"""Holding, booking, moving and cancelling by program: and what nobody else can do with it."""

from datetime import timedelta
from typing import Any

import pytest

from rathaus.api import holds
from rathaus.appointments.models import Booking, Hold
from rathaus.appointments.service import find_hold
from rathaus.core import clock
from rathaus.occupancy.models import Occupied
from rathaus.outbox.models import OutgoingMail
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import at

from .conftest import NINE, Program, problem

TEN = "2026-12-01T10:00:00+01:00"
WANTED: dict[str, Any] = {"offerings": ["wohnsitz"], "office": "rathaus", "start": NINE}


def bearer(secret: str) -> str:
    return f"Bearer {secret}"


def who(hold: dict[str, Any], person: cast.Person = cast.ANNA, **more: str) -> dict[str, str]:
    return {"hold": hold["id"], "name": person.name, "email": person.email, **more}


def test_from_the_hold_to_the_cancelled_visit(program: Program) -> None:
    held = program.hold()
    assert (held["start"], held["office"], held["extended"]) == (NINE, "rathaus", False)
    booked = program.post("/bookings", who(held), authorization=bearer(held["token"]))
    assert booked.status_code == 201
    told = booked.json()
    own = {"authorization": bearer(told["code"])}
    number = told["number"]
    assert Booking.objects.get().name == cast.ANNA.name
    assert OutgoingMail.objects.filter(to=cast.ANNA.email).count() == 1
    moved = program.post(f"/bookings/{number}/move", {"office": "rathaus", "start": TEN}, **own)
    assert (moved.json()["start"], moved.json()["sequence"]) == (TEN, 1)
    assert Booking.objects.get().starts_at == at(10)
    cancelled = program.delete(f"/bookings/{number}", **own)
    assert (cancelled.json()["status"], cancelled.json()["changeable"]) == ("cancelled", False)
    assert program.delete(f"/bookings/{number}", **own).status_code == 200
    again = program.post(f"/bookings/{number}/move", {"office": "rathaus", "start": NINE}, **own)
    assert problem(again) == (409, "not-changeable")
    assert Occupied.objects.count() == 0


TWICE_AS_LONG = "\u0958"  # two letters in NFC


@pytest.mark.parametrize(("field", "letters"), [("name", 200), ("note", 500)])
def test_what_is_too_long_once_it_is_composed_is_refused(program: Program, field: str, letters: int) -> None:
    held = program.hold()
    sent = {**who(held), field: TWICE_AS_LONG * letters}
    answer = program.post("/bookings", sent, authorization=bearer(held["token"]))
    assert problem(answer) == (422, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Booking.objects.count() == 0


def test_no_address_ever_holds_a_secret(program: Program) -> None:
    paths = program.get("/openapi.json").json()["paths"]
    named = {p["name"] for item in paths.values() for told in item.values() for p in told.get("parameters", ())}
    assert named & {"token", "code", "key_hash", "api_key"} == set()


def test_extended_once_and_released(program: Program) -> None:
    held = program.hold()
    own = {"authorization": bearer(held["token"])}
    assert program.post(f"/holds/{held['id']}/extension", **own).json()["extended"] is True
    assert problem(program.post(f"/holds/{held['id']}/extension", **own)) == (409, "already-extended")
    assert program.delete(f"/holds/{held['id']}", **own).status_code == 204
    assert Occupied.objects.count() == 0
    assert program.delete(f"/holds/{held['id']}", **own).status_code == 204


def test_the_same_request_again_gets_the_same_answer(program: Program) -> None:
    first = program.post("/holds", WANTED, idempotency_key="einmal").json()
    assert program.post("/holds", WANTED, idempotency_key="einmal").json() == first
    assert Hold.objects.count() == 1
    other = {**WANTED, "start": TEN}
    assert problem(program.post("/holds", other, idempotency_key="einmal")) == (422, "key-used")
    one = program.post("/bookings", who(first), authorization=bearer(first["token"])).json()
    assert program.post("/bookings", who(first), authorization=bearer(first["token"])).json() == one
    assert Booking.objects.count() == 1
    assert program.post("/holds", WANTED, idempotency_key="noch-einmal").json()["id"] != first["id"]


def at_once(person: cast.Person = cast.ANNA, **more: Any) -> dict[str, Any]:
    return {"time": {**WANTED, **more}, "name": person.name, "email": person.email}


def test_a_time_is_booked_at_once_and_with_the_same_key_once(program: Program) -> None:
    booked = program.post("/bookings", at_once(), idempotency_key="einmal")
    assert (booked.status_code, booked.json()["start"], booked.json()["office"]) == (201, NINE, "rathaus")
    assert program.post("/bookings", at_once(), idempotency_key="einmal").json() == booked.json()
    assert (Booking.objects.count(), Hold.objects.count(), Occupied.objects.count()) == (1, 1, 1)
    assert OutgoingMail.objects.filter(to=cast.ANNA.email).count() == 1
    # Who sits in the same network and guesses the key learns nothing of Anna's visit.
    assert problem(program.post("/bookings", at_once(cast.BILAL), idempotency_key="einmal")) == (422, "key-used")
    assert problem(program.post("/bookings", at_once(start=TEN), idempotency_key="einmal")) == (422, "key-used")


def test_of_two_at_the_same_moment_with_one_key_one_books(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    booked = program.post("/bookings", at_once(), idempotency_key="einmal")
    seen = iter([None])  # as it was before the other committed
    monkeypatch.setattr(holds, "find_hold", lambda hold_id: next(seen, find_hold(hold_id)))
    assert program.post("/bookings", at_once(), idempotency_key="einmal").json() == booked.json()
    assert next(seen, "asked") == "asked"
    assert (Booking.objects.count(), Hold.objects.count(), Occupied.objects.count()) == (1, 1, 1)


def test_a_booking_at_once_counts_for_its_network(program: Program, settings: Any) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR = 1
    assert program.post("/bookings", at_once()).status_code == 201
    assert problem(program.post("/bookings", at_once(cast.BILAL, start=TEN)))[0] == 429
    assert Booking.objects.count() == 1


def test_what_can_not_be_booked_at_once_is_free_again(program: Program) -> None:
    for hour in (9, 10, 11):
        assert program.post("/bookings", at_once(start=f"2026-12-01T{hour:02}:00:00+01:00")).status_code == 201
    refused = program.post("/bookings", at_once(start="2026-12-01T14:00:00+01:00"))
    assert problem(refused) == (429, "too-many-visits")
    assert (Booking.objects.count(), Occupied.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("sent", "field"), [({}, "hold"), ({"hold": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "time": WANTED}, "time")]
)
def test_either_a_hold_or_a_time(program: Program, sent: dict[str, Any], field: str) -> None:
    refused = program.post("/bookings", {**sent, "name": cast.ANNA.name, "email": cast.ANNA.email})
    assert problem(refused) == (422, "invalid")
    assert [error["field"] for error in refused.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"start": "2026-11-29T09:00:00+01:00"}, (422, "not-open")),  # past
        ({"start": "2026-12-02T03:00:00+01:00"}, (409, "gone")),  # closed: free times nearby are told
        ({"start": "2026-12-01T09:01:00+01:00"}, (422, "not-open")),  # between two starts
        ({"start": "2027-02-29T09:00:00+01:00"}, (422, "invalid")),
        ({"start": "9999-12-31T23:59:59+00:00"}, (422, "not-open")),
        ({"start": "0001-01-01T00:00:00+14:00"}, (422, "not-open")),
        ({"start": "2026-12-01T09:00:00"}, (422, "invalid")),  # of which zone?
        ({"minutes": 5}, (422, "wrong-length")),
        ({"office": "mond"}, (422, "no-such-office")),
        ({"offerings": ["mond"]}, (404, "no-such-offering")),
        ({"offerings": []}, (422, "invalid")),
        ({"people": 0}, (422, "invalid")),
        ({"people": 10**30}, (422, "invalid")),
    ],
)
def test_what_cannot_be_held_is_refused_and_keeps_nothing(
    program: Program, changed: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(program.post("/holds", {**WANTED, **changed})) == expected
    assert Hold.objects.count() == Occupied.objects.count() == 0


def test_who_is_too_slow_gets_the_nearest_times(program: Program) -> None:
    while (answer := program.post("/holds", WANTED)).status_code == 201:
        continue
    assert problem(answer) == (409, "gone")
    assert answer.json()["nearest"][0].startswith("2026-12-01T09:")


def test_a_hold_serves_only_who_has_its_token(program: Program, elsewhere: Program) -> None:
    annas, bilals = program.hold(), program.hold(TEN)
    stranger = {"authorization": bearer(bilals["token"])}
    path = f"/holds/{annas['id']}"
    for answer in (program.get(path, **stranger), program.post(f"{path}/extension", **stranger)):
        assert problem(answer) == (404, "not-found")
    assert problem(program.delete(path, **stranger)) == (404, "not-found")
    assert problem(program.post("/bookings", who(annas, cast.BILAL), **stranger)) == (404, "not-found")
    assert problem(program.post("/bookings", who(annas, cast.BILAL))) == (401, "who")
    forged = {"authorization": bearer(annas["token"][:-2] + "xx")}
    assert problem(program.post("/bookings", who(annas), **forged)) == (401, "unknown-key")
    own = {"authorization": bearer(annas["token"])}
    assert problem(elsewhere.post("/bookings", who(annas), **own)) == (401, "unknown-key")
    assert Booking.objects.count() == 0
    assert Occupied.objects.filter(state="held").count() == 2


def test_a_booking_opens_only_to_its_code(program: Program, elsewhere: Program) -> None:
    annas, bilals = program.book(), program.book(TEN, cast.BILAL)
    path = f"/bookings/{annas['number']}"
    stranger, own = {"authorization": bearer(bilals["code"])}, {"authorization": bearer(annas["code"])}
    for answer in (
        program.get(path, **stranger),
        program.delete(path, **stranger),
        program.post(f"{path}/move", {"office": "rathaus", "start": TEN}, **stranger),
    ):
        assert problem(answer) == (404, "not-found")
    assert problem(elsewhere.get(path, **own)) == (401, "unknown-key")
    assert problem(elsewhere.delete(path, **own)) == (401, "unknown-key")
    assert problem(program.get(path)) == (401, "who")
    assert Booking.objects.filter(status="booked").count() == 2


def test_a_cookie_opens_nothing(program: Program) -> None:
    booked = program.book()
    program.client.post("/termine/mein-termin/", {"code": booked["code"]})
    assert program.client.get(f"/termine/buchung/{booked['number']}/").status_code == 200
    assert problem(program.delete(f"/bookings/{booked['number']}")) == (401, "who")


def test_an_expired_hold_that_is_taken_is_gone(program: Program) -> None:
    held = program.hold()
    with clock.freeze(MONDAY + timedelta(minutes=11)):
        while program.post("/holds", WANTED).status_code == 201:
            continue
        answer = program.post("/bookings", who(held), authorization=bearer(held["token"]))
    assert problem(answer) == (410, "hold-gone")
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "\x00"}, ["name"]),
        ({"email": "kein"}, ["email"]),
        ({"email": "", "phone": ""}, ["email"]),
        ({"phone": "12"}, ["phone"]),
        ({"language": "fr"}, ["wanted.language"]),
    ],
)
def test_who_comes_must_be_told(program: Program, changed: dict[str, str], fields: list[str]) -> None:
    held = program.hold()
    answer = program.post("/bookings", {**who(held), **changed}, authorization=bearer(held["token"]))
    assert problem(answer) == (422, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == fields


def test_three_visits_to_come_are_enough(program: Program) -> None:
    for _number in range(3):
        held = program.hold(TEN) if _number else program.hold()
        program.post("/bookings", who(held), authorization=bearer(held["token"]))
    held = program.hold("2026-12-01T11:00:00+01:00")
    answer = program.post("/bookings", who(held), authorization=bearer(held["token"]))
    assert problem(answer) == (429, "too-many-visits")
