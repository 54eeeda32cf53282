"""The colours of a municipality, computed from its one accent colour.

A town names one colour; whether it can be read is our business. What comes out holds WCAG 2.2 in light and in dark:
text on the accent and the accent on every ground of ours at 4.5 to 1 or more.
"""

import hashlib
from dataclasses import replace
from functools import lru_cache

from rathaus.ui.colour import Oklch, contrast, shade_until, to_hex, to_oklch

TEXT_RATIO = 4.5
DEFAULT_ACCENT = "#2044aa"
# The grounds that text in the accent stands on; the same values as in styles/10-tokens.css.
LIGHT_GROUND, LIGHT_SURFACE = "#ffffff", "#f4f5f7"
DARK_GROUND, DARK_SURFACE = "#14161c", "#1e2129"
WHITE, BLACK = "#ffffff", "#0b0c10"
_TEMPLATE = (
    "{selector}{{--accent:{accent};--on-accent:{on_accent};--accent-hover:{hover};--accent-soft:{soft};"
    "--accent-line:{line};--kern-color-action-default:{accent};--kern-color-action-on-default:{on_accent};"
    "--kern-color-action-state-indicator-shade-hover:{hover};--kern-color-action-state-indicator-shade-active:{hover}}}"
)


def text_on(colour: str) -> str:
    """White or black, whichever is read better on `colour`; one of them always reaches 4.5 to 1."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))


def _tones(accent: str, *, dark: bool) -> dict[str, str]:
    seen = to_oklch(accent)
    # soft is a ground for text in the accent (tiles, the chosen entry), line a decorative border
    soft = to_hex(Oklch(0.27 if dark else 0.966, min(seen.chroma, 0.03 if dark else 0.018), seen.hue))
    line = to_hex(Oklch(0.42 if dark else 0.88, min(seen.chroma, 0.06), seen.hue))
    grounds = (DARK_GROUND, DARK_SURFACE, soft) if dark else (LIGHT_GROUND, LIGHT_SURFACE, soft)
    if dark:  # a bright, calmer sister of the colour: full chroma glows on a dark page
        accent = to_hex(Oklch(max(seen.lightness, 0.76), min(seen.chroma, 0.11), seen.hue))
    for ground in grounds:
        accent = shade_until(accent, ground, TEXT_RATIO, darker=not dark)
    ink = text_on(accent)
    away = -0.06 if ink == WHITE else 0.06  # hover moves away from the ink: contrast only grows
    shifted = to_oklch(accent)
    hover = to_hex(replace(shifted, lightness=min(1.0, max(0.0, shifted.lightness + away))))
    return {"accent": accent, "on_accent": ink, "hover": hover, "soft": soft, "line": line}


@lru_cache(maxsize=512)
def theme_tones(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """The tones for light and for dark. A value that is no colour gives those of the default accent."""
    try:
        to_oklch(accent)
    except ValueError:
        accent = DEFAULT_ACCENT
    return _tones(accent, dark=False), _tones(accent, dark=True)


@lru_cache(maxsize=512)
def theme_css(accent: str) -> str:
    """Style sheet with the accent's custom properties, light first, dark for who prefers it."""
    light, dark = theme_tones(accent)
    return (
        _TEMPLATE.format(selector=":root,[data-kern-theme=light]", **light)
        + "@media(prefers-color-scheme:dark){"
        + _TEMPLATE.format(selector=":root:not([data-kern-theme=light])", **dark)
        + "}"
        + _TEMPLATE.format(selector="[data-kern-theme=dark]", **dark)
    )


@lru_cache(maxsize=512)
def theme_name(accent: str) -> str:
    """`<accent>-<hash>` for the address of the sheet: it changes with the colour and with how we compute it."""
    digest = hashlib.sha256(theme_css(accent).encode()).hexdigest()[:10]
    return f"{accent.lower().removeprefix('#')}-{digest}"
