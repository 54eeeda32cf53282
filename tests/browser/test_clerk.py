"""A clerk's day at the desk, in a real browser: once with password and code, once with a passkey alone."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from rathaus.accounts.demo import demo_secret
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.cluster import ROOT, environment
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


def fill_desk(installation: Installation, *, cases: int) -> None:
    """Staff with the codes of the demo, and dogs that wait."""
    fill = [sys.executable, "-m", "tests.browser.desk_data", str(cases)]
    settings = {"RATHAUS_FILES": str(installation.folder / "files"), **installation.extra}
    done = subprocess.run(
        fill,
        check=False,
        cwd=ROOT,
        env=environment(installation.database, **settings),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    """Tangerhütte with its staff and five dogs that wait."""
    installation = install()
    fill_desk(installation, cases=5)
    return installation


def fresh_code(email: str, used: set[str] = set()) -> str:  # noqa: B006 -- remembers across calls: a code works once
    """The code that the app shows; waits for the next one if this one was used."""
    while True:
        code = format_hotp_value(hotp_value(demo_secret(email), int(time.time()) // 30))
        if (email + code) not in used:
            used.add(email + code)
            return code
        time.sleep(0.5)


def sign_in(page: Page, base: str, person: cast.Person) -> None:
    page.goto(f"{base}/amt/")
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort").fill(cast.PASSWORD)
    page.get_by_role("button", name="Weiter mit Passwort").click()
    page.get_by_label("Code aus Ihrer Authenticator-App").fill(fresh_code(person.email))
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Eingang")).to_be_visible()


def test_from_the_inbox_to_the_notice(
    town_hall: Installation, open_context: Open, check_page: Check, tmp_path: Path
) -> None:
    page = open_context(viewport=DESKTOP, accept_downloads=True).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{town_hall.url()}/amt/")
    check_page(page)
    sign_in(page, town_hall.url(), cast.CLARA)
    check_page(page)

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hund anmelden", level=1)).to_be_visible()
    check_page(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Der Vorgang ist jetzt bei Ihnen.")).to_be_visible()

    page.get_by_text("Rückfrage stellen").click()
    page.get_by_label("Ihre Frage an die antragstellende Person").fill("Welche Farbe hat das Fell?")
    page.get_by_role("button", name="Rückfrage senden").click()
    expect(page.get_by_text("Wartet auf Antwort bis")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Ohne Antwort weiterarbeiten").click()

    page.get_by_label("Anmeldung ablehnen").check()
    page.get_by_role("button", name="Bescheid ansehen").click()
    expect(page.get_by_text("Diese Entscheidung braucht eine Begründung.")).to_be_visible()
    check_page(page)
    page.get_by_label("Anmeldung ablehnen").check()
    page.get_by_label("Begründung").fill("Der Hund ist in Stendal zu versteuern.")
    page.get_by_role("button", name="Bescheid ansehen").click()
    expect(page.get_by_role("heading", name="Vorschau des Bescheids")).to_be_visible()
    assert page.locator("img.preview").first.evaluate("img => img.decode().then(() => img.naturalWidth)") > 500
    check_page(page)
    with page.expect_download() as draft:
        page.get_by_role("button", name="Entwurf als PDF").click()
    assert Path(draft.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="Bescheid erlassen").click()

    expect(page.get_by_role("link", name="Bescheid als PDF")).to_be_visible(timeout=30_000)
    with page.expect_download() as notice:
        page.get_by_role("link", name="Bescheid als PDF").click()
    assert Path(notice.value.path()).read_bytes().startswith(b"%PDF")
    page.reload()
    page.get_by_text("Wer hat gelesen").click()
    expect(page.get_by_role("cell", name="Clara Clerk").first).to_be_visible()
    check_page(page)
    assert [p for p in problems if "422" not in p] == []  # Chromium tells of each refused form


def test_text_is_not_left_behind_unasked(town_hall: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    sign_in(page, town_hall.url(), cast.LEO)
    page.locator(".list__link").last.click()
    page.get_by_text("Notiz schreiben").click()
    page.get_by_label("Nur für das Amt sichtbar").fill("Noch nicht gespeichert")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Eingang").click()
    expect(page.get_by_role("heading", name="Eingang")).to_be_visible()
    assert asked == ["beforeunload"]
    page.go_back()
    page.get_by_text("Notiz schreiben").click()
    expect(page.get_by_label("Nur für das Amt sichtbar")).to_have_value("Noch nicht gespeichert")


def test_a_passkey_alone_signs_in(town_hall: Installation, open_context: Open, check_page: Check) -> None:
    context = open_context(viewport=PHONE)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, town_hall.url(), cast.OLGA)
    check_page(page)
    page.goto(f"{town_hall.url()}/anmelden/sicherheit/")
    check_page(page)
    page.goto(f"{town_hall.url()}/anmelden/sicherheit/passkeys/neu/")
    page.get_by_label("Passwort").fill(cast.PASSWORD)  # asked again before the sign-in changes
    check_page(page)
    page.get_by_role("button", name="Bestätigen").click()
    page.get_by_label("Name, an dem Sie das Gerät wiedererkennen").fill("Diensttelefon")
    check_page(page)
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", name="Notfallcodes")).to_be_visible()
    check_page(page)
    page.goto(f"{town_hall.url()}/anmelden/sicherheit/passkeys/")
    expect(page.get_by_role("link", name="Diensttelefon")).to_be_visible()
    check_page(page)
    page.goto(f"{town_hall.url()}/anmelden/sicherheit/")
    page.get_by_role("button", name="Abmelden").click()

    page.goto(f"{town_hall.url()}/amt/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", name="Eingang")).to_be_visible()
    check_page(page)


def test_it_all_works_without_javascript(town_hall: Installation, open_context: Open) -> None:
    page = open_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    sign_in(page, town_hall.url(), cast.IDA)
    page.locator(".list__link").last.click()
    page.get_by_role("button", name="Übernehmen").click()
    page.get_by_text("Notiz schreiben").click()
    page.get_by_label("Nur für das Amt sichtbar").fill("Ohne Skript")
    page.get_by_role("button", name="Notiz speichern").click()
    expect(page.locator(".timeline").get_by_text("Ohne Skript")).to_be_visible()
    page.get_by_label("Anmeldung bestätigen").check()
    page.get_by_role("button", name="Bescheid ansehen").click()
    page.get_by_role("button", name="Bescheid erlassen").click()
    number = page.locator(".case__meta .number").inner_text()
    town_hall.wait_for(
        lambda: town_hall.query("select 1 from cases_case where number = %s and status = 'COMPLETED'", number),
        "the notice",
    )
    page.reload()
    expect(page.get_by_role("link", name="Bescheid als PDF")).to_be_visible()
