"""A time that becomes free, offered by e-mail and taken on a phone; and one that is booked with a link only."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.cluster import CLUSTER
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_coming_back import link_in_mail

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    return install()


def take_next(page: Page, base: str, who: cast.Person) -> None:
    """The next time for advice on a business, of which there is one at a time."""
    page.goto(f"{base}/termine/gewerbe/")
    page.get_by_role("button", name=re.compile("Uhr nehmen")).click()
    page.get_by_label("Ihr Name").fill(who.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(who.email)
    page.get_by_role("button", name="Termin buchen").click()
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()


def cancel(page: Page) -> None:
    page.get_by_role("link", name="Absagen").click()
    page.get_by_role("button", name="Ja, absagen").click()
    expect(page.get_by_role("heading", name="Ihr Termin ist abgesagt")).to_be_visible()


def join(page: Page, check_page: Check, base: str) -> None:
    """What is free already is shown first; then only something earlier is waited for."""
    page.goto(f"{base}/termine/gewerbe/")
    page.get_by_role("link", name="Sagen Sie mir Bescheid").click()
    expect(page.get_by_role("heading", name="Sagen Sie mir Bescheid, wenn etwas frei wird")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Bescheid bekommen").click()
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    page.get_by_label("Ihr Name").fill(cast.ANNA.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(cast.ANNA.email)
    page.get_by_role("button", name="Bescheid bekommen").click()
    expect(page.locator("#frei")).to_be_focused()
    check_page(page)
    page.get_by_role("button", name="Auf etwas Früheres warten").click()
    expect(page.get_by_text("Sie stehen auf der Warteliste.")).to_be_visible()
    check_page(page)


def test_an_offer_is_taken_on_a_phone_and_the_list_left_on_another(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    before = open_context(viewport=PHONE).new_page()
    take_next(before, town_hall.url(), cast.UWE)
    page = open_context(viewport=PHONE).new_page()
    join(page, check_page, town_hall.url())
    cancel(before)
    leave = link_in_mail(town_hall, cast.ANNA.email, "/termine/warteliste/")
    link = link_in_mail(town_hall, cast.ANNA.email, "/termine/angebot/")
    page.goto(link)
    assert "#" not in page.url, "the code stays in no address"
    check_page(page)
    page.get_by_role("button", name="Zeit ansehen").click()
    expect(page.get_by_role("heading", name="Diese Zeit ist frei geworden")).to_be_visible()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"\((29:\d\d|30:00)\)"))
    check_page(page)
    page.get_by_role("button", name="Zeit nehmen").click()
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Sagen Sie mir Bescheid, wenn früher etwas frei wird").click()
    check_page(page)
    other = open_context(viewport=SMALL_PHONE).new_page()
    other.goto(leave)
    check_page(other)
    other.get_by_role("button", name="Von der Liste streichen").click()
    expect(other.get_by_text("Sie stehen nicht mehr auf der Warteliste.")).to_be_visible()


def test_without_scripts_the_offer_opens_with_its_code(town_hall: Installation, open_context: Open) -> None:
    before = open_context(viewport=PHONE).new_page()
    take_next(before, town_hall.url(), cast.VERA)
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto(f"{town_hall.url()}/termine/gewerbe/warteliste/")
    page.get_by_label("Ihr Name").fill(cast.BILAL.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(cast.BILAL.email)
    page.get_by_label("Spätestens am").fill((datetime.now(UTC) + timedelta(days=20)).date().isoformat())
    page.get_by_role("button", name="Bescheid bekommen").click()
    page.get_by_role("button", name="Auf etwas Früheres warten").click()
    cancel(before)
    code = link_in_mail(town_hall, cast.BILAL.email, "/termine/angebot/").split("#")[1]
    page.goto(f"{town_hall.url()}/termine/angebot/")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Zeit ansehen").click()
    page.get_by_role("button", name="Nein, danke").click()
    expect(page.get_by_text("wir fragen jetzt die Nächsten")).to_be_visible()


def test_a_visit_is_booked_with_the_link_of_an_e_mail(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    with psycopg.connect(CLUSTER.url("postgres", town_hall.database)) as connection:
        connection.execute("update appointments_offering set confirm = 'link' where key = 'fuehrungszeugnis'")
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"{town_hall.url()}/termine/fuehrungszeugnis/")
    page.get_by_role("button", name=re.compile("Uhr nehmen")).click()
    page.get_by_label("Ihr Name").fill(cast.VERA.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(cast.VERA.email)
    page.get_by_role("button", name="Termin buchen").click()
    expect(page.get_by_role("heading", name="Schauen Sie in Ihre E-Mails")).to_be_visible()
    check_page(page)
    page = page.context.new_page()  # as mail programs open links
    page.goto(link_in_mail(town_hall, cast.VERA.email, "/termine/bestaetigen/"))
    page.get_by_role("button", name="Termin bestätigen").click()
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()
