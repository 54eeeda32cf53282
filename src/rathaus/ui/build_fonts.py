"""Cuts Fira Sans to the letters a German page needs, and to a second file for the rest of Latin.

The files of the package are 130 kB a weight, as much as the whole first visit may weigh. A browser loads the second
file only when a name on the page needs it (`unicode-range`).
"""

import logging
from pathlib import Path

from fontTools import subset  # the only tool that reads and writes woff2 without a compiler

WEIGHTS = {400: "Regular", 600: "SemiBold"}
RANGES = {
    "latin": "U+20-7E,U+A0-FF,U+152-153,U+160-161,U+178,U+17D-17E,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,"
    "U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2264-2265",
    "latin-ext": "U+100-151,U+154-15F,U+162-177,U+179-17C,U+17F-24F,U+259,U+2B0-2FF,U+300-36F,U+1E00-1E9D,"
    "U+1E9F-1EFF",
}
_FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum")


def codepoints(unicode_range: str) -> set[int]:
    points: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return points


def cut_font(source: Path, target: Path, unicode_range: str) -> None:
    """Writes `target` (woff2) with the letters of `unicode_range` that `source` has."""
    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # warns of bits in the package's files that we keep as they are
    options = subset.Options(flavor="woff2", layout_features=list(_FEATURES), desubroutinize=True, hinting=False)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints(unicode_range))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def build_fonts(kern: Path, target: Path) -> str:
    """Writes the font files to `target/fonts` and returns the `@font-face` rules for them."""
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    faces = []
    for weight, style in WEIGHTS.items():
        for name, unicode_range in RANGES.items():
            file = f"fonts/fira-sans-{weight}-{name}.woff2"
            cut_font(kern / f"dist/fonts/fira-sans/FiraSans-{style}.woff2", target / file, unicode_range)
            faces.append(
                f"@font-face{{font-family:'Fira Sans';font-weight:{weight};font-display:swap;"
                f"src:url({file}) format('woff2');unicode-range:{unicode_range}}}"
            )
    return "".join(faces)
