"""A clerk's day in the hall: a number on a phone, an arrival at the kiosk, both called on a screen elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation
from tests.queueing.listening import in_hall

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_clerk import fill_desk, sign_in

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
WARTEN = "/warten/rathaus/"


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install(worker=False)
    fill_desk(installation, cases=1)
    in_hall(installation, "open")
    return installation


def open_screen(open_context: Open, base: str, problems: list[str]) -> Page:
    screen = open_context(viewport={"width": 1920, "height": 1080}).new_page()
    screen.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    screen.on("pageerror", lambda error: problems.append(str(error)))
    screen.goto(f"{base}{WARTEN}anzeige/")
    screen.wait_for_selector("[data-connected]")
    return screen


def test_a_clerks_day_in_the_hall(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    base, problems = town_hall.url(), list[str]()
    screen = open_screen(open_context, base, problems)
    expect(screen.get_by_text("Bitte nehmen Sie Platz.")).to_be_visible()
    check_page(screen)

    desk = open_context(viewport=DESKTOP).new_page()
    sign_in(desk, base, cast.CLARA)
    desk.get_by_role("link", name="Aufruf").click()
    check_page(desk)
    desk.get_by_role("button", name=re.compile("Schalter 1")).first.click()
    expect(desk.get_by_text("Für Ihren Schalter wartet niemand.")).to_be_visible()
    check_page(desk)
    desk.wait_for_selector("[data-connected]")

    phone = open_context(viewport=PHONE).new_page()
    phone.goto(f"{base}{WARTEN}")
    check_page(phone)
    phone.get_by_role("button", name="Wohnsitz an- oder ummelden").click()
    expect(phone.get_by_role("heading", name="A001")).to_be_visible()
    check_page(phone)
    phone.wait_for_selector("[data-connected]")

    number = in_hall(town_hall, "visit")["number"]
    kiosk = open_context(viewport={"width": 1080, "height": 1920}).new_page()
    kiosk.goto(f"{base}{WARTEN}automat/")
    check_page(kiosk)
    kiosk.get_by_label("Nummer aus Ihrer Bestätigung").fill(number.replace("-", " ").lower())
    kiosk.get_by_role("button", name="Ich bin da").click()
    expect(kiosk.get_by_role("heading", name="A002")).to_be_visible()
    check_page(kiosk)

    # The desk has heard of both without being loaded anew.
    row = desk.get_by_role("row").filter(has_text=cast.ANNA.name)
    expect(row).to_contain_text("A002")
    check_page(desk)
    row.get_by_role("button", name="Aufrufen").click()
    expect(screen.locator(".hall__call").first).to_have_text("A002Schalter 1")
    check_page(screen)
    assert cast.ANNA.name not in screen.content()
    desk.get_by_label("Weiter zu").select_option("abholung")
    desk.get_by_label("Weiter zu").focus()
    in_hall(town_hall, "draw")
    expect(desk.get_by_role("row").filter(has_text="A003")).to_be_visible()
    expect(desk.get_by_label("Weiter zu")).to_be_focused()
    expect(desk.get_by_label("Weiter zu")).to_have_value("abholung")
    desk.get_by_role("button", name="Ist da").click()
    desk.get_by_role("button", name="Fertig, nächste Nummer").click()
    expect(screen.locator(".hall__call")).to_have_text(["A001Schalter 1"])
    expect(phone.get_by_text("Sie sind dran: Schalter 1")).to_be_visible()
    check_page(phone)
    desk.get_by_role("button", name="Fertig", exact=True).click()
    expect(screen.get_by_text("Bitte nehmen Sie Platz.")).to_be_visible()
    desk.goto(f"{base}/amt/termine/")
    expect(desk.get_by_role("row").filter(has_text=cast.ANNA.name)).to_contain_text("erledigt")
    assert problems == []


def give_back(kiosk: Page) -> None:
    """So that the next tests don't find a long wait."""
    kiosk.goto(kiosk.url.replace("/automat/", "/nummer/"))
    kiosk.get_by_role("button", name="Ich gehe wieder").click()
    expect(kiosk.get_by_text("Diese Nummer ist erledigt.")).to_be_visible()


def test_a_kiosk_with_a_printer_prints_each_number_once(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    kiosk = open_context(viewport={"width": 1080, "height": 1920}).new_page()
    kiosk.add_init_script("window.print = () => document.documentElement.toggleAttribute('data-prints')")
    base = f"{town_hall.url()}{WARTEN}automat/"
    errand = kiosk.get_by_role("button", name="Wohnsitz an- oder ummelden")
    paper, memory = kiosk.get_by_text("Nehmen Sie Ihren Zettel mit."), kiosk.get_by_text("Merken Sie sich die Nummer")
    kiosk.goto(base)
    errand.click()
    expect(memory).to_be_visible()
    assert kiosk.locator("[data-prints]").count() == 0
    give_back(kiosk)
    kiosk.goto(f"{base}?drucker=1")
    errand.click()
    expect(paper).to_be_visible()
    expect(kiosk.locator("[data-prints]")).to_have_count(1)
    check_page(kiosk)
    kiosk.emulate_media(media="print")
    expect(kiosk.locator(".kiosk__paper")).to_be_visible()
    expect(kiosk.get_by_role("link", name="Fertig")).to_be_hidden()
    kiosk.emulate_media(media="screen")
    kiosk.reload()
    assert kiosk.locator("[data-prints]").count() == 0
    give_back(kiosk)


def test_the_screen_comes_back_after_the_server_was_gone(town_hall: Installation, open_context: Open) -> None:
    screen = open_screen(open_context, town_hall.url(), [])
    town_hall.kill("serve")
    in_hall(town_hall, "draw")
    town_hall.start("serve")
    screen.wait_for_selector("[data-connected]", timeout=30_000)
    desk = open_context(viewport=DESKTOP).new_page()
    sign_in(desk, town_hall.url(), cast.CLARA)
    desk.goto(f"{town_hall.url()}/amt/aufruf/")
    desk.get_by_role("button", name="Nächste Nummer aufrufen").click()
    expect(screen.locator(".hall__call").first).to_contain_text("Schalter 1")


@pytest.mark.parametrize("viewport", [PHONE, SMALL_PHONE])
def test_a_number_on_a_phone_without_scripts(
    town_hall: Installation, open_context: Open, viewport: dict[str, int]
) -> None:
    page = open_context(viewport=viewport, java_script_enabled=False).new_page()
    page.goto(f"{town_hall.url()}{WARTEN}")
    page.get_by_role("button", name="Wohnsitz an- oder ummelden").click()
    expect(page.get_by_role("heading", name=re.compile(r"A\d{3}"))).to_be_visible()
    assert page.locator("noscript meta, meta[http-equiv=refresh]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
