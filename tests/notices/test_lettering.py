"""Every name can be printed, and nothing that a person typed acts in the document."""

import io
from pathlib import Path

import pikepdf
import pytest

from rathaus.notices import fonts, press
from rathaus.notices.lettering import Printer, covered_code_points
from rathaus.notices.service import render_letter, render_receipt
from tests.notices.reading import findings, letters, spoken, words
from tests.notices.samples import TEMPLATE, letter, receipt

DIN_91379 = [
    "".join(chr(int(code, 16)) for code in line.split()[1:])
    for line in (Path(__file__).parent / "din91379.txt").read_text().splitlines()
    if not line.startswith("#")
]
PLACED_BEHIND = {"t\u0300", "ī\u0301"}  # right in the document; pdfium sorts by place and puts the mark after ")"
NOT_IN_NOTO_SANS = {"∞", "≤", "≥"}  # mathematical signs of group E1; a letter is never among them
ATTEMPTS = [
    '#read("/etc/passwd")',
    '#read("/rathaus/words.yaml")',
    "*bold* _italic_ `code`",
    "$x^2$",
    "@ref <label>",
    "= Heading",
    "- item + item / term: x",
    "\\ \\u{1F600} \\*",
    "#let x = 1; #panic()",
    "https://example.org/#x",
    "// comment /* block */",
    "</text><script>alert(1)</script>",
    "'quotes' \"double\" -- --- ...",
    "{address} {n}",
]


def test_the_list_is_whole() -> None:
    assert (len(DIN_91379), len(set(DIN_91379))) == (905, 905)


def test_every_character_of_din_91379_comes_out() -> None:
    printable = [sign for sign in DIN_91379 if sign not in NOT_IN_NOTO_SANS]
    rows = [{"label": f"{number}", "text": f"({sign})"} for number, sign in enumerate(printable)]
    pdf = render_receipt(receipt(answers=[{"page": "Zeichen", "rows": rows}]))
    said, found = spoken(pdf), letters(pdf)
    assert [sign for sign in printable if f"({sign})" not in said] == []
    assert {sign for sign in printable if f"({sign})" not in found} <= PLACED_BEHIND
    assert "�" not in said
    assert findings(pdf) == []


def test_typst_still_needs_our_mending_of_combining_marks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Control: as long as this holds, notices/marks.py is needed."""
    monkeypatch.setattr(press, "has_marks", lambda text: False)
    template = '#set document(title: [x])\n#set text(font: "Noto Sans")\nC\u0300'
    job = {"template": template, "data": "", "images": {}, "standard": True, "timestamp": 0}
    assert spoken(press.Press(tmp_path, fonts.FOLDER).print(job)) == "C\u0300C\u0300"
    monkeypatch.undo()
    (tmp_path / "again").mkdir()
    mended = press.Press(tmp_path / "again", fonts.FOLDER).print({**job, "data": "C\u0300"})
    assert spoken(mended) == "C\u0300"
    assert findings(mended) == []


def test_no_glyph_is_missing_in_the_font_itself() -> None:
    covered = covered_code_points(fonts.REGULAR)
    assert {sign for sign in DIN_91379 if not {ord(part) for part in sign} <= covered} == NOT_IN_NOTO_SANS


def test_covered_code_points_agree_with_the_font_as_typst_sees_it() -> None:
    """Control: what we call uncovered really fails, so the stand-in is needed and not a habit."""
    covered = covered_code_points(fonts.REGULAR)
    assert (0x41 in covered, 0xFFFD in covered, 0x1F600 in covered, 0x0627 in covered) == (True, True, False, False)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_markup_is_printed_as_it_was_typed(attempt: str) -> None:
    changes = {"title": f"Bescheid {attempt}", "reasons": attempt, "recipient": {"lines": [attempt]}}
    pdf = render_letter(
        TEMPLATE, letter(**changes, values={"hund": {"name": attempt, "seit": "2026-11-01"}, "steuer": "1"})
    )
    assert words(pdf).count(attempt) == 4
    with pikepdf.open(io.BytesIO(pdf)).open_metadata() as metadata:
        assert metadata["dc:title"] == f"Bescheid {attempt}"


def test_what_the_font_lacks_is_marked_and_explained() -> None:
    pdf = render_letter(TEMPLATE, letter(reasons="Danke 😀 مرحبا"))
    assert "Danke � �����" in words(pdf)
    assert "Einzelne Schriftzeichen kann dieses Dokument nicht darstellen" in words(pdf)
    assert findings(pdf) == []
    assert "Einzelne Schriftzeichen" not in words(render_letter(TEMPLATE, letter()))


def test_control_and_direction_characters_vanish() -> None:
    printer = Printer(fonts.REGULAR)
    assert printer.text("Rech\u202egnf\u202c\x00\x1b[31mung\ud800\u200b\ufeff") == "Rechgnf[31mung"
    assert printer.text("eins\r\nzwei\tdrei\rvier") == "eins\nzwei\tdrei\nvier"
    assert printer.text("Mu\u0308ller ❤\ufe0f") == "Müller �"
    assert printer.lost


def test_keys_and_nested_lists_are_cleaned_too() -> None:
    dirty = {"a\x00": ["b\x07", ("c", 1, None, True)]}
    assert Printer(fonts.REGULAR).tree(dirty) == {"a": ["b", ["c", 1, None, True]]}
