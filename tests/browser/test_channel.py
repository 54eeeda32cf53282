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
    check_page(clara)

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
    clara.get_by_label("Gilt bis").fill("2099-12-31T12:00")
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


def press_until(page: Page, name: str) -> None:
    """Walks on with the Tab key until that link or button has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in str(page.evaluate("(e => e.matches('body') ? '' : e.textContent)(document.activeElement)")):
            return
    raise AssertionError(f"the Tab key never comes to {name}")


def test_a_status_is_set_and_taken_back_with_the_keyboard_alone(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    leo = open_context(viewport=SMALL_PHONE, color_scheme="dark").new_page()
    sign_in(leo, town_hall.url(), cast.LEO)
    leo.goto(f"{town_hall.url()}/amt/meldungen/einrichtungen/")
    press_until(leo, "Kita Spatzennest")
    leo.keyboard.press("Enter")
    expect(leo.get_by_role("heading", name="Kita Spatzennest")).to_be_visible()
    press_until(leo, "Mit Grund oder Uhrzeit")
    leo.keyboard.press("Enter")
    leo.get_by_label("Warum? (freiwillig)").fill("wegen Masern")
    check_page(leo)
    press_until(leo, "Stand setzen")
    leo.keyboard.press("Enter")
    expect(leo.get_by_text("Kita Spatzennest: jetzt geschlossen.")).to_be_visible()
    expect(leo.get_by_role("link", name="Kita Spatzennest")).to_contain_text("geschlossen bis 24:00 Uhr")
    check_page(leo)
    press_until(leo, "Zurücknehmen: Kita Spatzennest")
    leo.keyboard.press("Enter")
    expect(leo.get_by_text("Zurückgenommen.")).to_be_visible()
    expect(leo.get_by_role("link", name="Kita Spatzennest")).to_contain_text("nichts gemeldet")


def test_two_write_and_release_a_correction_without_a_script(
    town_hall: Installation, open_context: Open, check_page: Check
) -> None:
    town_hall.query(
        "update tenancy_municipality set settings = settings || '{\"two_persons\": true}' "
        "where key = 'tangerhuette' returning key"
    )
    clara, leo, olga, ida = (open_context(viewport=PHONE, java_script_enabled=False).new_page() for _ in range(4))
    for page, person in ((clara, cast.CLARA), (leo, cast.LEO), (olga, cast.OLGA), (ida, cast.IDA)):
        sign_in(page, town_hall.url(), person)
    board = f"{town_hall.url()}/amt/meldungen/"
    clara.goto(f"{board}neu/?art=warning")
    clara.get_by_label("Thema").select_option(label="Gefahren und Warnungen")
    clara.get_by_label("Überschrift").fill("Eisglätte")
    clara.get_by_label("Wie ernst?").select_option(label="Warnung")
    clara.get_by_label("Gilt bis").fill("2099-12-31T12:00")
    clara.get_by_role("button", name="Vorschau").click()
    expect(clara.get_by_text("Geht hinaus, sobald jemand anders sie freigibt.")).to_be_visible()
    clara.get_by_role("button", name="Zur Freigabe geben").click()
    expect(clara.get_by_text("Sie haben sie geschrieben.")).to_be_visible()
    expect(clara.get_by_text("Ida Admin, Leo Leitung")).to_be_visible()

    olga.goto(board)
    expect(olga.get_by_text("Sie können alles ansehen.")).to_be_visible()
    expect(olga.get_by_role("link", name="Meldung schreiben")).to_have_count(0)

    leo.goto(board)
    leo.get_by_role("link", name="Eisglätte").first.click()
    leo.get_by_role("button", name="Warnung freigeben").click()
    leo.get_by_role("link", name="Korrigieren").click()
    leo.get_by_label("Überschrift").fill("Eisglätte überall")
    leo.get_by_role("button", name="Zur Freigabe geben").click()
    expect(leo.get_by_text("Die Korrektur wartet.")).to_be_visible()

    clara.goto(board)
    clara.get_by_role("link", name="Eisglätte").first.click()
    expect(clara.get_by_text("Leo Leitung hat sie geschrieben.")).to_be_visible()
    clara.get_by_role("button", name="Korrektur freigeben").click()
    expect(clara.get_by_role("heading", name="Eisglätte überall", level=1)).to_be_visible()

    ida.goto(f"{board}rechte/")
    ida.get_by_label("Was darf Olga Ordnung?").select_option(label="Stand von Einrichtungen")
    ida.locator("li", has_text="Olga Ordnung").get_by_role("button", name="Speichern").click()
    expect(ida.get_by_text("Olga Ordnung: Stand von Einrichtungen.")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, SMALL_PHONE])
def test_the_desks_pages_of_the_channel_are_sound(
    town_hall: Installation, open_context: Open, check_page: Check, viewport: dict[str, int]
) -> None:
    ida = open_context(viewport=viewport, color_scheme="dark" if viewport == PHONE else "light").new_page()
    sign_in(ida, town_hall.url(), cast.IDA)
    pages = ["", "?stand=jetzt", "auswertung/", "rechte/", "einrichtungen/", "einrichtungen/freibad-tangerhuette/"]
    kinds = [f"neu/?art={kind}" for kind in ("news", "status", "event", "warning")]
    for path in pages + kinds:
        ida.goto(f"{town_hall.url()}/amt/meldungen/{path}")
        check_page(ida)
    ida.goto(f"{town_hall.url()}/amt/meldungen/neu/?art=event")
    ida.evaluate("document.querySelector('form.fields').noValidate = true")
    ida.get_by_role("button", name="Vorschau").click()
    expect(ida.locator("#fehler")).to_be_focused()
    check_page(ida)
    ida.goto(f"{town_hall.url()}/amt/meldungen/")
    ida.get_by_role("link", name="Trinkwasser abkochen").first.click()
    check_page(ida)
    ida.get_by_role("link", name="Korrigieren").click()
    check_page(ida)
