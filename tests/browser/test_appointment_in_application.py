"""A dog registered on a phone, with an appointment in it to collect the tag; and the desk that sees both."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_citizen import DOG, fill_in, find_the_dog, go_on, send
from .test_clerk import fill_desk, sign_in

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    fill_desk(installation, cases=1)
    return installation


def up_to_the_appointment(page: Page) -> None:
    for key in DOG:
        if key == "abholung":
            break
        fill_in(page, DOG[key])
        go_on(page)
    expect(page.get_by_role("heading", name="Hundemarke abholen")).to_be_visible()


def test_a_dog_with_an_appointment_on_a_phone_and_at_the_desk(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    page = open_context(viewport=PHONE).new_page()
    find_the_dog(page, town_hall)
    up_to_the_appointment(page)
    check_page(page)
    page.locator(".field--visit .times__time").first.click()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile(r"\((9:\d\d|10:00)\)"))
    check_page(page)
    page.get_by_role("button", name="Andere Zeit wählen").click()
    check_page(page)
    page.locator(".times__day .times__time").nth(2).click()
    when = page.locator(".visit__when").inner_text()
    go_on(page)
    expect(page.get_by_text(when)).to_be_visible()
    check_page(page)
    number, _link = send(page)
    page.goto(f"{town_hall.url()}/vorgang/{number}/")
    check_page(page)
    page.get_by_role("button", name="Termin ansehen, verschieben oder absagen").click()
    expect(page.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()

    desk = open_context(viewport=DESKTOP).new_page()
    sign_in(desk, town_hall.url(), cast.CLARA)
    desk.goto(f"{town_hall.url()}/amt/vorgaenge/{number}/")
    check_page(desk)
    desk.locator("section[aria-labelledby=termin] a").click()
    check_page(desk)
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_role("heading", name="Hund anmelden")).to_be_visible()


def test_without_scripts_on_a_small_phone(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=SMALL_PHONE, java_script_enabled=False).new_page()
    page.goto(f"{town_hall.url()}/leistungen/hund-anmelden/antrag/")
    page.get_by_role("button", name="Antrag beginnen").click()
    page.goto(f"{town_hall.url()}/leistungen/hund-anmelden/antrag/abholung/")
    page.locator(".field--visit .times__time").first.click()
    expect(page.get_by_text("Wir halten die Zeit bis")).to_be_visible()
    page.get_by_role("button", name="Zeit wieder freigeben").click()
    expect(page.get_by_text("Die nächsten freien Zeiten:")).to_be_visible()
