"""Somebody without an e-mail address at the counter: the clerk records their application, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_clerk import sign_in, town_hall
from tests.live import Installation

__all__ = ["town_hall"]

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


def fill_person(page: Page) -> None:
    page.get_by_label("Vorname").fill("Anna")
    page.get_by_label("Familienname").fill("Beispiel")
    page.get_by_label("Geburtsdatum").fill("24.12.1985")
    page.get_by_label("Geburtsort").fill("Stendal")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Weiter", exact=True).last.click()


def fill_certificate(page: Page) -> None:
    page.locator("select[name=zweck]").select_option("vertrag")
    page.locator("input[name=umfang][value=einfach]").check()
    page.locator("input[name=exemplare]").fill("2")
    page.locator("input[name=lieferung][value=abholung]").check()
    go_on(page)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_search_to_the_receipt_that_is_handed_over(
    town_hall: Installation, open_context: Open, check_page: Check, viewport: dict[str, int]
) -> None:
    page = open_context(viewport=viewport, accept_downloads=True).new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, town_hall.url(), cast.CLARA)
    page.get_by_role("link", name="Aufnehmen", exact=True).click()
    check_page(page)
    page.get_by_label("Worum geht es?").fill("meldebescheinigung")
    page.get_by_role("link", name="Meldebescheinigung").first.click()
    page.get_by_label("Am Schalter").check()
    page.get_by_role("button", name="Antrag beginnen").click()

    fill_person(page)
    street = page.get_by_label("Straße")
    street.press_sequentially("Otto-Nu")
    suggestion = page.get_by_role("option", name="Otto-Nuschke-Straße")
    expect(suggestion).to_be_visible()
    check_page(page)
    street.press("ArrowDown")
    street.press("Enter")
    expect(street).to_have_value("Otto-Nuschke-Straße")
    expect(page.get_by_label("Postleitzahl")).to_have_value("39517")
    page.get_by_label("Hausnummer").fill("12a")
    expect(page.get_by_text("darf hier offen bleiben").first).to_be_visible()
    page.locator("input[name=wohnung][value=jetzt]").check()
    go_on(page)

    fill_certificate(page)
    check_page(page)
    go_on(page)  # the proof was shown at the counter: nothing to upload
    expect(page.get_by_role("heading", name="Das bleibt offen")).to_be_visible()
    expect(page.get_by_role("table", name="Kosten")).to_contain_text("12,00 €")
    check_page(page)
    page.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    page.get_by_role("button", name="Antrag aufnehmen").click()

    expect(page.get_by_role("heading", name="Der Antrag ist aufgenommen")).to_be_visible()
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Eingangsbestätigung als PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Zum Vorgang").click()
    expect(page.get_by_text("hat den Antrag am Schalter aufgenommen")).to_be_visible()
    expect(page.get_by_role("heading", name="Bei der Aufnahme offen geblieben")).to_be_visible()
    check_page(page)
    assert problems == []


def test_without_scripts_a_letter_is_recorded_too(town_hall: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    sign_in(page, town_hall.url(), cast.CLARA)
    page.get_by_role("link", name="Aufnehmen", exact=True).click()
    page.get_by_label("Worum geht es?").fill("meldebescheinigung")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Meldebescheinigung").first.click()
    page.get_by_label("Aus einem Schreiben").check()
    page.get_by_role("button", name="Antrag beginnen").click()
    fill_person(page)
    for label, text in {"Straße": "Am Ende der Welt", "Hausnummer": "1", "Postleitzahl": "39517"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Ort", exact=True).fill("Tangerhütte")
    page.locator("input[name=wohnung][value=jetzt]").check()
    go_on(page)
    fill_certificate(page)
    go_on(page)
    expect(page.get_by_text("Vergleichen Sie die Angaben mit dem Schreiben.")).to_be_visible()
    page.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    page.get_by_role("button", name="Antrag aufnehmen").click()
    expect(page.get_by_role("heading", name="Der Antrag ist aufgenommen")).to_be_visible()
