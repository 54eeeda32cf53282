"""The pool of one place: subscribed without an account, closed by a clerk on a phone, told, shown, and left again."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_clerk import fill_desk, sign_in

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    fill_desk(installation, cases=1)
    return installation


def mail_with(town_hall: Installation, subject: str) -> EmailMessage:
    def find() -> EmailMessage | None:
        return next(
            (m for m in town_hall.mails() if subject in str(m["Subject"]) and cast.ANNA.email in m["To"]), None
        )

    found: EmailMessage = town_hall.wait_for(find, f"an e-mail about {subject}")
    return found


def link_in(mail: EmailMessage, path: str) -> str:
    body = mail.get_body(("plain",))
    found = re.search(rf"https?://\S+{path}", body.get_content() if body else "")
    assert found
    return found.group()


def subscribe(page: Page, check_page: Check, town_hall: Installation) -> None:
    page.goto(f"{town_hall.url()}/meldungen/")
    check_page(page)
    page.get_by_role("link", name="Abonnieren", exact=True).click()
    page.get_by_label("Ihre E-Mail-Adresse").fill(cast.ANNA.email)
    page.get_by_role("button", name="Abonnieren").click()
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    page.get_by_label("Freibad").check()
    page.get_by_text("Nur für einzelne Orte").click()
    page.get_by_label("Tangerhütte", exact=True).check()
    check_page(page)
    page.get_by_role("button", name="Abonnieren").click()
    expect(page.get_by_role("heading", name="Sehen Sie in Ihr Postfach")).to_be_visible()
    check_page(page)
    page.goto(link_in(mail_with(town_hall, "Bestätigen Sie"), r"/abo/\S+/"))
    check_page(page)
    page.get_by_role("button", name="Ja, Abo bestätigen").click()
    expect(page.get_by_text("Ihr Abo ist bestätigt")).to_be_visible()
    expect(page.get_by_label("Tangerhütte", exact=True)).to_be_checked()
    check_page(page)
    page.get_by_label("Nachts nicht stören").uncheck()  # so that the journey is the same at any time of the day
    page.get_by_role("button", name="Auswahl speichern").click()
    expect(page.get_by_text("Ihre Auswahl ist gespeichert.")).to_be_visible()


def test_the_pool_closes_and_who_wanted_to_know_does(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    anna = open_context(viewport=SMALL_PHONE).new_page()
    subscribe(anna, check_page, town_hall)

    clara = open_context(viewport=PHONE).new_page()
    sign_in(clara, town_hall.url(), cast.CLARA)
    clara.goto(f"{town_hall.url()}/amt/meldungen/einrichtungen/")
    check_page(clara)
    clara.get_by_role("link", name="Freibad Tangerhütte").click()
    check_page(clara)
    clara.get_by_role("button", name="Heute geschlossen").click()
    expect(clara.get_by_text("Freibad Tangerhütte: jetzt geschlossen.")).to_be_visible()

    mail = mail_with(town_hall, "heute geschlossen")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    anna.goto(town_hall.url())
    expect(anna.get_by_role("link", name="Freibad Tangerhütte: heute geschlossen")).to_be_visible()
    check_page(anna)
    anna.get_by_role("link", name="Freibad Tangerhütte: heute geschlossen").click()
    check_page(anna)

    anna.goto(link_in(mail, r"/abo/\S+/abmelden/"))
    check_page(anna)
    anna.get_by_role("button", name="Alles abbestellen").click()
    expect(anna.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    check_page(anna)
    assert town_hall.query("select count(*) from channel_subscriber") == [(0,)]


def test_a_warning_is_written_looked_at_and_stands_above_every_page(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    clara = open_context(viewport=DESKTOP).new_page()
    sign_in(clara, town_hall.url(), cast.CLARA)
    clara.goto(f"{town_hall.url()}/amt/meldungen/neu/")
    check_page(clara)
    clara.get_by_role("link", name="Trinkwasser abkochen").click()
    clara.get_by_label("Ende").fill("2099-12-31T12:00")
    clara.get_by_role("button", name="Vorschau").click()
    expect(clara.get_by_text("E-Mail an 0 Empfänger")).to_be_visible()
    check_page(clara)
    clara.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(clara.get_by_text("Die Meldung geht jetzt hinaus.")).to_be_visible()
    check_page(clara)
    for path in ("", "auswertung/"):
        clara.goto(f"{town_hall.url()}/amt/meldungen/{path}")
        check_page(clara)

    anna = open_context(viewport=SMALL_PHONE).new_page()
    for path in ("/", "/leistungen/", "/meldungen/"):
        anna.goto(f"{town_hall.url()}{path}")
        expect(anna.get_by_role("heading", name="Ernste Warnung: Trinkwasser abkochen")).to_be_visible()
        check_page(anna)
