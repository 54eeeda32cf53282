"""Choosing what one is told, and unsubscribing with the link of an e-mail, in a real browser."""

import re
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.cast import ANNA
from tests.cluster import ROOT, environment
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def session(live: Installation) -> str:
    """Anna's, who has just sent an application."""
    command = [sys.executable, "-m", "tests.browser.signed_in"]
    settings = {"RATHAUS_FILES": str(live.folder / "files"), "PORT": str(live.port)}
    made = subprocess.run(
        command, env=environment(live.database, **settings), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return made.stdout.strip()


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": DESKTOP},
        {"viewport": PHONE, "color_scheme": "dark"},
        {"viewport": SMALL_PHONE},
    ],
    ids=["desktop", "dark phone", "small phone"],
)
def test_the_choice_is_made_on_one_page(
    live: Installation, session: str, open_context: Open, check_page: Check, look: dict[str, Any]
) -> None:
    context = open_context(**look)
    context.add_cookies([{"name": "sitzung", "value": session, "url": live.url()}])
    page = context.new_page()
    page.goto(f"{live.url()}/konto/")
    page.get_by_role("link", name="Benachrichtigungen").click()
    check_page(page)
    page.get_by_role("group", name="Neues zu einem Antrag").get_by_label("Einmal am Tag").check()
    page.get_by_role("button", name="Auswahl speichern").click()
    expect(page.get_by_text("Gespeichert. So schreiben wir Ihnen ab jetzt.")).to_be_visible()
    expect(page.get_by_role("group", name="Neues zu einem Antrag").get_by_label("Einmal am Tag")).to_be_checked()
    check_page(page)


def test_the_link_of_an_email_asks_switches_off_and_takes_back(
    live: Installation, session: str, open_context: Open, check_page: Check
) -> None:
    arrived: EmailMessage = live.wait_for(lambda: annas_mail(live), "Anna's e-mail")
    assert ANNA.name not in arrived.as_string()
    link = str(arrived["List-Unsubscribe"]).strip("<> ")
    page = open_context(viewport=SMALL_PHONE).new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="E-Mails abbestellen?")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Diese E-Mails abbestellen").click()
    expect(page.get_by_role("heading", name="Abbestellt")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Doch wieder bekommen").click()
    expect(page.get_by_role("heading", name="Sie bekommen diese E-Mails wieder")).to_be_visible()
    check_page(page)
    page.goto(re.sub(r"[^/]+/$", "x/", link))
    expect(page.get_by_role("heading", name="Diesen Link kennen wir nicht")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (640, "light")])
def test_the_email_is_readable_at_any_width(
    live: Installation, session: str, open_context: Open, width: int, scheme: str
) -> None:
    arrived: EmailMessage = live.wait_for(lambda: annas_mail(live), "Anna's e-mail")
    html = arrived.get_body(("html",))
    assert html is not None
    page = open_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.set_content(html.get_content())
    expect(page.get_by_role("link", name="Postfach öffnen")).to_be_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def annas_mail(live: Installation) -> EmailMessage | None:
    return next((mail for mail in live.mails() if mail["To"] == ANNA.email), None)
