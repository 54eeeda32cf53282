"""A service out of a data schema: an administrator imports it, changes a rule and publishes; a citizen applies."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rathaus.formengine.editing import service as editing
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_citizen import fill_in, go_on
from tests.browser.test_clerk import sign_in, town_hall  # noqa: F401 -- the fixture
from tests.cluster import ROOT
from tests.formengine.xdatenfelder.writing import moving_in
from tests.live import Installation

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
_TOPIC = ("bauen", {"de": "Bauen", "en": "Building"})


def _typed(version: int) -> Mapping[str, Mapping[str, Any]]:
    """What to type page by page, as the form's own example has it."""
    titles = {"de": "Einzug", "en": "Moving in"}
    begun = editing.begin(editing.template(ROOT / "definitions", "antrag"), "einzug", titles, _TOPIC)
    content = editing.begin_with_schema(begun, editing.read_schema(moving_in(version)), date(2026, 11, 22))
    pages: Mapping[str, Mapping[str, Any]] = content["examples"]["ausgefuellt"]["pages"]
    return pages


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_schema_becomes_a_service_that_somebody_applies_for(
    town_hall: Installation,  # noqa: F811 -- the fixture
    open_context: Open,
    check_page: Check,
    tmp_path: Path,
    script: bool,
) -> None:
    def look(page: Page) -> None:
        if script:  # axe itself is a script
            check_page(page)

    version = 3 if script else 2
    title = f"Einzug bestätigen {version}"
    (tmp_path / "schema.xml").write_bytes(moving_in(version))
    ida = open_context(viewport=DESKTOP, java_script_enabled=script).new_page()
    sign_in(ida, town_hall.url(), cast.IDA)
    ida.goto(f"{town_hall.url()}/amt/leistungen/neu/")
    look(ida)
    schema = ida.locator("form.way").first
    schema.get_by_label("XML-Datei").set_input_files(tmp_path / "schema.xml")
    schema.get_by_label("Name der Leistung").fill(title)
    schema.get_by_label("Thema").select_option("bauen")
    schema.get_by_role("button", name="Schema einlesen").click()
    expect(ida.get_by_role("heading", name="Noch zu tun")).to_be_visible()
    look(ida)

    _change_a_rule(ida, look, script=script)
    _add_a_field(ida, look)
    ida.get_by_role("link", name="Prüfen und veröffentlichen").click()
    expect(ida.get_by_role("heading", name="Das Formular ist geprüft")).to_be_visible()
    look(ida)
    ida.get_by_label("Zuständiges Amt").select_option(label="Bürgerservice")
    ida.get_by_role("button", name="Veröffentlichen").click()
    expect(ida.get_by_text(f"„{title}“ ist veröffentlicht.")).to_be_visible()

    citizen = open_context(viewport=PHONE, java_script_enabled=script).new_page()
    citizen.goto(f"{town_hall.url()}/leistungen/einzug-bestaetigen-{version}/")
    look(citizen)
    citizen.get_by_role("link", name="Jetzt online erledigen").click()
    citizen.get_by_role("button", name="Antrag beginnen").click()
    for key, typed in _typed(version).items():
        expect(citizen).to_have_url(re.compile(f"/antrag/{key}/$"))
        if key == "wohnung":
            expect(citizen.get_by_label("Wohnfläche")).to_have_count(0)
        _fill_page(citizen, typed, look, script=script)
    citizen.get_by_role("button", name="Antrag absenden").click()
    expect(citizen.get_by_role("heading", name="Ihr Antrag ist angekommen")).to_be_visible()


def _fill_page(page: Page, typed: Mapping[str, Any], look: Check, *, script: bool) -> None:
    """Without a script, what an answer adds is on the page when it comes back."""
    here = page.url
    if script:
        fill_in(page, typed)
        look(page)
        go_on(page)
    while page.url == here and not script:
        fill_in(page, {path: value for path, value in typed.items() if page.locator(f'[name="{path}"]').count()})
        go_on(page)


def _show(page: Page, label: str, *, script: bool) -> None:
    """What depends on an answer comes by itself, or without a script with the next page."""
    if not script:
        page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label(label, exact=True)).to_be_visible()


def _change_a_rule(page: Page, look: Check, *, script: bool) -> None:
    """The size of the home is asked only of whom the home doesn't belong to."""
    page.get_by_role("link", name="Wohnfläche", exact=True).click()
    look(page)
    page.get_by_role("link", name="Ändern – Wann wird das gefragt?").click()
    page.get_by_label("Wenn …").check()
    _show(page, "Feld", script=script)
    page.get_by_label("Feld", exact=True).select_option(label="Ist Eigentümer")
    _show(page, "Vergleich", script=script)
    page.get_by_label("Vergleich", exact=True).select_option(label="ist Nein")
    look(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("!ist_eigentuemer", exact=True)).to_be_visible()
    page.get_by_role("link", name="Zurück zu den Feldern").click()


def _add_a_field(page: Page, look: Check) -> None:
    page.get_by_role("link", name="Feld hinzufügen auf Seite „Wohnung“").click()
    look(page)
    page.get_by_role("button", name="Feld hinzufügen").click()
    expect(page.get_by_text("Wählen Sie, was gefragt wird.").first).to_be_visible()
    page.get_by_label("Langer Text").check()
    page.get_by_label("Frage oder Bezeichnung").fill("Was sollen wir wissen?")
    page.get_by_role("button", name="Feld hinzufügen").click()
    expect(page.get_by_text("„Was sollen wir wissen?“ ist dazugekommen.")).to_be_visible()
    page.get_by_label("Nein, freiwillig").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Zurück zu den Feldern").click()
    page.get_by_role("button", name="„Was sollen wir wissen?“ nach oben").click()
    look(page)
