"""Stopping on one device and going on on another; and buying a plot together, each with a link of their own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live import Installation
from tests.portal.test_tracking import PNG
from tests.walk import example

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_citizen import DOG, fill_in, fill_up_to_the_summary, find_the_dog, go_on, send

PLOT = example("kaufantrag-grundstueck", "gemeinsam")["pages"]
Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
PLACE = "Tangerhütte"


def link_in_mail(live: Installation, to: str, path: str) -> str:
    """The one link of the newest e-mail to somebody that leads to `path`."""

    def find() -> str:
        for mail in reversed(live.mails()):
            body = mail.get_body(("plain",))
            found = re.search(rf"https?://\S+{path}#\S+", body.get_content() if body else "")
            if found and to in str(mail["To"]):
                return found.group()
        return ""

    return str(live.wait_for(find, f"an e-mail to {to}"))


def test_begun_on_one_device_and_sent_from_another(live: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    find_the_dog(page, live)
    fill_in(page, DOG["halter"])
    go_on(page)
    page.get_by_label("Wie heißt Ihr Hund?").fill("Bello")
    page.get_by_role("button", name="Später weitermachen").click()
    expect(page.get_by_role("heading", name="Später weitermachen")).to_be_visible()
    check_page(page)
    shown = page.locator("#link").inner_text()
    page.get_by_label("Ihre E-Mail-Adresse").fill("anna@")
    page.get_by_role("button", name="Link schicken").click()
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    page.get_by_label("Ihre E-Mail-Adresse").fill("anna@example.org")
    page.get_by_role("button", name="Link schicken").click()
    expect(page.get_by_text("Der Link ist unterwegs an anna@example.org.")).to_be_visible()
    assert link_in_mail(live, "anna@example.org", "/antrag-fortsetzen/") == shown

    other = open_context(viewport=SMALL_PHONE).new_page()
    other.goto(shown)
    assert "#" not in other.url, "the code stays in no address"
    check_page(other)
    other.get_by_role("button", name="Weitermachen").click()
    expect(other.get_by_label("Wie heißt Ihr Hund?")).to_have_value("Bello")
    fill_up_to_the_summary(other, begin_with="hund")
    send(other)

    page.goto(live.url() + "/leistungen/hund-anmelden/antrag/hund/")
    expect(page.get_by_text("Ihr Entwurf ist schon abgeschickt, von einem anderen Gerät.")).to_be_visible()
    check_page(page)


def test_the_link_works_without_a_script(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    find_the_dog(page, live)
    fill_in(page, DOG["halter"])
    go_on(page)
    page.get_by_role("button", name="Später weitermachen").click()
    address, _, code = page.locator("#link").inner_text().partition("#")
    other = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    other.goto(address)
    other.get_by_label("Code").fill(code.lower())
    other.get_by_role("button", name="Weitermachen").click()
    expect(other).to_have_url(re.compile("/antrag/hund/$"))


def apply_together(page: Page, live: Installation, map_file: Path) -> None:
    """Anna's application, which Bilal must confirm, up to its summary."""
    page.goto(live.url() + "/leistungen/kaufantrag-grundstueck/antrag/")
    page.get_by_role("button", name="Antrag beginnen").click()
    for key, typed in PLOT.items():
        if key == "abschluss":
            break
        fill_in(page, {**typed, **({"ortsteil": PLACE} if "ortsteil" in typed else {})})
        go_on(page)
    page.locator('input[type="file"]').set_input_files(map_file)
    expect(page.locator(".upload__name")).to_have_count(1)
    go_on(page)


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    made = tmp_path / "karte.png"
    made.write_bytes(PNG)
    return made


def test_two_buy_a_plot_and_both_say_yes(
    live: Installation, open_context: Open, check_page: Check, map_file: Path
) -> None:
    anna = open_context(viewport=PHONE).new_page()
    apply_together(anna, live, map_file)
    check_page(anna)
    fill_in(anna, PLOT["abschluss"])
    anna.get_by_role("button", name="Antrag absenden").click()
    expect(anna.get_by_role("heading", name="Ihr Antrag wartet auf Bestätigung")).to_be_visible()
    check_page(anna)
    anna.get_by_role("link", name="Zum Stand meines Antrags").click()
    expect(anna.get_by_text("noch nicht bestätigt")).to_be_visible()
    check_page(anna)

    bilal = open_context(viewport=DESKTOP).new_page()
    bilal.goto(link_in_mail(live, "bilal@beispiel.example", "/zustimmung/"))
    assert "#" not in bilal.url, "the code stays in no address"
    check_page(bilal)
    bilal.get_by_role("button", name="Antrag lesen").click()
    expect(bilal.get_by_text("Ein Einfamilienhaus mit Garten.")).to_be_visible()
    check_page(bilal)
    bilal.get_by_role("button", name="Nein, ich stimme nicht zu").click()
    expect(bilal.get_by_role("heading", name="Wirklich nicht zustimmen?")).to_be_visible()
    check_page(bilal)
    bilal.get_by_role("button", name="Zurück zum Antrag").click()
    bilal.get_by_role("button", name="Ja, ich stimme zu").click()
    expect(bilal.get_by_role("heading", name="Danke, Sie haben zugestimmt")).to_be_visible()
    check_page(bilal)

    anna.reload()
    expect(anna.get_by_role("heading", name="Wir sind dran")).to_be_visible()
    expect(anna.get_by_text(re.compile("bestätigt am"))).to_be_visible()
    check_page(anna)
