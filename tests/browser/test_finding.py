"""Finding an errand: suggestions by keyboard and by touch, narrowing down, what to do when nothing is found."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


def test_suggestions_are_reached_by_keyboard_alone(live: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    page.goto(live.url() + "/")
    box = page.get_by_role("combobox", name="Suchen Sie nach Ihrem Anliegen")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("hunde", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    check_page(page)
    expect(page.locator("[role=status]").last).to_have_text(re.compile(r"^\d+ Vorschl"))
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(box).to_be_focused()
    check_page(page)
    wanted = options.first.get_attribute("data-href") or ""
    box.press("Enter")
    expect(page).to_have_url(live.url() + wanted)


def test_escape_closes_suggestions_and_keeps_what_was_typed(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    page.goto(live.url() + "/suche/")
    box = page.get_by_role("combobox", name="Suchen Sie nach Ihrem Anliegen")
    box.press_sequentially("hund", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("hund")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/suche/\?q=hund$"))


def test_a_suggestion_is_tapped_on_a_phone(live: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE, has_touch=True).new_page()
    page.goto(live.url() + "/leistungen/")
    page.get_by_role("combobox", name="Suche").press_sequentially("hundemarke", delay=20)
    option = page.get_by_role("option", name=re.compile("Hund anmelden"))
    expect(option).to_be_visible()
    check_page(page)
    option.tap()
    expect(page).to_have_url(re.compile("/leistungen/hund-anmelden/$"))


def test_without_scripts_the_search_narrows_down_and_corrects(
    live: Installation, open_context: Open, check_page: Check
) -> None:
    page = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(live.url() + "/")
    page.get_by_label("Suchen Sie nach Ihrem Anliegen").fill("hundesteur")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="hundesteuer", exact=True).click()
    expect(page).to_have_url(re.compile("q=hundesteuer$"))
    page.goto(live.url() + "/suche/?q=anmelden")
    narrowing = page.get_by_role("navigation", name="Ergebnisse eingrenzen")
    narrowing.get_by_role("link", name=re.compile("^Tiere")).click()
    expect(narrowing.locator("[aria-current=true]")).to_contain_text("Tiere")
    expect(page.get_by_role("link", name="Hund anmelden", exact=True)).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, SMALL_PHONE], ids=["desktop", "small phone"])
def test_pages_to_find_by_are_sound(
    live: Installation, open_context: Open, check_page: Check, viewport: dict[str, int]
) -> None:
    paths = (
        "/", "/suche/?q=kita", "/suche/?q=hundesteur", "/suche/?q=xyzzyxx", "/leistungen/", "/leistungen/uebersicht/",
        "/leistungen/thema/tiere/", "/leistungen/lebenslage/umzug/", "/leistungen/kfz-zulassung/",
        "/leistungen/personalausweis-beantragen/", "/leistung-vermisst/?q=xyzzyxx",
    )  # fmt: skip
    page = open_context(viewport=viewport).new_page()
    for path in paths:
        answer = page.goto(live.url() + path)
        assert answer is not None
        assert answer.status == 200, path
        check_page(page)


def test_text_twice_as_large_stays_on_a_phone(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=PHONE).new_page()
    for path in (
        "/",
        "/suche/?q=anmelden",
        "/leistungen/",
        "/leistungen/lebenslage/umzug/",
        "/leistungen/sondernutzung/",
    ):
        page.goto(live.url() + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
