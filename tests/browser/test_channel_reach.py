"""What reaches citizens besides the e-mail at once: the council's calendar, a digest, calendars, foreign sites."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.cluster import ROOT, environment
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_channel import link_in, mail_with

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    settings = environment(installation.database, PORT=str(installation.port))
    told = [sys.executable, "-m", "tests.browser.channel_data"]
    done = subprocess.run(told, check=False, cwd=ROOT, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return installation


@pytest.fixture
def foreign_site(town_hall: Installation) -> Iterator[str]:
    """Another site, with the widget as a script and in a frame."""
    page = (
        "<!doctype html><html lang='de'><title>Verein</title><div data-rathaus-meldungen>Zum Rathaus</div>"
        f"<script src='{town_hall.url()}/meldungen/widget.js' async></script>"
        f"<iframe src='{town_hall.url()}/meldungen/widget/?thema=stadtrat' title='Meldungen'></iframe>"
    ).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_citizen_finds_when_the_council_meets(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    anna = open_context(viewport=SMALL_PHONE).new_page()
    anna.goto(f"{town_hall.url()}/")
    anna.locator("main").get_by_role("link", name="Sitzungen des Rates").click()
    expect(anna.get_by_role("heading", name="Sitzungen des Rates und der Ausschüsse")).to_be_visible()
    expect(anna.get_by_text("Abgesagt", exact=True)).to_be_visible()
    expect(anna.get_by_text("Ursprünglich am")).to_be_visible()
    anna.get_by_text("Tagesordnung: 3 Punkte").first.press("Enter")
    expect(anna.get_by_text("Spielplatz in Grieben").first).to_be_visible()
    check_page(anna)
    anna.get_by_label("Gremium").select_option("stadtrat")
    anna.get_by_role("button", name="Anzeigen").click()
    expect(anna.get_by_text("9. Sitzung des Stadtrates").first).to_be_visible()
    expect(anna.get_by_text("7. Sitzung des Bauausschusses")).to_have_count(0)
    anna.get_by_role("link", name="Per E-Mail abonnieren").click()
    expect(anna.get_by_label("Stadtrat")).to_be_checked()
    anna.get_by_role("button", name="Kalender und Feeds zeigen").click()
    expect(anna.get_by_role("heading", name="Ohne E-Mail abonnieren")).to_be_visible()
    check_page(anna)
    for path in ("meldungen/widget/", "meldungen/sitzungen/?jahr=2026"):
        anna.goto(f"{town_hall.url()}/{path}")
        check_page(anna)


def test_without_scripts_one_subscribes_for_once_a_day_and_adds_to_it(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    plain = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    plain.goto(f"{town_hall.url()}/abo/")
    plain.get_by_label("Freibad").check()
    plain.get_by_role("button", name="Kalender und Feeds zeigen").click()
    expect(plain.get_by_role("link", name="Im Kalender abonnieren")).to_have_attribute(
        "href", f"webcal://tangerhuette.localhost:{town_hall.port}/meldungen/kalender.ics?thema=freibad"
    )
    plain.get_by_role("link", name="Abonnieren", exact=True).click()
    plain.get_by_label("Ihre E-Mail-Adresse").fill(cast.ANNA.email)
    plain.get_by_label("Einmal am Tag").check()
    plain.get_by_role("button", name="Abonnieren", exact=True).click()
    link = link_in(mail_with(town_hall, "Bestätigen Sie"), r"/abo/\S+/")
    plain.goto(link)
    plain.get_by_role("button", name="Ja, Abo bestätigen").click()
    expect(plain.get_by_label("Einmal am Tag")).to_be_checked()
    plain.goto(f"{town_hall.url()}/abo/?thema=stellen")
    plain.get_by_label("Ihre E-Mail-Adresse").fill(cast.ANNA.email)
    plain.get_by_role("button", name="Abonnieren", exact=True).click()
    anna = open_context(viewport=SMALL_PHONE).new_page()
    anna.goto(link)
    expect(anna.get_by_role("heading", name="Möchten Sie auch das bekommen?")).to_be_visible()
    check_page(anna)
    anna.get_by_role("button", name="Ja, dazunehmen").click()
    for topic in ("Freibad", "Stellenangebote"):
        expect(anna.get_by_label(topic)).to_be_checked()
    assert town_hall.query("select rhythm from channel_subscriber") == [("daily",)]


def test_a_foreign_site_shows_it_and_gets_no_cookie(
    town_hall: Installation, open_context: Open, foreign_site: str
) -> None:
    context = open_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(foreign_site)
    expect(page.get_by_role("link", name="Ernste Warnung: Hochwasser am Tanger")).to_be_visible()
    expect(page.get_by_text("NINA")).to_be_visible()
    framed = page.frame_locator("iframe")
    expect(framed.get_by_role("link", name="9. Sitzung des Stadtrates")).to_be_visible()
    assert context.cookies() == []
    framed.get_by_role("link", name="9. Sitzung des Stadtrates").click()
    expect(page.get_by_role("heading", name="9. Sitzung des Stadtrates")).to_be_visible()  # in the whole window
