"""Whatever colour a town has, its pages can be read."""

import colorsys
import random

import pytest
from django.test import RequestFactory
from django.urls import reverse

from rathaus.ui.colour import contrast, to_hex, to_oklch
from rathaus.ui.theme import (
    DARK_GROUND,
    DARK_SURFACE,
    LIGHT_GROUND,
    LIGHT_SURFACE,
    TEXT_RATIO,
    theme_css,
    theme_name,
    theme_tones,
)
from rathaus.ui.views import theme


def some_colours() -> list[str]:
    chance = random.Random(7)
    wheel = [colorsys.hsv_to_rgb(h / 24, s, v) for h in range(24) for s in (0.3, 1.0) for v in (0.2, 0.6, 1.0)]
    wild = [(chance.random(), chance.random(), chance.random()) for _ in range(100)]
    edges = ["#000000", "#ffffff", "#ffff00", "#777777"]
    return edges + ["#" + "".join(f"{round(c * 255):02x}" for c in colour) for colour in wheel + wild]


def test_text_on_the_accent_and_the_accent_as_text_hold_the_ratio() -> None:
    worst = 21.0
    for colour in some_colours():
        light, dark = theme_tones(colour)
        pairs = [
            (light["on_accent"], light["accent"]),
            (light["on_accent"], light["hover"]),
            (dark["on_accent"], dark["accent"]),
            (dark["on_accent"], dark["hover"]),
            *((light["accent"], ground) for ground in (LIGHT_GROUND, LIGHT_SURFACE, light["soft"])),
            *((dark["accent"], ground) for ground in (DARK_GROUND, DARK_SURFACE, dark["soft"])),
        ]
        worst = min(worst, *(contrast(one, other) for one, other in pairs))
    assert worst >= TEXT_RATIO


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert theme_tones("#1f6b4a")[0]["accent"] == "#1f6b4a"


def test_a_corrected_colour_keeps_its_hue() -> None:
    corrected = theme_tones("#ffd400")[0]["accent"]
    assert corrected != "#ffd400"
    assert abs(to_oklch(corrected).hue - to_oklch("#ffd400").hue) < 4


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colour", ["#2044aa", "#ff0000", "#1f6b4a", "#808080"])
def test_oklch_there_and_back_is_the_same_colour(colour: str) -> None:
    assert to_hex(to_oklch(colour)) == colour


def test_something_that_is_no_colour_gives_the_default_and_never_reaches_the_sheet() -> None:
    assert theme_css("red;} body{display:none") == theme_css("#2044aa")


def test_the_sheet_is_kept_for_ever_and_only_under_its_own_name() -> None:
    name = theme_name("#1f6b4a")
    answer = theme(RequestFactory().get("/"), name)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer["Cache-Control"]
    assert reverse("theme", args=[name]) == f"/-/theme-{name}.css"


def test_grounds_are_those_of_the_style_sheet(own_styles: str) -> None:
    """theme.py computes against these four; if the style sheet moves one, the computation is worth nothing."""
    light, dark = own_styles.split("prefers-color-scheme:dark", 1)
    assert f"--ground:{LIGHT_GROUND}" in light
    assert f"--surface:{LIGHT_SURFACE}" in light
    assert f"--ground:{DARK_GROUND}" in dark
    assert f"--surface:{DARK_SURFACE}" in dark
