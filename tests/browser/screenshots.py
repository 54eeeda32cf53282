"""`make screenshots`: takes the pictures of the README from a demo of its own, and puts them into docs/pictures/."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from rathaus.core.clock import BERLIN
from tests.cluster import ROOT
from tests.live import free_port
from tests.walk import example, words

from .conftest import ARGUMENTS, DESKTOP, PHONE, chromium

PICTURES = ROOT / "docs/pictures"
SERVICE = "hund-anmelden"
PASSWORD = "Sommer-am-Tanger-7"
_PATIENCE = 900.0


@contextmanager
def demo() -> Iterator[int]:
    """A fresh demo on a free port; its state is thrown away."""
    port = free_port()
    with tempfile.TemporaryDirectory() as state:
        ours = ("RATHAUS_", "DATABASE_")  # the tests set some on import; the demo is to start as anybody's
        given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        given |= {"PYTHONPATH": str(ROOT / "src"), "RATHAUS_STATE": state, "PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-m", "rathaus", "demo"], env=given, cwd=ROOT)
        try:
            _wait_until_it_answers(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/-/ready", timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.2)
    raise SystemExit("The demo did not start; see above.")


def take(page: Page, name: str, *, only: str = "", is_quiet: bool = True) -> None:
    """Saves what is to be seen, or one element of it, with 256 colours: hardly a difference, a third of the size.

    On a quiet day: the demo's sources warn within its first minutes, so that it would be by chance above which.
    """
    page.wait_for_load_state("networkidle")
    if is_quiet:
        page.evaluate("document.querySelectorAll('.warnings').forEach((e) => e.remove())")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    shot = page.locator(only).first.screenshot() if only else page.screenshot()
    picture = Image.open(BytesIO(shot))
    picture.convert("RGB").quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    print(name)  # noqa: T201 -- the answer to the person at the terminal


def fill_in(page: Page, answers: dict[str, object]) -> None:
    """Answers the fields of one page, in the order in which they appear or are made to appear."""
    for name, value in answers.items():
        for word in words(value):
            field = page.locator(f"[name='{name}']").first
            field.wait_for()
            kind = field.evaluate("e => e.type")
            if kind in {"radio", "checkbox"}:
                chosen = page.locator(f"[name='{name}'][value='{word}']")
                page.locator(f"label[for='{chosen.get_attribute('id')}']").click()
                page.wait_for_load_state("networkidle")
            elif kind == "select-one":
                field.select_option(word)
            else:
                field.fill(word)


def show_the_portal(browser: Browser, origin: str) -> None:
    """A citizen with a phone, from the question to the receipt."""
    wide = browser.new_page(viewport=DESKTOP, locale="de-DE")
    wide.goto(origin)
    take(wide, "home")
    wide.goto(f"{origin}/leistungen/{SERVICE}/")
    take(wide, "service")
    phone = browser.new_page(viewport=PHONE, locale="de-DE", device_scale_factor=2)
    phone.goto(origin)
    take(phone, "home-phone")
    phone.goto(f"{origin}/leistungen/{SERVICE}/antrag/")
    phone.get_by_role("button", name="Antrag beginnen").click()
    pages = example(SERVICE)["pages"]
    for key, answers in pages.items():
        if re.search(rf"/{key}/$", phone.url):
            fill_in(phone, answers)
            if key == "hund":
                take(phone, "form-phone")
            phone.get_by_role("button", name="Weiter", exact=True).click()
            phone.wait_for_load_state("networkidle")
    take(phone, "summary-phone")
    fill_in(phone, pages.get("abschluss", {}))
    phone.get_by_role("button", name="Antrag absenden").click()
    phone.get_by_role("heading", name="Ihr Antrag ist angekommen").wait_for()
    take(phone, "receipt-phone")


def show_an_appointment(browser: Browser, origin: str) -> None:
    """The same citizen books the next free time."""
    phone = browser.new_page(viewport=PHONE, locale="de-DE", device_scale_factor=2)
    phone.goto(f"{origin}/termine/wohnsitz/")
    take(phone, "appointment-phone")
    phone.get_by_role("button", name=re.compile("Uhr nehmen")).click()
    phone.get_by_label("Ihr Name").fill("Anna Beispiel")
    phone.get_by_label("Ihre E-Mail-Adresse").fill("anna@example.org")
    phone.get_by_role("button", name="Termin buchen").click()
    phone.get_by_role("heading", name="Ihr Termin steht").wait_for()
    take(phone, "appointment-booked-phone")


def show_the_postbox(browser: Browser, origin: str) -> None:
    """What the town hall and Anna wrote to each other."""
    page = browser.new_page(viewport=DESKTOP, locale="de-DE")
    page.goto(f"{origin}/postfach/")
    page.locator("summary", has_text="Mit Passwort anmelden").click()
    form = page.locator("form:has(input[type=password])")
    form.get_by_label("E-Mail-Adresse").fill("anna@example.org")
    form.get_by_label("Passwort").fill(PASSWORD)
    form.get_by_role("button", name="Weiter mit Passwort").click()
    page.get_by_role("heading", name="Postfach", level=1).wait_for()
    take(page, "postbox")


def sign_in(browser: Browser, origin: str) -> Page:
    """A clerk at the desk."""
    page = browser.new_page(viewport=DESKTOP, locale="de-DE")
    page.goto(f"{origin}/amt/")
    page.get_by_label("E-Mail-Adresse").fill("clara@tangerhuette.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Weiter mit Passwort").click()
    page.get_by_label("Code aus Ihrer Authenticator-App").fill(page.locator("[data-demo-code]").inner_text())
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("heading", name="Eingang").wait_for()
    return page


def show_the_channel(browser: Browser, clerk: Page, origin: str) -> None:
    """The clerk closes the pool in two taps and warns; everybody sees both on the first page."""
    session = clerk.context.storage_state()
    phone = browser.new_context(
        viewport=PHONE, locale="de-DE", device_scale_factor=2, storage_state=session
    ).new_page()
    phone.goto(f"{origin}/amt/meldungen/einrichtungen/freibad-tangerhuette/")
    take(phone, "facility-phone")
    phone.get_by_text("Mit Grund oder Uhrzeit").click()
    phone.get_by_label("Warum? (freiwillig)").fill("wegen Gewitter")
    phone.get_by_role("button", name="Stand setzen").click()
    phone.get_by_text("Freibad Tangerhütte: jetzt geschlossen.").wait_for()
    clerk.goto(f"{origin}/amt/meldungen/neu/?vorlage=unwetter")
    clerk.get_by_label("Gilt bis").fill(f"{datetime.now(BERLIN).date() + timedelta(days=1)}T06:00")
    clerk.get_by_role("button", name="Vorschau").click()
    clerk.get_by_role("button", name="Jetzt veröffentlichen").click()
    clerk.get_by_text("Die Meldung geht jetzt hinaus.").wait_for()
    wide = browser.new_page(viewport={"width": 1280, "height": 1240}, locale="de-DE")
    wide.goto(origin)
    take(wide, "home-warning", is_quiet=False)


def show_the_desk(page: Page, origin: str) -> None:
    """What is due first."""
    page.goto(f"{origin}/amt/")
    take(page, "inbox")
    page.get_by_role("row").filter(has_text="In Bearbeitung").get_by_role("link").first.click()
    page.get_by_role("heading", name="Nächster Schritt").wait_for()
    take(page, "case")
    page.locator("label[for^=ergebnis-]").first.click()
    page.get_by_role("button", name="Bescheid ansehen").click()
    page.get_by_role("heading", name="Vorschau des Bescheids").wait_for()
    take(page, "notice", only=".preview")


def main(pictures: Path = PICTURES) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    path = chromium() or sys.exit("There is no Chromium on this machine (on Debian: apt install chromium).")
    with demo() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, "--hide-scrollbars"])
        origin = f"http://tangerhuette.localhost:{port}"
        clerk = sign_in(browser, origin)
        show_the_portal(browser, origin)
        show_an_appointment(browser, origin)
        show_the_postbox(browser, origin)
        show_the_desk(clerk, origin)
        show_the_channel(browser, clerk, origin)
        browser.close()


if __name__ == "__main__":
    main()
