"""A visit in three choices on a phone, moved and cancelled on another device; and the clerk's day that shows it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_clerk import fill_desk, sign_in
from .test_coming_back import link_in_mail

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    fill_desk(installation, cases=1)
    return installation


def book(page: Page, check_page: Check, base: str) -> str:
    """From the page of the service to the visit; its number."""
    page.goto(f"{base}/leistungen/wohnsitz-anmelden/")
    check_page(page)
    page.get_by_role("link", name="Termin buchen").click()
    expect(page.get_by_role("heading", name="Nächster freier Termin")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name=re.compile("Uhr nehmen")).click()
    expect(page.get_by_role("heading", name="Wer kommt?")).to_be_visible()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"\((9:\d\d|10:00)\)"))
    page.get_by_label("Ihr Name").fill(cast.ANNA.name)
    page.get_by_role("button", name="Termin buchen").click()
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    page.get_by_role("button", name="10 Minuten mehr").click()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"\(1\d:\d\d\)"))
    expect(page.get_by_label("Ihr Name")).to_have_value(cast.ANNA.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(cast.ANNA.email)
    page.get_by_role("button", name="Termin buchen").click()
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()
    check_page(page)
    return page.locator("#nummer").inner_text()


def test_booked_on_a_phone_moved_and_cancelled_on_another(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    number = book(open_context(viewport=PHONE).new_page(), check_page, town_hall.url())
    link = link_in_mail(town_hall, cast.ANNA.email, "/termine/mein-termin/")
    other = open_context(viewport=SMALL_PHONE).new_page()
    other.goto(link)
    assert "#" not in other.url, "the code stays in no address"
    check_page(other)
    other.get_by_role("button", name="Termin öffnen").click()
    expect(other.locator("#nummer")).to_have_text(number)
    check_page(other)
    before = other.locator(".lead").inner_text()
    other.get_by_role("link", name="Verschieben").click()
    check_page(other)
    other.locator(".times__day .times__time:visible").last.click()
    expect(other.get_by_text("Ihr Termin ist verschoben")).to_be_visible()
    assert other.locator(".lead").inner_text() != before
    other.get_by_role("link", name="Absagen").click()
    check_page(other)
    other.get_by_role("button", name="Ja, absagen").click()
    expect(other.get_by_role("heading", name="Ihr Termin ist abgesagt")).to_be_visible()
    check_page(other)


def test_without_scripts_the_keyboard_is_enough(town_hall: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto(f"{town_hall.url()}/termine/abholung/")
    page.get_by_role("button", name=re.compile("Uhr nehmen")).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ihr Name").fill(cast.BILAL.name)
    page.get_by_label("Oder Ihre Telefonnummer").fill("03935 93170")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()


def test_text_twice_as_large_fits_a_phone(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    for path in ("", "personalausweis/", "wohnsitz/warteliste/", "mein-termin/"):
        page.goto(f"{town_hall.url()}/termine/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        check_page(page)


def test_the_clerks_day(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    phone = open_context(viewport=PHONE).new_page()
    number = book(phone, check_page, town_hall.url())
    ((day, office),) = town_hall.query(
        "select starts_at::date::text, o.key from appointments_booking join appointments_office o on o.id = office_id"
        " where number = %s",
        number,
    )
    page = open_context(viewport=DESKTOP).new_page()
    sign_in(page, town_hall.url(), cast.CLARA)
    page.get_by_role("link", name="Termine").click()
    check_page(page)
    page.goto(f"{town_hall.url()}/amt/termine/?tag={day}&ort={office}")
    expect(page.get_by_role("row").filter(has_text=number)).to_contain_text(cast.ANNA.name)
    check_page(page)
    page.get_by_role("row").filter(has_text=number).get_by_role("link").click()
    expect(page.get_by_role("heading", name=cast.ANNA.name)).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Verschieben").click()
    check_page(page)
    page.goto(f"{town_hall.url()}/amt/termine/neu/?anliegen=wohnsitz&tag={day}")
    check_page(page)
    page.locator(".times__time").last.click()
    check_page(page)
    page.get_by_label("Name").fill(cast.UWE.name)
    page.get_by_role("button", name="Termin buchen").click()
    expect(page.get_by_role("heading", name=cast.UWE.name)).to_be_visible()
    page.goto(f"{town_hall.url()}/amt/termine/sperren/?tag={day}")
    check_page(page)
