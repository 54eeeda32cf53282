"""A citizen signs up and signs in, in a real browser with a virtual authenticator (CDP), on a platform of its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def platform(install: Callable[..., Installation]) -> Installation:
    """A domain with a dot, so that browsers let one passkey serve all its town halls."""
    return install(RATHAUS_DOMAIN="rathaus.localhost", RATHAUS_HTTPS="0", RATHAUS_SECRET_KEY="k" * 50)


def with_passkeys(page: Page) -> Any:
    """A device with fingerprint in this browser."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def mailed_code(installation: Installation, email: str, *, after: int = 0) -> str:
    """The code of the newest e-mail to an address, once there are more than `after`."""

    def found() -> str:
        mails = [m for m in installation.mails() if m["To"] == email]
        body = mails[-1].get_body(("plain",)) if len(mails) > after else None
        code = re.search(r"^(\d{6})\s*$", body.get_content() if body else "", re.MULTILINE)
        return code[1] if code else ""

    return str(installation.wait_for(found, "the code"))


def test_one_passkey_opens_every_town_hall(platform: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=PHONE).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    with_passkeys(page)
    page.goto(f"{platform.url()}/leistungen/hund-anmelden/")
    page.get_by_role("link", name="Anmelden", exact=True).click()
    check_page(page)
    page.get_by_role("link", name="Konto anlegen").click()
    check_page(page)
    page.get_by_role("button", name="Code anfordern").click()
    expect(page.get_by_text("Füllen Sie dieses Feld aus.").first).to_be_visible()
    check_page(page)
    page.get_by_label("Wie heißen Sie?").fill(cast.ANNA.name)
    page.get_by_label("E-Mail-Adresse").fill(cast.ANNA.email)
    page.get_by_role("button", name="Code anfordern").click()
    expect(page.get_by_role("heading", name="Sehen Sie in Ihre E-Mails")).to_be_visible()
    check_page(page)
    page.get_by_label("Code aus der E-Mail").fill(mailed_code(platform, cast.ANNA.email))
    page.get_by_role("button", name="Weiter").click()

    expect(page.get_by_role("heading", name="Fingerabdruck oder Gesicht statt Passwort")).to_be_visible()
    expect(page.get_by_text("Der Passkey gilt in allen Rathäusern dieser Plattform.")).to_be_visible()
    check_page(page)
    page.get_by_label("Name, an dem Sie das Gerät wiedererkennen").fill("Mein Telefon")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", name="Notfallcodes")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Weiter").click()
    expect(page).to_have_url(f"{platform.url()}/leistungen/hund-anmelden/")
    expect(page.get_by_role("link", name=cast.ANNA.name)).to_be_visible()
    check_page(page)

    page.goto(f"{platform.url('thale')}/anmelden/?next=/leistungen/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page).to_have_url(f"{platform.url('thale')}/leistungen/")
    expect(page.get_by_role("link", name=cast.ANNA.name)).to_be_visible()

    page.goto(f"{platform.url('thale')}/anmelden/sicherheit/")
    check_page(page)
    page.get_by_role("link", name="Wo Sie angemeldet sind").click()
    expect(page.get_by_text("Dieses Gerät")).to_be_visible()
    expect(page.get_by_text(f"tangerhuette.{platform.domain} · zuletzt benutzt")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Alle anderen abmelden").click()
    page.goto(platform.url())
    expect(page.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()
    assert [p for p in problems if "422" not in p] == []  # Chromium tells of each refused form


def test_without_javascript_a_code_signs_in(platform: Installation, open_context: Open, check_page: Check) -> None:
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto(f"{platform.url()}/anmelden/")
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()
    page.get_by_label("E-Mail-Adresse").fill(cast.BILAL.email)
    page.get_by_role("button", name="Code per E-Mail schicken").click()
    page.get_by_label("Code aus der E-Mail").fill(mailed_code(platform, cast.BILAL.email))
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Wie heißen Sie?").fill(cast.BILAL.name)
    page.get_by_role("button", name="Konto anlegen").click()
    page.get_by_role("link", name="Später, weiter ohne Passkey").click()
    expect(page.get_by_role("link", name=cast.BILAL.name)).to_be_visible()


def test_a_town_hall_on_a_domain_of_one_word_has_its_own_passkeys(live: Installation, open_context: Open) -> None:
    page = open_context(viewport=SMALL_PHONE).new_page()
    with_passkeys(page)
    page.goto(f"{live.url()}/konto/neu/")
    page.get_by_label("Wie heißen Sie?").fill(cast.VERA.name)
    page.get_by_label("E-Mail-Adresse").fill(cast.VERA.email)
    page.get_by_role("button", name="Code anfordern").click()
    page.get_by_label("Code aus der E-Mail").fill(mailed_code(live, cast.VERA.email))
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Der Passkey gilt hier, im Rathaus Tangerhütte.")).to_be_visible()
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", name="Notfallcodes")).to_be_visible()
    page.goto(f"{live.url('thale')}/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_text("Der Passkey wurde nicht bestätigt.")).to_be_visible()
