"""One account for all town halls, from the passkey to the notice; and the outsider, who sees none of it.

Vera signs up with a passkey, applies for her association with what it gave once, answers a question, retrieves the
notice with the dates that follow, and finds the case in Thale's town hall too.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.formats import date_format
from playwright.sync_api import BrowserContext, Page, expect

from rathaus.core import clock
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_account import mailed_code, with_passkeys
from tests.browser.test_association import STAND, VEREIN
from tests.browser.test_citizen import fill_in, go_on, pdf_behind
from tests.browser.test_clerk import fill_desk, sign_in
from tests.live import Installation
from tests.portal.test_tracking import PNG

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
NAME = VEREIN["organisation.name"]


@pytest.fixture(scope="module")
def platform(install: Callable[..., Installation]) -> Installation:
    """A platform whose town halls share their passkeys, with its clerks."""
    installation = install(RATHAUS_DOMAIN="rathaus.localhost", RATHAUS_HTTPS="0", RATHAUS_SECRET_KEY="k" * 50)
    fill_desk(installation, cases=0)
    return installation


def sign_up(page: Page, platform: Installation, person: cast.Person, check_page: Check) -> None:
    with_passkeys(page)
    page.goto(f"{platform.url()}/konto/neu/?next=/konto/")
    page.get_by_label("Wie heißen Sie?").fill(person.name)
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_role("button", name="Code anfordern").click()
    page.get_by_label("Code aus der E-Mail").fill(mailed_code(platform, person.email))
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", name="Notfallcodes")).to_be_visible()
    page.get_by_role("link", name="Weiter").click()
    expect(page.get_by_role("heading", name="Mein Konto")).to_be_visible()
    check_page(page)


def found_the_association(page: Page, platform: Installation) -> str:
    """Its page's address."""
    page.goto(f"{platform.url()}/konto/organisationen/neu/")
    fill_in(page, VEREIN)
    page.get_by_role("button", name="Anlegen").last.click()
    expect(page.get_by_role("heading", name=NAME, exact=True)).to_be_visible()
    return page.url


def apply_for_the_association(page: Page, platform: Installation, check_page: Check) -> str:
    """Types nothing that the association gave once; the number of the case."""
    page.goto(f"{platform.url()}/leistungen/sondernutzung/antrag/")
    page.get_by_role("button", name="Antrag beginnen").click()
    expect(page.locator('[name="organisation.name"]')).to_have_value(NAME)
    expect(page.locator('[name="person.nachname"]')).to_have_value("Vorstand")
    expect(page.locator('[name="anschrift.strasse"]')).to_have_value("Breite Straße")
    check_page(page)
    go_on(page)
    day = (clock.today() + timedelta(days=21)).strftime("%d.%m.%Y")
    typed = {**STAND, "zeit": {"zeitraum.von": day, "zeitraum.bis": day}}
    for key in ("nutzung", "ort", "zeit"):
        expect(page).to_have_url(re.compile(f"/antrag/{key}/$"))
        fill_in(page, typed[key])
        go_on(page)
    page.locator('[name="lageplan"]').set_input_files({"name": "p.png", "mimeType": "image/png", "buffer": PNG})
    go_on(page)
    expect(page.get_by_text(f"Sie schicken den Antrag für {NAME} ab.")).to_be_visible()
    for box in page.locator("form input[type=checkbox]").all():  # what is declared, and the notice online
        box.check()
    check_page(page)
    page.get_by_role("button", name="Antrag absenden").click()
    expect(page.get_by_role("heading", name="Ihr Antrag ist angekommen")).to_be_visible()
    return page.locator("#nummer").inner_text()


def ask(clerk: Page, case: str) -> None:
    clerk.goto(case)
    expect(clerk.get_by_text(f"Vera Vorstand für {NAME}").first).to_be_visible()
    clerk.get_by_role("button", name="Übernehmen").click()
    clerk.get_by_text("Rückfrage stellen").click()
    clerk.get_by_label("Ihre Frage an die antragstellende Person").fill("Steht der Stand auch am Abend?")
    clerk.get_by_role("button", name="Rückfrage senden").click()


def answer(page: Page, platform: Installation, number: str, check_page: Check) -> None:
    """From the postbox, where it says whose turn it is."""
    page.goto(f"{platform.url()}/postfach/")
    expect(page.get_by_text("Sie sind dran: bis")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name=re.compile("Sondernutzung|Straße|Fläche")).first.click()
    expect(page.get_by_text(number).first).to_be_visible()
    page.get_by_role("link", name="Frage beantworten").click()
    page.get_by_label("Ihre Antwort").fill("Nein, nur bis 18 Uhr.")
    page.get_by_role("button", name="Antwort absenden").click()
    check_page(page)


def decide(clerk: Page, case: str) -> None:
    clerk.goto(case)
    expect(clerk.get_by_text("Nein, nur bis 18 Uhr.").first).to_be_visible()
    clerk.get_by_label("Erlauben", exact=True).check()
    clerk.get_by_role("button", name="Bescheid ansehen").click()
    clerk.get_by_role("button", name="Bescheid erlassen").click()


def retrieve(page: Page, platform: Installation, number: str, check_page: Check) -> None:
    """The notice counts as given the day after, by § 41 (2a) VwVfG."""
    page.goto(f"{platform.url()}/postfach/?art=bescheide")
    check_page(page)
    page.get_by_role("link", name="Sondernutzungserlaubnis").click()
    expect(page.get_by_text(re.compile("Rufen Sie ihn bis|Öffnen Sie"))).not_to_have_count(0)
    check_page(page)
    assert pdf_behind(page, "Bescheid öffnen (PDF)", role="button").startswith(b"%PDF")
    page.goto(f"{platform.url()}/vorgang/{number}/bescheid/")
    day = date_format(clock.today() + timedelta(days=1), "j. F Y")
    expect(page.get_by_text(f"Gilt als bekannt gegeben am {day}")).to_be_visible()
    expect(page.get_by_text("Widerspruch möglich bis")).to_be_visible()
    check_page(page)


def find_it_in_thale(page: Page, platform: Installation, number: str, check_page: Check) -> None:
    """One tap signs in; the case is in the list and opens at its own town hall."""
    page.goto(f"{platform.url('thale')}/anmelden/?next=/konto/vertretung/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.get_by_role("button", name=re.compile(f"Auswählen.*{NAME}")).click()
    page.goto(f"{platform.url('thale')}/postfach/?art=vorgaenge")
    check_page(page)
    line = page.get_by_role("listitem").filter(has_text=number)
    expect(line).to_contain_text("Tangerhütte")
    line.get_by_role("link").first.click()
    expect(page).to_have_url(f"{platform.url()}/vorgang/{number}/")
    expect(page.get_by_role("link", name="Zustellung und Widerspruch")).to_be_visible()


def see_nothing(page: Page, platform: Installation, number: str, association: str) -> None:
    for town in ("tangerhuette", "thale"):
        page.goto(f"{platform.url(town)}/anmelden/?next=/postfach/")
        if page.get_by_role("button", name="Mit Passkey anmelden").count():
            page.get_by_role("button", name="Mit Passkey anmelden").click()
        expect(page.get_by_text("Hier ist noch nichts")).to_be_visible()
    page.goto(f"{platform.url()}/vorgang/{number}/")
    expect(page.get_by_label("Zugangscode")).to_be_visible()
    for address in (association, f"{platform.url()}/vorgang/{number}/bescheid/"):
        refused = page.goto(address)
        assert refused is not None
        assert (address, refused.status) == (address, 404)
    assert NAME not in page.content()


def test_one_account_from_the_passkey_to_the_notice(
    platform: Installation, open_context: Open, check_page: Check
) -> None:
    vera = open_context(viewport=PHONE, accept_downloads=True).new_page()
    sign_up(vera, platform, cast.VERA, check_page)
    association = found_the_association(vera, platform)
    number = apply_for_the_association(vera, platform, check_page)

    clerk = open_context(viewport=DESKTOP).new_page()
    sign_in(clerk, platform.url(), cast.OLGA)
    case = f"{platform.url()}/amt/vorgaenge/{number}/"
    ask(clerk, case)
    answer(vera, platform, number, check_page)
    decide(clerk, case)
    told = (
        "select 1 from cases_deliveryevent d join cases_case c on c.id = d.case_id where c.number = %s and kind = %s"
    )
    platform.wait_for(lambda: platform.query(told, number, "notification"), "the notice and its e-mail")
    retrieve(vera, platform, number, check_page)
    find_it_in_thale(vera, platform, number, check_page)

    bilal = open_context(viewport=DESKTOP).new_page()
    sign_up(bilal, platform, cast.BILAL, check_page)
    see_nothing(bilal, platform, number, association)
