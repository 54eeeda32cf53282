"""Waiting for an earlier time, through the pages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.appointments.models import Booking, Counter, Offer, Waiting
from rathaus.appointments.service import When, find_wish, join_list
from rathaus.appointments.waitlist.mails import choose_link, offer_link, waiting_link
from rathaus.appointments.waitlist.offering import offer_one
from rathaus.core import clock
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, at

from .conftest import Person
from .test_appointments import book_online, text

DAYS = {"von": "2026-12-01", "bis": "2026-12-03"}
ME = {"name": cast.ANNA.name, "email": cast.ANNA.email}
JOIN = "/termine/wohnsitz/warteliste/"
FIRST = "rathaus 2026-12-01T08:00Z"  # Tuesday at nine: the first free time of all
SEEN = {"gesehen": FIRST}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


def offered(when: When | None = None) -> tuple[Offer, str]:
    """Something is free on these days anyway, so the first who waits is offered it."""
    join_list(
        find_wish(["wohnsitz"]), when or When(date(2026, 12, 1), date(2026, 12, 3)), ANNA, network="203.0.113.7"
    )
    offer = offer_one()
    assert offer is not None
    return offer, offer_link(offer).split("#")[1]


def test_from_the_list_of_times_onto_the_waiting_list(anna: Person) -> None:
    page = anna.get("/termine/wohnsitz/?zeit=nachmittag").content.decode()
    assert 'href="/termine/wohnsitz/warteliste/?zeit=nachmittag"' in page
    assert '<option value="nachmittag" selected>' in anna.get(f"{JOIN}?zeit=nachmittag").content.decode()
    wish = {**DAYS, **ME, "zeit": "nachmittag", "orte": ["rathaus", "nirgends"]}
    answer = anna.post(JOIN, {**wish, "gesehen": "rathaus 2026-12-01T13:00Z"})
    assert answer.headers["Location"] == "/termine/"
    assert "Sie stehen auf der Warteliste." in text(anna.get("/termine/"))
    waiting = Waiting.objects.get()
    assert (waiting.email, waiting.part, waiting.offices) == (cast.ANNA.email, "nachmittag", ["rathaus"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": ""}, "Geben Sie eine E-Mail-Adresse an."),
        ({"name": ""}, "Schreiben Sie Ihren Namen in das Feld."),
        ({"von": "2026-02-29"}, "Geben Sie ein Datum an"),
        ({"bis": "9999-12-31"}, "höchstens ein Jahr von heute"),
        ({"bis": "2026-11-29"}, "Geben Sie einen Tag an, der noch kommt"),
        ({"von": "2026-12-04"}, "Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(anna: Person, changed: dict[str, str], told: str) -> None:
    answer = anna.post(JOIN, {**DAYS, **ME, **changed})
    assert answer.status_code == 422
    assert told in text(answer)
    assert Waiting.objects.count() == 0


def buttons(answer: Any) -> list[str]:
    return re.findall(r'name="wann" value="([^"]+)"', answer.content.decode())


def test_who_could_simply_book_is_shown_so_before_anything_is_kept_for_them(anna: Person) -> None:
    page = anna.post(JOIN, {**DAYS, **ME})
    assert page.status_code == 409
    assert "Diese Zeiten passen zu Ihren Angaben und sind frei:" in text(page)
    assert (len(buttons(page)), buttons(page)[0]) == (6, FIRST)
    assert f'value="{cast.ANNA.name}"' in page.content.decode()
    assert (Waiting.objects.count(), Offer.objects.count()) == (0, 0)
    chosen = {"wann": buttons(page)[1]}
    assert anna.post("/termine/wohnsitz/", chosen).headers["Location"] == "/termine/reservierung/"


def test_who_wants_none_of_it_waits_for_something_earlier(anna: Person, bilal: Person) -> None:
    number = book_online(bilal, name=cast.BILAL.name, email=cast.BILAL.email)
    Counter.objects.exclude(pk=Booking.objects.get().counter_id).update(is_active=False)
    page = anna.post(JOIN, {**DAYS, **ME})
    assert buttons(page)[0] == "rathaus 2026-12-01T08:15Z"
    seen = {"gesehen": buttons(page)[0]}
    assert anna.post(JOIN, {**DAYS, **ME, **seen}).headers["Location"] == "/termine/"
    assert "Wird vor Dienstag, 1. Dezember 2026, 09:15 Uhr etwas frei, schreiben wir Ihnen." in text(
        anna.get("/termine/")
    )
    waiting = Waiting.objects.get()
    assert (waiting.before, waiting.latest) == (at(9, 15), date(2026, 12, 1))
    assert offer_one() is None  # of all that is free by now
    bilal.post(f"/termine/buchung/{number}/absagen/")
    offer = offer_one()
    assert (offer and offer.starts_at) == at(9)


def test_what_became_free_since_is_shown_too(anna: Person) -> None:
    page = anna.post(JOIN, {**DAYS, **ME, "gesehen": "rathaus 2026-12-01T08:15Z"})
    assert (page.status_code, buttons(page)[0]) == (409, FIRST)


@pytest.mark.parametrize("seen", ["x", "rathaus 9999-12-31T08:00Z", "rathaus 2026-02-30T08:00Z"])
def test_a_forged_look_is_none(anna: Person, seen: str) -> None:
    assert anna.post(JOIN, {**DAYS, **ME, "gesehen": seen}).status_code == 409


def test_a_fourth_place_is_too_many(anna: Person) -> None:
    for day in range(3, 6):
        wish = When(date(2026, 12, 1), date(2026, 12, day))
        join_list(find_wish(["wohnsitz"]), wish, ANNA, network="203.0.113.7")
    refused = anna.post(JOIN, {**DAYS, **ME, **SEEN, "bis": "2026-12-09"})
    assert (refused.status_code, "warten Sie schon auf drei Zeiten" in text(refused)) == (429, True)


def test_a_network_that_asks_for_too_many_is_told_so(anna: Person, settings: Any) -> None:
    settings.RATHAUS_HOLDS_PER_HOUR = 0
    refused = text(anna.post(JOIN, {**DAYS, **ME, **SEEN}))
    assert "Von Ihrem Anschluss kamen zu viele" in refused
    assert "warten Sie schon auf drei Zeiten" not in refused


def test_the_offer_is_seen_and_taken(anna: Person) -> None:
    offer, code = offered()
    page = text(anna.post("/termine/angebot/", {"code": code}))
    assert "Diese Zeit ist frei geworden" in page
    assert "Wir halten die Zeit bis 09:30 Uhr für Sie frei." in page
    assert Booking.objects.count() == 0  # looking takes nothing
    answers = [anna.post("/termine/angebot/", {"code": code, "_nehmen": "1"}) for _twice in range(2)]
    booking = Booking.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/termine/buchung/{booking.number}/"}
    assert booking.starts_at == offer.starts_at
    assert "Ihr Termin steht" in text(anna.get(f"/termine/buchung/{booking.number}/"))


def test_declined_or_late_it_is_gone(anna: Person) -> None:
    _offer, code = offered()
    assert anna.post("/termine/angebot/", {"code": code, "_ablehnen": "1"}).headers["Location"] == "/termine/"
    answer = anna.post("/termine/angebot/", {"code": code, "_nehmen": "1"})
    assert answer.status_code == 409
    assert "Diese Zeit ist weitergegeben" in text(answer)
    second = offer_one()
    assert second is not None
    with clock.freeze(MONDAY + timedelta(minutes=31)):
        late = anna.post("/termine/angebot/", {"code": offer_link(second).split("#")[1], "_nehmen": "1"})
    assert late.status_code == 409
    assert Booking.objects.count() == 0


def test_from_a_visit_and_back(anna: Person, bilal: Person, other_portal: Client) -> None:
    number = book_online(anna)
    address = f"/termine/buchung/{number}/warteliste/"
    assert address in anna.get(f"/termine/buchung/{number}/").content.decode()
    for outsider in (bilal.get, bilal.post, other_portal.get, other_portal.post):
        assert outsider(address).status_code == 404
    assert bilal.post(f"{address}verlassen/").status_code == 404
    Booking.objects.update(starts_at=MONDAY + timedelta(days=9), ends_at=MONDAY + timedelta(days=9, minutes=15))
    early = anna.post(address, DAYS)
    assert (early.status_code, buttons(early)[0]) == (409, FIRST)
    assert f'action="/termine/buchung/{number}/verschieben/"' in early.content.decode()
    assert "Früher ist schon etwas frei" in text(early)
    assert anna.post(address, {**DAYS, **SEEN}).headers["Location"] == f"/termine/buchung/{number}/"
    assert "Nicht mehr warten" in text(anna.get(f"/termine/buchung/{number}/"))
    assert offer_one() is None
    Waiting.objects.update(before=None)
    offer = offer_one()
    assert offer is not None
    code = offer_link(offer).split("#")[1]
    assert "geben Sie Ihren jetzigen Termin ab: Mittwoch, 9. Dezember 2026" in text(
        anna.post("/termine/angebot/", {"code": code})
    )
    assert anna.post("/termine/angebot/", {"code": code, "_nehmen": "1"}).status_code == 302
    assert Booking.objects.get().starts_at == offer.starts_at


def test_leaving_takes_one_click_and_looking_changes_nothing(anna: Person, other_portal: Client) -> None:
    offer, _code = offered()
    code = waiting_link(offer.waiting).split("#")[1]
    assert re.search(r"/termine/warteliste/#[0-9A-Z-]{29}$", waiting_link(offer.waiting))
    assert anna.get("/termine/warteliste/").status_code == 200
    assert other_portal.post("/termine/warteliste/", {"code": code}).status_code == 422
    assert anna.post("/termine/warteliste/", {"code": "0000"}).status_code == 422
    assert Waiting.objects.get().ended_at is None
    for _twice in range(2):
        assert anna.post("/termine/warteliste/", {"code": code}).headers["Location"] == "/termine/"
    assert Waiting.objects.get().end == "left"


def test_a_foreign_code_opens_no_offer(bilal: Person, other_portal: Client, thale: Municipality) -> None:
    _offer, code = offered()
    for answer in (
        other_portal.post("/termine/angebot/", {"code": code}),
        bilal.post("/termine/angebot/", {"code": "1"}),
    ):
        assert answer.status_code == 422
    many: dict[str, Any] = {"code": "x" * 10_000}
    assert bilal.post("/termine/angebot/", many).status_code == 422


def test_who_waited_in_vain_finds_the_free_times_for_the_same_errand(anna: Person, other_portal: Client) -> None:
    waiting = join_list(
        find_wish(["personalausweis", "reisepass"], 2), When(date(2026, 12, 1), date(2026, 12, 1)), ANNA, network="x"
    )
    path, _, code = choose_link(waiting).partition("/termine")[2].partition("#")
    path = f"/termine{path}"
    assert "Sehen Sie, was jetzt für Ihr Anliegen frei ist." in text(anna.get(path))
    assert (anna.post(path, {"code": "falsch"}).status_code, other_portal.post(path, {"code": code}).status_code) == (
        422,
        422,
    )
    there = anna.post(path, {"code": code}).headers["Location"]
    assert there == "/termine/personalausweis/?mit=reisepass&personen=2"
    assert "Nächster freier Termin" in text(anna.get(there))
    assert Waiting.objects.get().ended_at is None
