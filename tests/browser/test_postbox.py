"""Query and answer through the postbox, a question answered at the desk, things put away; on phone and desktop."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cluster import ROOT, environment
from tests.live import Installation
from tests.portal.test_tracking import PNG

from .conftest import DESKTOP, PHONE

Open = Callable[..., BrowserContext]
Check = Callable[[Page], None]
Sessions = dict[str, str]
Make = Callable[[dict[str, int]], "Stage"]
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 6


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    return install()


@pytest.fixture(scope="module")
def sessions(town_hall: Installation) -> Sessions:
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.postbox_data"],
        check=False,
        cwd=ROOT,
        env=environment(town_hall.database, RATHAUS_FILES=str(town_hall.folder / "files")),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: Sessions = json.loads(done.stdout)
    return found


def signed_in(open_context: Open, live: Installation, session: str, viewport: dict[str, int]) -> Page:
    context = open_context(viewport=viewport)
    context.add_cookies([{"name": "sitzung", "value": session, "url": live.url()}])
    return context.new_page()


def look(page: Page, name: str) -> None:
    """A picture for who wants to look (RATHAUS_PICTURES names a folder)."""
    folder = os.environ.get("RATHAUS_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@dataclass
class Stage:
    """Anna at one size of window, Clara at her desk, and what they need."""

    live: Installation
    sessions: Sessions
    open_context: Open
    check: Check
    viewport: dict[str, int]
    folder: Path
    thread: str = ""

    def __post_init__(self) -> None:
        self.base, self.size, self.number = self.live.url(), self.viewport["width"], self.sessions["number"]
        self.desk = f"{self.base}/amt/vorgaenge/{self.number}/"
        self.anna = signed_in(self.open_context, self.live, self.sessions["anna"], self.viewport)
        self.clara = signed_in(self.open_context, self.live, self.sessions["clara"], DESKTOP)


def ask_and_answer(s: Stage) -> None:
    """Clara asks, Anna finds it in the postbox and answers."""
    s.clara.goto(s.desk)
    if s.viewport == PHONE:  # the first time
        s.clara.get_by_role("button", name="Übernehmen").click()
    s.clara.get_by_text("Rückfrage stellen").click()
    s.clara.get_by_label("Ihre Frage an die antragstellende Person").fill(
        f"Welche Farbe hat er, von {s.size} aus gesehen?"
    )
    s.clara.get_by_role("button", name="Rückfrage senden").click()
    s.check(s.clara)

    s.anna.goto(f"{s.base}/postfach/")
    expect(s.anna.get_by_text("Sie sind dran: bis")).to_be_visible()
    s.check(s.anna)
    look(s.anna, f"postfach-{s.size}")
    s.anna.get_by_role("link", name="Hund anmelden").first.click()
    s.check(s.anna)
    s.anna.get_by_role("link", name="Frage beantworten").click()
    s.anna.get_by_label("Ihre Antwort").fill("Braun mit weißem Latz.")
    s.anna.get_by_role("button", name="Antwort absenden").click()


def write_about_the_case(s: Stage) -> None:
    """A long word, markup and a picture."""
    s.anna.get_by_text("Nachricht schreiben").click()
    s.anna.get_by_label("Ihre Nachricht").fill(f"Und noch etwas: {LONG} <b>fett?</b>")
    picture = s.folder / "hund.png"
    picture.write_bytes(PNG)
    s.anna.locator("#dateien").set_input_files(picture)
    s.anna.get_by_role("button", name="Nachricht senden").click()
    expect(s.anna.get_by_text("<b>fett?</b>").last).to_be_visible()
    s.check(s.anna)
    look(s.anna, f"vorgang-{s.size}")


def answer_at_the_desk(s: Stage) -> None:
    """The case is marked in the inbox until Clara answers."""
    s.clara.goto(f"{s.base}/amt/")
    expect(s.clara.get_by_text("neue Nachricht, heute")).to_be_visible()
    s.check(s.clara)
    look(s.clara, f"eingang-{s.size}")
    s.clara.goto(s.desk)
    expect(s.clara.get_by_text("<b>fett?</b>").last).to_be_visible()
    s.check(s.clara)
    look(s.clara, f"amt-vorgang-{s.size}")
    s.clara.get_by_label("Ihre Nachricht an die antragstellende Person").fill("Danke, das genügt.")
    s.clara.get_by_role("button", name="Nachricht senden").click()
    expect(s.clara.get_by_text("noch nicht gelesen").last).to_be_visible()


def ask_a_unit(s: Stage) -> None:
    """First without anything, then whole."""
    s.anna.goto(f"{s.base}/postfach/")
    s.anna.get_by_role("link", name="Neue Nachricht").click()
    s.check(s.anna)
    s.anna.get_by_role("button", name="Nachricht senden").click()
    expect(s.anna.locator("#fehler")).to_be_focused()
    s.check(s.anna)
    s.anna.get_by_label("Bürgerservice").check()
    s.anna.get_by_label("Worum geht es?").fill(f"Laterne {s.size}")
    s.anna.get_by_label("Ihre Nachricht").fill("Vor Haus 7 ist es dunkel.")
    look(s.anna, f"neu-{s.size}")
    s.anna.get_by_role("button", name="Nachricht senden").click()
    expect(s.anna.get_by_role("heading", name=f"Laterne {s.size}")).to_be_visible()
    s.check(s.anna)
    s.thread = s.anna.url


def answer_the_question(s: Stage) -> None:
    s.clara.goto(f"{s.base}/amt/nachrichten/")
    s.check(s.clara)
    look(s.clara, f"amt-nachrichten-{s.size}")
    s.clara.get_by_role("link", name=f"Laterne {s.size}").click()
    s.check(s.clara)
    s.clara.get_by_label("Ihre Antwort").fill("Wir kommen am Montag.")
    look(s.clara, f"amt-nachricht-{s.size}")
    s.clara.get_by_role("button", name="Antwort senden").click()
    expect(s.clara.get_by_text("Wir kommen am Montag.")).to_be_visible()


def put_it_away(s: Stage) -> None:
    """Found by a word of the answer."""
    s.anna.goto(f"{s.base}/postfach/?art=nachrichten")
    expect(s.anna.locator(".entry--unread")).to_have_count(2)
    s.anna.get_by_role("link", name=f"Laterne {s.size}").click()
    expect(s.anna.get_by_text("Wir kommen am Montag.")).to_be_visible()
    look(s.anna, f"nachricht-{s.size}")
    s.anna.goto(f"{s.base}/postfach/?q=montag")
    s.anna.get_by_role("button", name=re.compile(f"Ins Archiv.*Laterne {s.size}")).click()
    expect(s.anna.get_by_text("liegt jetzt im Archiv")).to_be_visible()
    s.check(s.anna)
    look(s.anna, f"archiviert-{s.size}")
    s.anna.get_by_role("button", name="Rückgängig").click()
    expect(s.anna.get_by_role("link", name=f"Laterne {s.size}")).to_be_visible()


def see_nothing_of_it(s: Stage) -> None:
    """The outsider's postbox is empty, and guessing finds nothing."""
    bilal = signed_in(s.open_context, s.live, s.sessions["bilal"], s.viewport)
    bilal.goto(f"{s.base}/postfach/")
    expect(bilal.get_by_text("Hier ist noch nichts")).to_be_visible()
    s.check(bilal)
    refused = bilal.goto(s.thread)
    assert refused is not None
    assert refused.status == 404
    bilal.goto(f"{s.base}/vorgang/{s.number}/")
    expect(bilal.get_by_label("Zugangscode")).to_be_visible()
    s.check(bilal)


@pytest.fixture
def stage(town_hall: Installation, sessions: Sessions, open_context: Open, check_page: Check, tmp_path: Path) -> Make:
    return lambda viewport: Stage(town_hall, sessions, open_context, check_page, viewport, tmp_path)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_query_and_answer_question_and_archive(stage: Make, viewport: dict[str, int]) -> None:
    s = stage(viewport)
    for step in (
        ask_and_answer,
        write_about_the_case,
        answer_at_the_desk,
        ask_a_unit,
        answer_the_question,
        put_it_away,
        see_nothing_of_it,
    ):
        step(s)
