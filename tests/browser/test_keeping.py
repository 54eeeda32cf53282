"""An administrator changes a fee, tries it, publishes it and goes back: in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_clerk import fill_desk, sign_in
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]

FEE = "Hundesteuer im Jahr für den ersten Hund"


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    fill_desk(installation, cases=0)
    return installation


def watched(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def published_fee(page: Page, base: str) -> str:
    page.goto(f"{base}/leistungen/hund-anmelden/")
    return page.locator(".facts--main dd").first.inner_text()


def test_a_fee_from_the_form_to_everybody_and_back(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    base = town_hall.url()
    page = open_context(viewport=DESKTOP).new_page()
    problems = watched(page)
    sign_in(page, base, cast.IDA)
    page.get_by_role("link", name="Leistungen", exact=True).click()
    check_page(page)
    page.get_by_placeholder("Name der Leistung oder des Amtes").fill("hund anm")
    expect(page.locator("#treffer tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Hund anmelden").click()
    check_page(page)

    page.get_by_role("link", name="Einstellungen").click()
    check_page(page)
    page.get_by_label(FEE).fill("61,50")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.get_by_text("Gespeichert. Für alle gilt es")).to_be_visible()
    expect(page.get_by_label(FEE)).to_have_value("61,50")
    assert "61,50" not in published_fee(page, base)

    page.goto(f"{base}/amt/leistungen/hund-anmelden/vorschau/")
    check_page(page)
    page.get_by_role("link", name="Die Seite ansehen").click()
    expect(page.get_by_text("Nur zur Probe")).to_be_visible()
    expect(page.locator(".facts--main dd").first).to_contain_text("61,50")
    check_page(page)
    page.get_by_role("link", name="Jetzt online erledigen").click()
    check_page(page)
    page.get_by_role("button", name="Weiter").last.click()
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(page)

    page.goto(f"{base}/amt/leistungen/hund-anmelden/")
    page.get_by_role("link", name="Ansehen und veröffentlichen").click()
    expect(page.locator(".diff ins")).to_contain_text("61,50")
    check_page(page)
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_text("Veröffentlicht. Ab jetzt gilt es für alle")).to_be_visible()
    assert "61,50" in published_fee(page, base)

    page.goto(f"{base}/amt/leistungen/hund-anmelden/fassungen/")
    check_page(page)
    page.get_by_role("button", name="Unterschied ansehen").click()
    expect(page.locator(".diff del")).to_contain_text("48,00")
    check_page(page)
    page.go_back()
    page.get_by_role("link", name="Darauf zurückgehen").first.click()
    check_page(page)
    page.get_by_role("button", name="Zurückgehen und veröffentlichen").click()
    expect(page.get_by_text("Die Leistung ist wieder wie damals")).to_be_visible()
    assert "48,00" in published_fee(page, base)
    assert [problem for problem in problems if "422" not in problem] == []


def test_every_page_holds_on_a_phone(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    sign_in(page, town_hall.url(), cast.IDA)
    service = "leistungen/hund-anmelden/"
    pages = ["", "angaben/", "texte/", "texte/?sprache=en", "zeiten/", "vorschau/", "beispiele/", "fassungen/"]
    for address in ("leistungen/", *(service + one for one in pages), f"{service}unterschied/", "verzeichnisse/"):
        page.goto(f"{town_hall.url()}/amt/{address}")
        check_page(page)


def test_rows_of_a_list_come_and_go_without_scripts(town_hall: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    sign_in(page, town_hall.url(), cast.IDA)
    page.goto(f"{town_hall.url()}/amt/leistungen/kita-vertrag-kuendigen/angaben/")
    rows = page.locator("#f-kitas fieldset.row")
    count = rows.count()
    page.get_by_role("button", name="Zeile hinzufügen").click()
    assert rows.count() == count + 1
    rows.last.get_by_label("Wert").fill("Neudorf")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.get_by_text("Gespeichert. Für alle gilt es")).to_be_visible()
    expect(rows.last.get_by_label("Wert")).to_have_value("Neudorf")
