"""The gallery in a real browser: nothing for axe to find, and the small behaviours that scripts add."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE

PAGES = ("", "leistung/", "stand/", "eingang/", "vorgang/")
GALLERY = "/-/komponenten/"


@pytest.fixture(scope="module")
def demo(install: Callable[..., Installation]) -> Installation:
    return install(worker=False, RATHAUS_DEMO="1")


@pytest.fixture
def visit(demo: Installation, open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens a page of the gallery in a browser of its own and fails on anything the console complains of."""

    def open_page(path: str = "", *, quiet: bool = False, **options: Any) -> Page:
        page = open_context(**{"viewport": DESKTOP, **options}).new_page()
        if not quiet:
            page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(demo.url() + GALLERY + path)
        return page

    return open_page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "dark"), (SMALL_PHONE, "light")]
)
def test_every_component_is_accessible(
    visit: Callable[..., Page], check_page: Callable[[Page], None], path: str, viewport: Any, scheme: str
) -> None:
    check_page(visit(path, viewport=viewport, color_scheme=scheme, bypass_csp=True))


def test_the_small_page_is_still_whole_at_double_text_size(visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_error_summary_takes_the_focus_and_leads_into_the_field(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.locator("#fehler")).to_be_focused()
    page.get_by_role("link", name="Seit wann halten Sie den Hund: Dieses Datum gibt es nicht.").click()
    expect(page.locator("#f-seit")).to_be_focused()


def test_an_answer_that_decides_brings_the_fields_anew_and_keeps_focus_and_text(visit: Callable[..., Page]) -> None:
    page = visit()
    posted: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        posted.append(route.request.post_data or "")
        fresh = '<input id="f-hund-name" name="hund.name" value="Bello"><input id="f-neu" name="neu">'
        return route.fulfill(
            content_type="text/html", body=f'<html><body><div id="felder">{fresh}</div></body></html>'
        )

    page.route("**" + GALLERY, answer)
    page.get_by_text("Bis 40 cm Schulterhöhe").click()
    name = page.locator("#f-hund-name")
    expect(page.locator("#f-neu")).to_be_visible()
    assert "_react=hund.groesse" in posted[0]
    assert "hund.groesse=klein" in posted[0]
    expect(name).to_have_value("Bello")


def test_what_was_selected_before_the_fields_came_anew_is_replaced_by_what_is_typed(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    page.locator("#f-hund-name").fill("Bello")
    held: list[Route] = []
    page.route(
        "**" + GALLERY, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_text("Bis 40 cm Schulterhöhe").click()
    name = page.locator("#f-hund-name")
    name.select_text()
    fresh = '<input id="f-hund-name" name="hund.name" value="Bello"><input id="f-neu" name="neu">'
    held[0].fulfill(content_type="text/html", body=f'<html><body><div id="felder">{fresh}</div></body></html>')
    expect(page.locator("#f-neu")).to_be_visible()
    page.keyboard.type("Rex")
    expect(name).to_have_value("Rex")


def test_the_note_says_when_the_server_could_not_be_reached(visit: Callable[..., Page]) -> None:
    page = visit(quiet=True)
    page.route("**" + GALLERY, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_text("Bis 40 cm Schulterhöhe").click()
    expect(page.locator(".saved")).to_have_text("Keine Verbindung: noch nicht gespeichert")


def test_the_code_of_a_private_link_is_filled_in_and_leaves_the_address(visit: Callable[..., Page]) -> None:
    page = visit("stand/#7Q2K-M4XN-8RTA-P0VD-3HJC")
    expect(page.get_by_label("Zugangscode")).to_have_value("7Q2K-M4XN-8RTA-P0VD-3HJC")
    assert "#" not in page.url


def test_something_else_behind_the_address_is_not_taken_for_a_code(visit: Callable[..., Page]) -> None:
    page = visit("stand/#<b>nein</b>")
    expect(page.get_by_label("Zugangscode")).to_have_value("")


def test_a_button_copies_the_code(visit: Callable[..., Page]) -> None:
    page = visit("stand/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieren").click()
    expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "7Q2K-M4XN-8RTA-P0VD-3HJC"


def test_the_question_mark_lists_the_shortcuts_and_escape_closes(visit: Callable[..., Page]) -> None:
    page = visit("vorgang/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Frage senden")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_shortcut_is_text_while_one_writes(visit: Callable[..., Page]) -> None:
    page = visit("vorgang/")
    page.get_by_label("Rückfrage").press_sequentially("efe?")
    expect(page.get_by_label("Rückfrage")).to_have_value("efe?")
    assert page.url.endswith("vorgang/")


def test_rows_are_walked_with_j_and_k(visit: Callable[..., Page]) -> None:
    page = visit("eingang/")
    for key, number in (("j", "2026-000123"), ("j", "2026-000124"), ("k", "2026-000123")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=number)).to_be_focused()


def test_leaving_with_unsent_text_asks(visit: Callable[..., Page]) -> None:
    page = visit("vorgang/")
    page.get_by_label("Rückfrage").press_sequentially("Welche Rasse?")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_without_scripts_nothing_is_missing_that_needs_one(visit: Callable[..., Page]) -> None:
    page = visit("stand/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Kopieren")).to_be_hidden()
    expect(page.get_by_role("link", name="Kopie als PDF")).to_be_visible()


def test_a_first_visit_loads_less_than_the_budget(visit: Callable[..., Page], demo: Installation) -> None:
    """Everything the phone fetches for the first page, as it goes over the line."""
    page = visit("leistung/", viewport=PHONE)
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("performance.getEntriesByType('resource').map(e => e.transferSize)")
    whole = sum(sizes) + page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    assert 20_000 < whole < 150_000
