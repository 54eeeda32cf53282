"""Proving who one is: with a state account over OpenID Connect or SAML, and with an identity card at the counter.

The providers run on 127.0.0.1, a foreign site to the municipality's host, so that Chromium treats cookies as there.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.accounts.federation import idp
from tests.accounts.federation.mock import mock_provider
from tests.live import Installation
from tests.portal.test_tracking import PNG
from tests.walk import example

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_citizen import fill_in, go_on
from .test_clerk import fill_desk
from .test_clerk import sign_in as sign_in_at_the_desk

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
CERTIFICATE = "geburtsurkunde"
BEGIN = f"/leistungen/{CERTIFICATE}/antrag/"


@pytest.fixture(scope="module")
def oidc() -> Iterator[str]:
    anna = {"sub": "anna", "email": cast.ANNA.email, "email_verified": True, "name": cast.ANNA.name}
    with mock_provider(**anna, acr="http://eidas.europa.eu/LoA/substantial") as issuer:
        yield issuer


class Posting(BaseHTTPRequestHandler):
    """An identity provider's page that posts its answer by itself, as they do."""

    def do_GET(self) -> None:
        request = idp.read_request(self.path)
        answer = idp.Answer(request, level="STORK-QAA-Level-4").encoded()
        page = (
            f'<form method="post" action="{request.acs}"><input type="hidden" name="SAMLResponse" value="{answer}">'
            "<button>Weiter</button></form><script>document.forms[0].submit()</script>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: object) -> None:
        """Nothing on the test's screen."""


@contextmanager
def posting() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Posting)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sso"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def town(
    install: Callable[..., Installation], oidc: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with posting() as sso:
        metadata = tmp_path_factory.mktemp("idp") / "metadata.xml"
        metadata.write_text(idp.metadata().replace(idp.SSO, sso))
        installation = install(
            RATHAUS_OIDC_ISSUER=oidc,
            RATHAUS_OIDC_CLIENT_ID="rathaus",
            RATHAUS_OIDC_CLIENT_SECRET="geheim",
            RATHAUS_OIDC_NAME="BundID",
            RATHAUS_SAML_METADATA=str(metadata),
            RATHAUS_SAML_NAME="Mein Unternehmenskonto",
        )
        fill_desk(installation, cases=0)
        yield installation


def sign_in_there(page: Page) -> None:
    """Press the button, sign in at the provider, come back."""
    page.get_by_role("button", name="Mit BundID anmelden").click()
    page.get_by_role("button", name="anna").first.click()


def fill_certificate(page: Page, photo: Path) -> None:
    pages = example(CERTIFICATE)["pages"]
    for key in ("person", "eintrag", "urkunde"):
        expect(page).to_have_url(re.compile(f"/antrag/{key}/$"))
        fill_in(page, pages[key])
        if key == "person":
            page.locator("input[type=file]").set_input_files(photo)
            expect(page.get_by_text("ausweis.png")).to_be_visible()
        go_on(page)
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_begun_proved_and_sent_with_a_state_account(
    town: Installation, open_context: Open, check_page: Check, tmp_path: Path, script: bool
) -> None:
    photo = tmp_path / "ausweis.png"
    photo.write_bytes(PNG)
    context = open_context(viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" and town.url() in page.url else None)
    page.goto(f"{town.url()}/leistungen/{CERTIFICATE}/")
    expect(page.get_by_text("Dafür brauchen Sie ein Konto mit geprüfter Identität.")).to_be_visible()
    page.get_by_role("link", name="Jetzt online erledigen").click()
    expect(page.get_by_role("button", name="Antrag beginnen")).to_have_count(0)
    if script:
        check_page(page)
    sign_in_there(page)
    expect(page).to_have_url(re.compile(f"{BEGIN}$"))
    page.get_by_role("button", name="Antrag beginnen").click()
    if not script:
        return
    fill_certificate(page, photo)

    context.clear_cookies(name="sitzung")  # the session ran out meanwhile
    page.reload()
    expect(page.get_by_role("heading", name="Dafür brauchen Sie ein Konto mit geprüfter Identität.")).to_be_visible()
    expect(page.get_by_role("button", name="Antrag absenden")).to_have_count(0)
    check_page(page)
    sign_in_there(page)
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    page.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    page.get_by_role("button", name="Antrag absenden").click()
    expect(page.get_by_role("heading", name="Ihr Antrag ist angekommen")).to_be_visible()
    number = page.locator("#nummer").inner_text()
    level = "select trust_level from cases_submission s join cases_case c on c.id = s.case_id where c.number = %s"
    assert town.query(level, number) == [("substantial",)]
    assert problems == []


@pytest.mark.parametrize("script", [True, False])
def test_the_foreign_post_of_saml_finds_the_session(
    town: Installation, open_context: Open, check_page: Check, script: bool
) -> None:
    """Cookies with SameSite=Lax don't come with a foreign POST; the sign-in must not need them there."""
    page = open_context(viewport=SMALL_PHONE, java_script_enabled=script).new_page()
    page.goto(f"{town.url()}/anmelden/?next=/leistungen/")
    if script:
        check_page(page)
    page.get_by_role("button", name="Mit Mein Unternehmenskonto anmelden").click()
    if not script:
        page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Haben Sie hier schon ein Konto?")).to_be_visible()
    if script:
        check_page(page)


def test_an_identity_card_at_the_counter(town: Installation, open_context: Open, check_page: Check) -> None:
    anna = open_context(viewport=PHONE).new_page()
    anna.goto(f"{town.url()}/anmelden/nachweis/")
    check_page(anna)
    sign_in_there(anna)
    expect(anna.get_by_role("heading", name="Identität nachweisen")).to_be_visible()
    expect(anna.get_by_text("BundID, verbunden seit")).to_be_visible()
    check_page(anna)

    desk = open_context(viewport=DESKTOP).new_page()
    sign_in_at_the_desk(desk, town.url(), cast.CLARA)
    desk.get_by_role("link", name="Identität", exact=True).click()
    check_page(desk)
    desk.get_by_label("E-Mail-Adresse des Kontos").fill("niemand@example.org")
    desk.get_by_role("button", name="Konto suchen").click()
    expect(desk.get_by_text("Zu dieser Adresse gibt es kein Konto.")).to_be_visible()
    check_page(desk)
    desk.get_by_label("E-Mail-Adresse des Kontos").fill(cast.ANNA.email)
    desk.get_by_role("button", name="Konto suchen").click()
    expect(desk.get_by_role("heading", name=cast.ANNA.email)).to_be_visible()
    check_page(desk)
    desk.get_by_label("Personalausweis").check()
    desk.get_by_label("Name, wie er auf dem Dokument steht").fill("Anna Beispiel")
    desk.get_by_label("Das Geburtsdatum, das die Person nennt").check()
    desk.get_by_role("button", name="Ich habe das Dokument gesehen").click()
    expect(desk.get_by_text("Vermerkt.")).to_be_visible()

    anna.reload()
    expect(anna.get_by_text("Personalausweis, auch vorläufig (Anna Beispiel), gesehen am")).to_be_visible()
    check_page(anna)
