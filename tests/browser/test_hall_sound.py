"""The screen in the hall sounds and speaks once somebody has allowed it there, and not before."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live import Installation
from tests.queueing.listening import in_hall

Open = Callable[..., BrowserContext]
HALL = {"width": 1920, "height": 1080}
SPOKEN_AFTER = 2500  # milliseconds; the voice comes after the gong
# What a loudspeaker would have heard. A sound that nobody touched a button for stays suspended, as in a browser.
LISTEN = """
  window.spoken = []; window.tones = [];
  Object.defineProperty(window, "speechSynthesis", {
    value: { speak: (words) => window.spoken.push([words.lang, words.text]) },
  });
  window.AudioContext = class {
    state = "suspended"; currentTime = 0; destination = {};
    resume() { this.state = "running"; }
    createGain() {
      return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next };
    }
    createOscillator() {
      const tone = { frequency: {}, connect: (next) => next, stop() {} };
      tone.start = () => window.tones.push(tone.frequency.value);
      return tone;
    }
  };
"""


@pytest.fixture(scope="module")
def town_hall(install: Callable[..., Installation]) -> Installation:
    installation = install(worker=False)
    in_hall(installation, "furnish")
    return installation


def screen(open_context: Open, town_hall: Installation, **options: Any) -> Page:
    context = open_context(viewport=HALL, **options)
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{town_hall.url()}/warten/rathaus/anzeige/")
    page.wait_for_selector("[data-connected]")
    return page


def call(town_hall: Installation, page: Page) -> int:
    """Call one more number; returns it once the screen shows it."""
    number: str = in_hall(town_hall, "draw", "call")["number"]
    expect(page.locator(".hall__call").first).to_contain_text(number)
    return int(number[1:])


def heard(page: Page) -> tuple[list[list[str]], list[int]]:
    page.wait_for_timeout(SPOKEN_AFTER)
    return page.evaluate("spoken"), page.evaluate("tones")


def test_nothing_sounds_before_it_is_allowed_then_number_and_counter_are_spoken_in_german(
    town_hall: Installation, open_context: Open
) -> None:
    page = screen(open_context, town_hall)
    sound, speech = (page.get_by_role("button", name=name, exact=True) for name in ("Ton", "Vorlesen"))
    for button in (sound, speech):
        expect(button).to_be_visible()
        expect(button).to_have_attribute("aria-pressed", "false")
    call(town_hall, page)
    assert heard(page) == ([], [])

    sound.click()
    speech.click()
    number = call(town_hall, page)
    said = [["de", f"Nummer A {number}, bitte zu Schalter 1"]]
    assert heard(page) == (said, [660, 523])

    speech.click()
    expect(speech).to_have_attribute("aria-pressed", "false")
    call(town_hall, page)
    assert heard(page) == (said, [660, 523, 660, 523])


def test_the_screen_remembers_what_was_allowed_there(town_hall: Installation, open_context: Open) -> None:
    page = screen(open_context, town_hall)
    page.get_by_role("button", name="Vorlesen", exact=True).click()
    page.reload()
    page.wait_for_selector("[data-connected]")
    expect(page.get_by_role("button", name="Vorlesen", exact=True)).to_have_attribute("aria-pressed", "true")
    number = call(town_hall, page)
    assert heard(page) == ([["de", f"Nummer A {number}, bitte zu Schalter 1"]], [])


@pytest.mark.parametrize(("motion", "animation"), [("no-preference", "hall-new"), ("reduce", "none")])
def test_who_wants_no_motion_gets_none(
    town_hall: Installation, open_context: Open, motion: str, animation: str
) -> None:
    page = screen(open_context, town_hall, reduced_motion=motion)
    call(town_hall, page)
    assert page.locator(".hall__call").first.evaluate("row => getComputedStyle(row).animationName") == animation
