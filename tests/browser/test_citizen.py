"""A citizen without an account, at a phone: from the search to the receipt and back to the case."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live import Installation
from tests.portal.test_tracking import PNG
from tests.walk import example, words

from .conftest import DESKTOP, PHONE, SMALL_PHONE

DOG = example("hund-anmelden")["pages"]
Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


def fill_in(page: Page, typed: Mapping[str, Any]) -> None:
    """Type and tick like somebody in a hurry: the page may fetch its fields anew in between."""
    for path, value in typed.items():
        for word in words(value):
            field = page.locator(f'[name="{path}"]').first
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(word)
            elif field.get_attribute("type") in {"radio", "checkbox"}:
                page.locator(f'[name="{path}"][value="{word}"]').check()
            else:
                field.fill(word)


def go_on(page: Page) -> None:
    page.locator(".form__nav").get_by_role("button").first.click()


def find_the_dog(page: Page, live: Installation) -> None:
    page.goto(live.url() + "/")
    page.get_by_label("Suchen Sie nach Ihrem Anliegen").fill("hundesteur")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Hund anmelden", exact=True).click()
    page.get_by_role("link", name="Jetzt online erledigen").click()
    page.get_by_role("button", name="Antrag beginnen").click()
    expect(page).to_have_url(re.compile("/antrag/halter/$"))


def fill_up_to_the_summary(page: Page, *, begin_with: str = "halter") -> None:
    keys = [key for key in DOG if key != "abschluss"]
    for key in keys[keys.index(begin_with) :]:
        expect(page).to_have_url(re.compile(f"/antrag/{key}/$"))
        fill_in(page, DOG[key])
        go_on(page)
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()


def send(page: Page) -> tuple[str, str]:
    """Number and link of the receipt."""
    page.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    page.get_by_role("button", name="Antrag absenden").click()
    expect(page.get_by_role("heading", name="Ihr Antrag ist angekommen")).to_be_visible()
    return page.locator("#nummer").inner_text(), page.locator("#link").inner_text()


def pdf_behind(page: Page, link: str, *, role: Literal["link", "button"] = "link") -> bytes:
    with page.expect_download() as download:
        page.get_by_role(role, name=link).click()
    return Path(download.value.path()).read_bytes()


def test_from_the_search_to_the_receipt_with_the_browser_closed_in_between(
    live: Installation, open_context: Open, check_page: Check
) -> None:
    first = open_context(viewport=PHONE)
    page = first.new_page()
    find_the_dog(page, live)
    check_page(page)
    go_on(page)  # nothing typed yet
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    fill_in(page, DOG["halter"])
    go_on(page)
    page.get_by_label("Wie heißt Ihr Hund?").fill("Bello")
    page.get_by_role("button", name="Später weitermachen").click()
    expect(page.get_by_text("Ihre Angaben sind gespeichert.")).to_be_visible()
    kept = first.storage_state()
    first.close()

    page = open_context(viewport=PHONE, storage_state=kept).new_page()
    page.goto(live.url() + "/")
    check_page(page)
    page.get_by_role("link", name="Hund anmelden – weitermachen").click()
    expect(page.get_by_label("Wie heißt Ihr Hund?")).to_have_value("Bello")
    check_page(page)
    fill_up_to_the_summary(page, begin_with="hund")
    check_page(page)
    number, link = send(page)
    check_page(page)
    assert pdf_behind(page, "Kopie als PDF speichern").startswith(b"%PDF-")

    page.go_back()
    expect(page.locator("#nummer")).to_have_text(number)

    other = open_context(viewport=SMALL_PHONE).new_page()
    other.goto(link)
    assert "#" not in other.url, "the code stays in no address"
    check_page(other)
    other.get_by_role("button", name="Vorgang öffnen").click()
    expect(other.get_by_role("heading", name="Wir sind dran")).to_be_visible()
    check_page(other)
    assert live.query("select count(*) from cases_case where number = %s", number) == [(1,)]


def test_the_same_without_a_script(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    find_the_dog(page, live)
    go_on(page)
    expect(page.locator("#fehler")).to_contain_text("Vorname")
    fill_up_to_the_summary(page)
    number, _link = send(page)
    code = page.locator("#code").inner_text()

    other = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    other.goto(live.url() + "/vorgang/")
    other.get_by_label("Vorgangsnummer").fill(number)
    other.get_by_label("Zugangscode").fill(code)
    other.get_by_role("button", name="Vorgang öffnen").click()
    expect(other.get_by_role("heading", name="Wir sind dran")).to_be_visible()
    assert pdf_behind(other, "Eingangsbestätigung (PDF)").startswith(b"%PDF-")


def test_a_file_is_uploaded_at_once_and_without_a_script_by_its_button(
    live: Installation, open_context: Open, check_page: Check, tmp_path: Path
) -> None:
    photo = tmp_path / "wesenstest.png"
    photo.write_bytes(PNG)
    broken = tmp_path / "kaputt.pdf"
    broken.write_bytes(b"%PDF-1.4 and then nothing")
    for script in (True, False):
        page = open_context(viewport=PHONE, java_script_enabled=script).new_page()
        find_the_dog(page, live)
        fill_in(page, DOG["halter"])
        go_on(page)
        fill_in(page, DOG["hund"])
        go_on(page)
        fill_in(page, {"rasse_vermutet": True, "behoerdlich_gefaehrlich": False})
        if not script:
            go_on(page)
        fill_in(page, {"wesenstest": True})
        if not script:
            go_on(page)
        page.locator('input[type="file"]').set_input_files(broken)
        if not script:
            page.get_by_role("button", name="Datei hochladen").click()
        expect(page.locator("#f-nachweis_wesenstest-error")).to_contain_text("kaputt.pdf")
        page.locator('input[type="file"]').set_input_files(photo)
        if not script:
            page.get_by_role("button", name="Datei hochladen").click()
        expect(page.locator(".upload__name")).to_have_text("wesenstest.png")
        if script:
            check_page(page)
        page.get_by_role("button", name=re.compile("Entfernen")).click()
        expect(page.locator(".upload__name")).to_have_count(0)


def test_with_the_keyboard_alone(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    page.goto(live.url() + "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.get_by_label("Suchen Sie nach Ihrem Anliegen").focus()
    page.keyboard.type("hund anmelden")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Hund anmelden", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Jetzt online erledigen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Antrag beginnen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Vorname").focus()
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")  # as if "Weiter" were pressed, not the first button of the form
    expect(page.locator("#fehler")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Familienname")).to_be_focused()


@pytest.mark.parametrize(
    "path",
    ["/", "/suche/?q=hund", "/suche/?q=xyzabc", "/leistungen/", "/leistungen/hund-anmelden/", "/vorgang/",
     "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/", "/gibt-es-nicht/"],
)  # fmt: skip
def test_every_page_fits_the_smallest_phone_light_and_dark(
    live: Installation, open_context: Open, check_page: Check, path: str
) -> None:
    for scheme in ("light", "dark"):
        page = open_context(viewport=SMALL_PHONE, color_scheme=scheme).new_page()
        page.goto(live.url() + path)
        check_page(page)


def test_the_platform_leads_to_a_municipality(live: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"http://localhost:{live.port}/")
    check_page(page)
    page.get_by_role("link", name="Stadt Thale").click()
    expect(page.get_by_role("heading", name="Was möchten Sie erledigen?")).to_be_visible()


def test_the_page_speaks_english(live: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    page.goto(live.url() + "/leistungen/hund-anmelden/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Register a dog")).to_be_visible()
    check_page(page)
