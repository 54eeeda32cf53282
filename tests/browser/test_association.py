"""An association's day: founded, a member invited, an application filled in already, and what outsiders see."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rathaus.core import clock
from tests import cast
from tests.cluster import ROOT, environment
from tests.live import Installation
from tests.portal.test_tracking import PNG
from tests.walk import example

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_citizen import fill_in, go_on
from .test_coming_back import link_in_mail

STAND = example("sondernutzung", "infostand")["pages"]
Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
PEOPLE = (cast.VERA, cast.UWE, cast.BILAL, cast.ANNA, cast.CLARA)
VEREIN = {
    "art": "association",
    "organisation.name": "Heimatverein Grieben e. V.",
    "organisation.rechtsform": "ev",
    "organisation.registergericht": "Amtsgericht Stendal",
    "organisation.registernummer": "VR 678",
    "anschrift.strasse": "Breite Straße",
    "anschrift.hausnummer": "9",
    "anschrift.plz": "39517",
    "anschrift.ort": "Tangerhütte",
    "email": "post@heimatverein.example",
}
MARK = "Aus Ihrem Konto übernommen"


@pytest.fixture(scope="module")
def sessions(live: Installation) -> dict[str, str]:
    """The cast, signed in: the keys of their sessions by their addresses."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.party_data", *(person.email for person in PEOPLE)],
        check=False,
        cwd=ROOT,
        env=environment(live.database, RATHAUS_FILES=str(live.folder / "files")),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def signed_in(live: Installation, sessions: dict[str, str], open_context: Open) -> Callable[..., Page]:
    """A page in the browser of one of the cast."""

    def open_one(person: cast.Person, **options: object) -> Page:
        context = open_context(**options)
        context.add_cookies([{"name": "sitzung", "value": sessions[person.email], "url": live.url()}])
        return context.new_page()

    return open_one


def found_it(page: Page, live: Installation, check_page: Check) -> None:
    page.goto(live.url() + "/konto/")
    check_page(page)
    page.get_by_role("link", name="Vereine und Firmen").click()
    check_page(page)
    page.get_by_role("link", name="Verein oder Firma anlegen").click()
    check_page(page)
    page.get_by_role("button", name="Anlegen").last.click()
    expect(page.locator("#fehler")).to_be_focused()
    check_page(page)
    fill_in(page, VEREIN)
    page.get_by_role("button", name="Anlegen").last.click()
    expect(page.get_by_role("heading", name="Heimatverein Grieben e. V.", exact=True)).to_be_visible()
    check_page(page)


def invite(page: Page, live: Installation, check_page: Check) -> str:
    """The link that Uwe gets."""
    page.get_by_role("link", name="Jemanden einladen").click()
    check_page(page)
    fill_in(page, {"email": cast.UWE.email, "darf": ["apply", "read"]})
    page.get_by_role("button", name="Einladung schicken").last.click()
    expect(page.get_by_text("Die Einladung ist unterwegs.")).to_be_visible()
    check_page(page)
    return link_in_mail(live, cast.UWE.email, "/konto/einladung/")


def apply(page: Page, live: Installation, check_page: Check) -> str:
    """Uwe applies for a stand in the association's name and types nothing that it gave once; the case's number."""
    page.goto(live.url() + "/leistungen/sondernutzung/antrag/")
    check_page(page)
    page.get_by_role("button", name="Antrag beginnen").click()
    expect(page.locator('[name="organisation.name"]')).to_have_value("Heimatverein Grieben e. V.")
    expect(page.locator('[name="person.vorname"]')).to_have_value("Uwe")
    expect(page.locator('[name="anschrift.strasse"]')).to_have_value("Breite Straße")
    expect(page.locator('[name="email"]')).to_have_value("post@heimatverein.example")
    assert page.get_by_text(MARK).count() == 10
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
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    expect(page.get_by_text("Sie schicken den Antrag für Heimatverein Grieben e. V. ab.")).to_be_visible()
    check_page(page)
    for box in page.locator("form input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Antrag absenden").click()
    expect(page.get_by_role("heading", name="Ihr Antrag ist angekommen")).to_be_visible()
    expect(page.get_by_text("im Postfach von Heimatverein Grieben e. V.")).to_be_visible()
    check_page(page)
    return page.locator("#nummer").inner_text()


def test_a_member_applies_for_the_association_and_the_desk_reads_both_names(
    live: Installation, signed_in: Callable[..., Page], open_context: Open, check_page: Check
) -> None:
    vera = signed_in(cast.VERA, viewport=DESKTOP)
    found_it(vera, live, check_page)
    link = invite(vera, live, check_page)

    uwe = signed_in(cast.UWE, viewport=PHONE)
    uwe.goto(link)
    assert "#" not in uwe.url, "the code stays in no address"
    check_page(uwe)
    uwe.get_by_role("button", name="Einladung ansehen").click()
    expect(uwe.get_by_role("heading", name="Vera Vorstand lädt Sie ein")).to_be_visible()
    check_page(uwe)
    uwe.get_by_role("button", name="Ja, annehmen").click()
    expect(uwe.get_by_role("region", name="In wessen Namen")).to_contain_text("Heimatverein Grieben e. V.")
    check_page(uwe)
    number = apply(uwe, live, check_page)
    uwe.get_by_role("link", name="Zum Stand des Antrags").click()
    sent = "Uwe Unternehmer hat den Antrag für Heimatverein Grieben e. V. abgeschickt"
    expect(uwe.get_by_text(sent)).to_be_visible()
    check_page(uwe)

    vera.goto(f"{live.url()}/vorgang/{number}/")
    expect(vera.get_by_role("heading", name="Wir sind dran")).to_be_visible()
    bilal = signed_in(cast.BILAL, viewport=SMALL_PHONE)
    bilal.goto(f"{live.url()}/vorgang/{number}/")
    expect(bilal.get_by_role("heading", name="Vorgang verfolgen")).to_be_visible()
    assert "Heimatverein" not in bilal.content()

    vera.goto(live.url() + "/konto/")
    vera.get_by_role("link", name="Vereine und Firmen").click()
    vera.get_by_role("link", name="Heimatverein Grieben e. V.").click()
    vera.get_by_role("link", name=re.compile("^Beenden.*Uwe")).click()
    check_page(vera)
    vera.get_by_role("button", name="Ja, Vertretung beenden").click()
    uwe.reload()
    expect(uwe.get_by_role("heading", name="Vorgang verfolgen")).to_be_visible()
    assert "Heimatverein" not in uwe.content()


def test_switching_is_on_every_page_and_works_without_a_script(
    live: Installation, signed_in: Callable[..., Page], check_page: Check
) -> None:
    vera = signed_in(cast.VERA, viewport=SMALL_PHONE, java_script_enabled=False)
    vera.goto(live.url() + "/konto/vertretung/")
    if not vera.get_by_text("Heimatverein Grieben e. V.").count():
        vera.goto(live.url() + "/konto/organisationen/neu/")
        fill_in(vera, VEREIN)
        vera.get_by_role("button", name="Anlegen").last.click()
    vera.goto(live.url() + "/leistungen/")
    vera.get_by_role("link", name="wechseln").click()
    vera.get_by_role("button", name=re.compile("^Auswählen")).first.click()
    expect(vera).to_have_url(re.compile("/leistungen/$"))


def test_what_one_gives_once_and_keeps(live: Installation, signed_in: Callable[..., Page], check_page: Check) -> None:
    """Details, a dog that is kept after sending, and a power of attorney; at the smallest phone."""
    anna = signed_in(cast.ANNA, viewport=SMALL_PHONE)
    anna.goto(live.url() + "/konto/angaben/")
    check_page(anna)
    fill_in(anna, {"anschrift.strasse": "Lindenweg", "anschrift.hausnummer": "12a"})
    anna.get_by_role("button", name="Speichern").last.click()
    expect(anna.locator("#fehler")).to_be_focused()
    check_page(anna)
    fill_in(anna, {"anschrift.plz": "39517", "anschrift.ort": "Tangerhütte"})
    anna.get_by_role("button", name="Speichern").last.click()
    expect(anna.get_by_text("Gespeichert.")).to_be_visible()
    fill_in(anna, {"anschrift.strasse": "Neuer Weg"})
    anna.get_by_role("button", name="Speichern").last.click()
    expect(anna.get_by_role("heading", name="neue Adresse jemandem mitteilen")).to_be_visible()
    check_page(anna)

    dog = example("hund-anmelden")["pages"]
    anna.goto(live.url() + "/leistungen/hund-anmelden/antrag/")
    anna.get_by_role("button", name="Antrag beginnen").click()
    expect(anna.locator('[name="anschrift.strasse"]')).to_have_value("Neuer Weg")
    for key in [key for key in dog if key != "abschluss"]:
        expect(anna).to_have_url(re.compile(f"/antrag/{key}/$"))
        fill_in(anna, dog[key])
        go_on(anna)
    anna.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    anna.get_by_role("button", name="Antrag absenden").click()
    check_page(anna)
    anna.get_by_label("Hund: Bello").check()
    anna.get_by_role("button", name="In meinem Konto merken").click()
    expect(anna.get_by_text("Gemerkt.")).to_be_visible()

    anna.goto(live.url() + "/konto/dinge/")
    check_page(anna)
    anna.get_by_role("link", name="Bello").click()
    check_page(anna)
    anna.goto(live.url() + "/leistungen/hund-abmelden/antrag/")
    anna.get_by_role("button", name="Antrag beginnen").click()
    go_on(anna)
    check_page(anna)
    anna.get_by_role("button", name="Bello").click()
    expect(anna.locator('[name="hundename"]')).to_have_value("Bello")

    anna.goto(live.url() + "/konto/vollmachten/")
    check_page(anna)
    anna.get_by_role("link", name="Vollmacht erteilen").click()
    check_page(anna)
    fill_in(anna, {"email": cast.VERA.email, "darf": ["apply"]})
    anna.get_by_label("Nur für bestimmte").check()
    anna.get_by_label("Hund anmelden").check()
    check_page(anna)
    anna.locator('[name="bis"]').fill("31.12.2030")
    anna.get_by_role("button", name="Einladung schicken").last.click()
    expect(anna.get_by_text("nur für: Hund anmelden")).to_be_visible()
    check_page(anna)


def test_a_clerk_confirms_the_representation(
    live: Installation, signed_in: Callable[..., Page], check_page: Check
) -> None:
    vera = signed_in(cast.VERA, viewport=DESKTOP)
    vera.goto(live.url() + "/konto/organisationen/neu/")
    fill_in(vera, {**VEREIN, "organisation.name": "Hundefreunde Uetz e. V."})
    vera.get_by_role("button", name="Anlegen").last.click()
    dog = example("hund-anmelden")["pages"]
    vera.goto(live.url() + "/leistungen/hund-anmelden/antrag/")
    vera.get_by_role("button", name="Antrag beginnen").click()
    for key in [key for key in dog if key != "abschluss"]:
        expect(vera).to_have_url(re.compile(f"/antrag/{key}/$"))
        fill_in(vera, dog[key])
        go_on(vera)
    vera.get_by_label("Meine Angaben sind richtig und vollständig.").check()
    vera.get_by_role("button", name="Antrag absenden").click()
    number = vera.locator("#nummer").inner_text()

    clara = signed_in(cast.CLARA, viewport=DESKTOP)
    clara.goto(f"{live.url()}/amt/vorgaenge/{number}/")
    expect(clara.locator("#vertretung")).to_contain_text("Vera Vorstand für Hundefreunde Uetz e. V.")
    check_page(clara)
    clara.get_by_role("link", name="Vertretung bestätigen").click()
    check_page(clara)
    clara.get_by_label("Protokoll des Vereins").check()
    clara.get_by_role("button", name="Vertretung bestätigen").click()
    expect(clara.locator("#vertretung")).to_contain_text("von Clara Clerk")
    check_page(clara)
    vera.goto(live.url() + "/konto/organisationen/")
    vera.get_by_role("link", name="Hundefreunde Uetz e. V.").click()
    expect(vera.get_by_text("vom Rathaus bestätigt: Tangerhütte")).to_be_visible()
    check_page(vera)
