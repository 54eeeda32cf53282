"""How the automatic sources are, for administrators: on a desktop, on a phone, and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.live import Installation

from .conftest import DESKTOP, PHONE, SMALL_PHONE
from .test_clerk import fill_desk, sign_in

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
CLOSED = "http://127.0.0.1:9"  # nobody listens


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install(RATHAUS_DEMO_SOURCES=CLOSED)
    fill_desk(installation, cases=0)
    return installation


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, SMALL_PHONE])
def test_a_source_that_does_not_answer_is_seen_and_asked_again(
    town_hall: Installation, open_context: Open, check_page: Check, viewport: dict[str, int]
) -> None:
    ida = open_context(viewport=viewport, color_scheme="dark" if viewport == PHONE else "light").new_page()
    sign_in(ida, town_hall.url(), cast.IDA)
    ida.get_by_role("link", name="Quellen").click()
    check_page(ida)
    row = ida.get_by_role("row").filter(has_text="Meldungen des Landkreises")
    row.get_by_role("button", name="Jetzt abrufen").click()
    expect(ida.get_by_text("„Meldungen des Landkreises“ wird jetzt abgerufen.")).to_be_visible()
    check_page(ida)
    _wait_for_failure(town_hall)
    ida.reload()
    expect(row.get_by_text("Die Quelle ist nicht erreichbar.")).to_be_visible()
    check_page(ida)


def test_it_works_without_a_script(town_hall: Installation, open_context: Open) -> None:
    ida = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    sign_in(ida, town_hall.url(), cast.IDA)
    ida.goto(f"{town_hall.url()}/amt/quellen/")
    row = ida.get_by_role("row").filter(has_text="Meldungen des Landkreises")
    row.get_by_role("button", name="Jetzt abrufen").click()
    expect(ida.get_by_text("„Meldungen des Landkreises“ wird jetzt abgerufen.")).to_be_visible()


def _wait_for_failure(town_hall: Installation) -> None:
    town_hall.wait_for(
        lambda: town_hall.query(
            "select 1 from channel_sourcerun r join channel_sourceconfig s on s.id = r.source_id"
            " where s.key = 'landkreis' and r.outcome = 'failed'"
        ),
        "the source to have been asked",
    )
