"""An ill colleague's day moved at the desk, a visit dragged and sent by keyboard, times changed after a look."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import cast
from tests.cluster import ROOT, environment
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_clerk import fill_desk, sign_in
from .test_coming_back import link_in_mail

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]


@pytest.fixture
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install()
    fill_desk(installation, cases=1)
    return installation


@pytest.fixture
def day(town_hall: Installation) -> str:
    """With three visits at the first counter."""
    settings = {"RATHAUS_FILES": str(town_hall.folder / "files"), **town_hall.extra}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.visits_data"],
        check=False,
        cwd=ROOT,
        env=environment(town_hall.database, **settings),
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


def keep(page: Page, name: str, folder: Path) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def visit_in_week(page: Page, name: str) -> Locator:
    return page.locator(".week__visit").filter(has_text=name)


def test_a_visit_is_dragged_and_sent_back_by_keyboard(
    town_hall: Installation, day: str, open_context: Open, check_page: Check, tmp_path: Path
) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    base = town_hall.url()
    sign_in(page, base, cast.CLARA)
    page.goto(f"{base}/amt/termine/woche/?tag={day}")
    check_page(page)
    keep(page, "woche-1280", tmp_path)
    cell = page.locator(f"td[data-tag='{day}'][data-name$='Schalter 2']")
    visit_in_week(page, cast.ANNA.name).drag_to(cell)
    expect(page.get_by_text("Der Termin ist verschoben.")).to_be_visible()
    expect(cell.locator(".week__visit").filter(has_text=cast.ANNA.name)).to_have_count(1)
    visit_in_week(page, cast.ANNA.name).get_by_role("link", name=cast.ANNA.name).first.focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(".week__target")).to_have_attribute("data-name", re.compile("Schalter 1$"))
    page.keyboard.press("Enter")
    first = page.locator(f"td[data-tag='{day}'][data-name$='Schalter 1']")
    expect(first.locator(".week__visit").filter(has_text=cast.ANNA.name)).to_have_count(1)

    # Escape leaves it where it is.
    visit_in_week(page, cast.BILAL.name).get_by_role("link", name=cast.BILAL.name).first.focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".week__visit--picked, .week__target")).to_have_count(0)


def test_an_ill_colleagues_day(
    town_hall: Installation, day: str, open_context: Open, check_page: Check, tmp_path: Path
) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    base = town_hall.url()
    sign_in(page, base, cast.CLARA)
    page.goto(f"{base}/amt/termine/?tag={day}&ort=rathaus&schalter=schalter-1")
    check_page(page)
    page.get_by_role("link", name="Jemand fällt aus").click()
    expect(page.get_by_role("button", name="3 Termine verlegen")).to_be_visible()
    check_page(page)
    keep(page, "ausfall-1280", tmp_path)
    page.get_by_role("button", name="3 Termine verlegen").click()
    expect(page.get_by_text("Alle Termine sind verlegt")).to_be_visible()
    check_page(page)
    page.goto(f"{base}/amt/termine/woche/?tag={day}")
    first = page.locator(f"td[data-tag='{day}'][data-name$='Schalter 1']")
    expect(first.locator(".week__visit")).to_have_count(0)
    for person in (cast.ANNA, cast.BILAL, cast.UWE):
        expect(visit_in_week(page, person.name)).to_have_count(1)

    # On a phone: another counter's day is cancelled, and Anna chooses a new time from her mail.
    phone = open_context(viewport=PHONE, storage_state=page.context.storage_state()).new_page()
    phone.goto(f"{base}/amt/termine/ausfall/?tag={day}")
    option = phone.locator("#wo option").filter(has_text="Rathaus Tangerhütte, alle meine Schalter")
    phone.locator("#wo").select_option(value=option.get_attribute("value"))
    phone.get_by_role("button", name="Termine zeigen").click()
    check_page(phone)
    keep(phone, "ausfall-390", tmp_path)
    phone.locator("details").filter(has_text="Lieber alle absagen").evaluate("fold => (fold.open = true)")
    phone.get_by_role("button", name="Ja, alle 3 Termine absagen").click()
    expect(phone.get_by_text("3 Termine sind abgesagt.")).to_be_visible()
    link = link_in_mail(town_hall, cast.ANNA.email, "/termine/neuer-termin/")
    anna = open_context(viewport=SMALL_PHONE).new_page()
    anna.goto(link)
    anna.get_by_role("button", name="Termin öffnen").click()
    expect(anna.get_by_role("heading", name="Neuen Termin wählen")).to_be_visible()
    check_page(anna)
    keep(anna, "neu-320", tmp_path)
    anna.get_by_role("button", name="Uhr nehmen").click()
    expect(anna.get_by_role("heading", name="Ihr Termin steht")).to_be_visible()


def test_times_are_changed_after_a_look(
    town_hall: Installation, day: str, open_context: Open, check_page: Check, tmp_path: Path
) -> None:
    page = open_context(viewport=DESKTOP).new_page()
    base = town_hall.url()
    sign_in(page, base, cast.IDA)
    page.goto(f"{base}/amt/termine/zeiten/")
    check_page(page)
    keep(page, "zeiten-1280", tmp_path)
    page.goto(f"{base}/amt/termine/zeiten/schliessung/")
    page.get_by_label("Was ist zu, oder wer ist nicht da?").select_option(label="alle Standorte")
    page.get_by_label("Erster Tag").fill(day)
    page.get_by_label("Letzter Tag").fill(day)
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.get_by_role("heading", name="3 Termine liegen dann außerhalb der Zeiten")).to_be_visible()
    check_page(page)
    keep(page, "schliessung-1280", tmp_path)
    page.goto(f"{base}/amt/termine/zeiten/rathaus/1/")
    page.get_by_label("Bis").fill("13:00")
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.get_by_role("heading", name="Das passiert, wenn Sie speichern")).to_be_visible()
    check_page(page)
    keep(page, "regel-1280", tmp_path)
    page.get_by_role("button", name="So speichern").click()
    expect(page.get_by_text("Die Öffnungszeiten sind gespeichert.")).to_be_visible()
    page.goto(f"{base}/amt/termine/auswertung/?von={day}&bis={day}")
    check_page(page)
    keep(page, "auswertung-1280", tmp_path)
    for width, size in (("390", PHONE), ("320", SMALL_PHONE)):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for name, path in (
            ("zeiten", "zeiten/"),
            ("regel", "zeiten/rathaus/1/"),
            ("woche", f"woche/?tag={day}"),
            ("auswertung", f"auswertung/?von={day}&bis={day}"),
        ):
            page.goto(f"{base}/amt/termine/{path}")
            check_page(page)
            keep(page, f"{name}-{width}", tmp_path)
