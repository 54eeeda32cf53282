"""Calendars by a secret address: one's own visits, a counter's bookings, and the opening hours."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from rathaus.accounts.service import Account, StaffMember, personal_data
from rathaus.appointments.feeds import feed_link
from rathaus.appointments.models import Booking, Closure, Office, Subscription
from rathaus.appointments.service import (
    book_held,
    cancel_booking,
    create_feed,
    find_wish,
    hold_time,
    lift_closure,
    open_subscription,
    revoke_feed,
    subscribe,
    subscription_path,
)
from rathaus.core import clock
from rathaus.postbox.service import Entry
from rathaus.rights.exporting import subject_of
from rathaus.tenancy.service import Municipality, scope
from tests import cast
from tests.appointments.conftest import MONDAY
from tests.appointments.making import ANNA, at, book
from tests.parties import account_of, browser_of, found_verein

from .conftest import Person
from .test_appointments import ME, TIMES, WHEN, text

PAGE = "/konto/termine/"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.freeze(MONDAY):
        yield


@pytest.fixture
def account(town: Municipality) -> Account:
    return account_of(cast.ANNA)


@pytest.fixture
def browser(account: Account) -> Client:
    return browser_of(account)


def booked_by(account: Account, *, hour: int = 9) -> Booking:
    contact = replace(ANNA, holder=account.pk)
    return book_held(hold_time(find_wish(["wohnsitz"]), at(hour), office=None, network="203.0.113.7"), contact)


def starts(response: Any) -> list[Any]:
    return [event.decoded("dtstart") for event in Calendar.from_ical(response.content).walk("VEVENT")]


def address_on(page: Any) -> str:
    return (
        str(page.content.decode())
        .split('id="link">')[1]
        .split("<")[0]
        .removeprefix("http://tangerhuette.localhost:8000")
    )


def test_booked_signed_in_it_is_in_the_postbox_and_opens_from_there(browser: Client, account: Account) -> None:
    browser.post(TIMES, WHEN)
    assert f'value="{account.email}"' in browser.get("/termine/reservierung/").content.decode()
    assert f'value="{account.name}"' in browser.get("/termine/wohnsitz/warteliste/").content.decode()
    browser.post("/termine/reservierung/", ME)
    booking = Booking.objects.get()
    assert booking.holder == account.pk
    entry = Entry.objects.get(holder=account.pk)
    assert (entry.kind, entry.number, entry.unread) == ("appointment", booking.number, False)
    assert "Termin: morgen" in text(browser.get("/postfach/"))
    again = browser_of(account)  # another device, without the cookie of the booking
    assert again.get(entry.path).status_code == 200
    assert browser_of(account_of(cast.BILAL)).get(entry.path).headers["Location"] == "/termine/mein-termin/"
    cancel_booking(booking, by=StaffMember.objects.get(account__email=cast.CLARA.email), message="Krank")
    entry.refresh_from_db()
    assert (entry.status, entry.unread) == ("cancelled", True)


def test_a_calendar_of_all_municipalities_at_a_secret_address(
    browser: Client, account: Account, thale: Municipality, portal: Client
) -> None:
    booked_by(account)
    with scope(thale):
        booked_by(account, hour=10)
    book(ANNA, at(11))  # without signing in: in nobody's calendar
    browser.post(PAGE)
    address = address_on(browser.get(PAGE))
    answer = portal.get(address)
    assert starts(answer) == [at(9), at(10)]
    assert cast.ANNA.name not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    assert portal.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    browser.post(PAGE, {"_neu": "1"})
    assert portal.get(address).status_code == 404
    newer = address_on(browser.get(PAGE))
    assert portal.get(newer).status_code == 200
    browser.post(PAGE, {"_ende": "1"})
    assert portal.get(newer).status_code == 404
    assert portal.get(f"{PAGE}0000000000.ics").status_code == 404


def test_too_many_readings_are_answered_shortly(account: Account, portal: Client, settings: Any) -> None:
    settings.RATHAUS_FEED_READS_PER_HOUR = 2
    path = subscription_path(subscribe(account, account.pk))
    assert [portal.get(path).status_code for _ in range(3)] == [200, 200, 429]


def test_an_organisations_calendar_ends_with_the_right_to_read(town: Municipality) -> None:
    vera, bilal = account_of(cast.VERA), account_of(cast.BILAL)
    verein = found_verein(vera)
    mine = subscribe(vera, verein.pk)
    code = subscription_path(mine).split("/")[-1].removesuffix(".ics")
    assert open_subscription(code) == mine
    Subscription.objects.filter(pk=mine.pk).update(account=bilal)  # who may not act for it
    assert open_subscription(code) is None


def test_what_somebody_takes_along_and_has_deleted(account: Account) -> None:
    booking = booked_by(account)
    subscribe(account, account.pk)
    parts = {part.key: part for everywhere in (True, False) for part in personal_data(everywhere=everywhere)}
    subject = subject_of(account)
    (item,) = parts["appointments"].export(subject)
    assert (item.data["number"], item.data["name"]) == (booking.number, cast.ANNA.name)
    with clock.freeze(at(12)):
        for _twice in range(2):
            parts["appointments"].erase(subject)
            parts["calendars"].erase(subject)
    booking.refresh_from_db()
    assert (booking.name, booking.email, booking.holder) == ("", "", None)
    assert Subscription.objects.count() == 0


def test_a_clerks_calendar_has_no_names_unless_asked_for(
    anna: Person, other_portal: Client, thale: Municipality
) -> None:
    clara = StaffMember.objects.get(account__email=cast.CLARA.email)
    book(ANNA, at(9))
    book(ANNA, at(14), "gewerbe")  # of another unit
    bare, named = (create_feed(clara, counter=None, names=names) for names in (False, True))
    path = feed_link(bare).split(":8000")[1]
    answer = anna.get(path)
    assert starts(answer) == [at(9)]
    assert cast.ANNA.name not in answer.content.decode()
    assert cast.ANNA.name in anna.get(feed_link(named).split(":8000")[1]).content.decode()
    assert other_portal.get(path).status_code == 404
    assert revoke_feed(StaffMember.objects.get(account__email=cast.OLGA.email), bare.pk) is False
    assert anna.get(path).status_code == 200
    assert revoke_feed(clara, bare.pk)
    assert anna.get(path).status_code == 404


def test_an_office_whose_counters_overlap_is_open_once(anna: Person) -> None:
    def rule(start: str, end: str, counter: str) -> dict[str, object]:
        return {"dates": ["2026-12-02"], "from": start, "to": end, "counters": [counter]}

    rules = [rule("08:00", "12:00", "schalter-1"), rule("08:00", "16:00", "schalter-2"), rule("15:00", "18:00", "x")]
    Office.objects.filter(key="rathaus").update(opening=rules)
    Office.objects.exclude(key="rathaus").update(is_active=False)
    events = Calendar.from_ical(anna.get("/termine/oeffnungszeiten.ics").content).walk("VEVENT")
    day = (2026, 12, 2)
    opened = [(e["DTSTART"].dt, e["DTEND"].dt) for e in events if e["SUMMARY"].startswith("Geöffnet")]
    assert opened == [(at(8, day=day), at(18, day=day))]


def test_the_opening_hours_are_for_everybody(anna: Person) -> None:
    book(ANNA, at(9))
    answer = anna.get("/termine/oeffnungszeiten.ics")
    assert answer.headers["Cache-Control"] == "public, max-age=900"
    found = starts(answer)
    assert at(9) in found
    assert at(9, day=(2026, 12, 25)) not in found
    assert cast.ANNA.name not in answer.content.decode()
    closure = Closure.objects.create(starts_at=at(10), ends_at=at(11), reason="Betriebsausflug")
    assert at(10) in starts(anna.get("/termine/oeffnungszeiten.ics"))
    lift_closure(closure, by=StaffMember.objects.get(account__email=cast.CLARA.email))
    assert at(10) not in starts(anna.get("/termine/oeffnungszeiten.ics"))
