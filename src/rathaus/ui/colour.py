"""Colours by how they are seen: OKLCH for changing lightness alone, WCAG 2.2 for contrast."""

import math
import re
from dataclasses import dataclass, replace

_HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma 0 to about 0.32 within sRGB, hue in degrees. Formulas: Björn Ottosson, 2020."""

    lightness: float
    chroma: float
    hue: float


def parse_hex(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as three numbers from 0 to 1; anything else is a ValueError."""
    found = _HEX.fullmatch(colour.strip())
    if not found:
        raise ValueError(f"Not a colour of the form #rrggbb: {colour!r}")
    red, green, blue = (int(part, 16) / 255 for part in found.groups())
    return red, green, blue


# The knees of the sRGB transfer curve (IEC 61966-2-1), and how far outside rounding may leave a channel.
_KNEE, _LINEAR_KNEE, _ROUNDING = 0.04045, 0.0031308, 1e-4


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _KNEE else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return channel * 12.92 if channel <= _LINEAR_KNEE else 1.055 * channel ** (1 / 2.4) - 0.055


def relative_luminance(colour: str) -> float:
    """WCAG 2.2, definition of relative luminance."""
    red, green, blue = map(_linear, parse_hex(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def to_oklch(colour: str) -> Oklch:
    red, green, blue = map(_linear, parse_hex(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _to_rgb(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    )


def _within(channels: tuple[float, float, float]) -> bool:
    return all(-_ROUNDING <= channel <= 1 + _ROUNDING for channel in channels)


def to_hex(colour: Oklch) -> str:
    """The nearest colour sRGB has: chroma is lowered until all three channels fit, hue and lightness stay."""
    low, high = 0.0, colour.chroma
    fits = _within(_to_rgb(colour))
    for _ in range(0 if fits else 20):
        middle = (low + high) / 2
        if _within(_to_rgb(replace(colour, chroma=middle))):
            low = middle
        else:
            high = middle
    chosen = colour if fits else replace(colour, chroma=low)
    channels = (round(_gamma(min(1.0, max(0.0, channel))) * 255) for channel in _to_rgb(chosen))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def shade_until(colour: str, against: str, ratio: float, *, darker: bool) -> str:
    """The colour itself if its contrast suffices, else the nearest darker (or lighter) shade that does."""
    shade, start = colour, to_oklch(colour)
    step = -0.01 if darker else 0.01
    lightness = start.lightness
    while contrast(shade, against) < ratio and 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + step))
        shade = to_hex(replace(start, lightness=lightness))
    return shade
