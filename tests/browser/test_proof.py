"""Under attack: a phone computes by itself and goes on; without a script there is a number, and the choice stays."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live import Installation

from .conftest import PHONE, SMALL_PHONE

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
_NEVER = "40"  # bits that no browser finds while we look


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    return install(worker=False, RATHAUS_HOLDS_UNDER_ATTACK="1")


@pytest.fixture(scope="module")
def hard(install: Callable[..., Installation]) -> Installation:
    return install(worker=False, RATHAUS_HOLDS_UNDER_ATTACK="1", RATHAUS_PROOF_BITS=_NEVER)


def choose(page: Page, base: str) -> None:
    page.goto(f"{base}/termine/wohnsitz/")
    page.get_by_role("button", name=re.compile("Uhr nehmen")).click()


def test_the_browser_computes_and_the_time_is_kept(town_hall: Installation, open_context: Open) -> None:
    first, second = (open_context(viewport=PHONE).new_page() for _ in range(2))
    choose(first, town_hall.url())
    expect(first.get_by_role("heading", name="Wer kommt?")).to_be_visible()
    asked: list[int] = []
    second.on("response", lambda answer: asked.append(answer.status) if answer.request.method == "POST" else None)
    choose(second, town_hall.url())
    expect(second.get_by_role("heading", name="Wer kommt?")).to_be_visible(timeout=30_000)
    assert asked == [429, 302]
    (proofs,) = town_hall.query("select count(*), count(proof) from appointments_hold")
    assert proofs == (2, 1)


def test_meanwhile_the_page_says_so(hard: Installation, open_context: Open, check_page: Check) -> None:
    choose(open_context(viewport=PHONE).new_page(), hard.url())
    page = open_context(viewport=SMALL_PHONE, reduced_motion="reduce").new_page()
    choose(page, hard.url())
    expect(page.get_by_role("heading", name="Gerade fragen sehr viele an")).to_be_visible()
    expect(page.locator("main [role=status]")).to_have_text("Ihr Gerät rechnet.")
    expect(page.get_by_role("progressbar", name="So weit ist Ihr Gerät")).to_be_visible()
    expect(page.get_by_role("button", name="Noch einmal versuchen")).to_be_hidden()
    check_page(page)
    expect(page.locator("main [role=status]")).to_have_text("Es dauert noch einen Moment.", timeout=30_000)


def test_without_a_script_the_choice_stays_and_there_is_a_number(
    hard: Installation, open_context: Open, check_page: Check
) -> None:
    choose(open_context(viewport=PHONE).new_page(), hard.url())
    page = open_context(viewport=SMALL_PHONE, java_script_enabled=False).new_page()
    choose(page, hard.url())
    expect(page.get_by_text("Wir halten Termine frei für Menschen")).to_be_visible()
    expect(page.locator("main a[href^='tel:']")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(page.get_by_role("heading", name="Gerade fragen sehr viele an")).to_be_visible()
    assert re.fullmatch(r"[a-z-]+ 20\d\d-.*Z", page.locator("input[name=wann]").input_value())
