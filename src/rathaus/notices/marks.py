"""Mends how letters with combining marks are read out and copied: "C̀" must not come out as "C̀C̀".

typst 0.15 draws a letter that has no composed form (149 sequences of DIN 91379) with one glyph for the letter and one
for each mark, and tells the reader of the PDF at every one of them that it is the whole sequence
(https://github.com/typst/typst/issues/8767). Here each glyph gets its own character in the font's ToUnicode map, and
the wrong /ActualText around it goes. Only a document that has such a letter takes this way; when typst tells it
right, the tests pass without this module and it can go.
"""

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_ENTRY = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_BLOCKS = re.compile(rb"\d+ beginbfchar\n.*endbfchar\n", re.DOTALL)
_LIMIT = 100  # entries in one block of a CMap


@dataclass
class _Font:
    """What a font says about its glyphs, and what the document taught us about them."""

    stream: pikepdf.Object
    said: dict[int, str]
    wide: frozenset[int]  # glyphs that advance: letters; a mark does not
    learnt: dict[int, set[str]] = field(default_factory=dict)

    def knows(self, glyph: int) -> bool:
        """Whether the glyph stands for the same character wherever a sequence uses it."""
        return len(self.learnt.get(glyph, ())) == 1 or (glyph not in self.learnt and not _has_marks(self.said[glyph]))


@dataclass(frozen=True)
class _Glyph:
    font: _Font
    number: int
    text: str  # what the document says it is


def has_marks(text: str) -> bool:
    """Whether a letter in this (composed) text needs a combining mark."""
    return any(map(unicodedata.combining, text))


def mend_marks(pdf: bytes) -> bytes:
    """The same document, in which each glyph of a letter with marks says what it is itself."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts: dict[tuple[int, int], _Font] = {}
        pages = [(page, pikepdf.parse_content_stream(page), _fonts(page, fonts)) for page in document.pages]
        for _, instructions, named in pages:
            _learn(_glyphs(instructions, named))
        for page, instructions, named in pages:
            mended = list(_without_wrong_spans(instructions, named))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(mended))
        for font in fonts.values():
            _write_map(font)
        result = io.BytesIO()
        document.save(result, deterministic_id=True)
        return result.getvalue()


def _has_marks(text: str) -> bool:
    return len(text) > 1 and has_marks(text)


def _fonts(page: pikepdf.Page, known: dict[tuple[int, int], _Font]) -> dict[str, _Font]:
    named = {}
    for name, font in page.Resources.get("/Font", pikepdf.Dictionary()).items():
        if font.objgen not in known:
            said = _read_map(font.ToUnicode.read_bytes())
            known[font.objgen] = _Font(font.ToUnicode, said, frozenset(_wide(font.DescendantFonts[0])))
        named[name] = known[font.objgen]
    return named


def _read_map(cmap: bytes) -> dict[int, str]:
    body = cmap.partition(b"endcodespacerange")[2]
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _ENTRY.findall(body)}


def _wide(font: pikepdf.Object) -> Iterator[int]:
    """The glyphs whose width in /W isn't zero; the array holds "first [w w …]" and "first last w" in turn."""
    widths = list(font.get("/W", []))
    while widths:
        first, second = int(widths.pop(0)), widths.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from (first + place for place, width in enumerate(second) if width != 0)
        elif widths.pop(0) != 0:
            yield from range(first, int(second) + 1)


def _glyphs(instructions: list[Instruction], named: dict[str, _Font]) -> Iterator[_Glyph]:
    """Every glyph in the order of drawing, with the text that is claimed for it."""
    font: _Font | None = None
    claims: list[str | None] = []
    for instruction in instructions:
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = named[str(operands[0])]
        elif operator in ("BDC", "BMC"):
            claims.append(_claim(instruction))
        elif operator == "EMC":
            claims.pop()
        elif operator in ("Tj", "TJ") and font is not None:
            claim = next((claim for claim in reversed(claims) if claim is not None), None)
            for number in _numbers(operands[0]):
                yield _Glyph(font, number, font.said.get(number, "") if claim is None else claim)


def _claim(instruction: Instruction) -> str | None:
    """The /ActualText of a marked content, if it has one."""
    operands = instruction.operands
    if len(operands) < 2 or not isinstance(operands[1], pikepdf.Dictionary):  # noqa: PLR2004 - tag and properties
        return None
    text = operands[1].get("/ActualText")
    return None if text is None else str(text)


def _numbers(shown: pikepdf.Object) -> Iterator[int]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    for part in parts:
        if isinstance(part, pikepdf.String):
            code = bytes(part)
            yield from (int.from_bytes(code[place : place + 2]) for place in range(0, len(code), 2))


def _learn(glyphs: Iterator[_Glyph]) -> None:
    """Share each sequence out among its glyphs: one character for each mark, what remains for the letter."""
    cluster: list[_Glyph] = []
    for glyph in itertools.chain(glyphs, [None]):
        goes_on = glyph and cluster and glyph.text == cluster[0].text and glyph.number not in glyph.font.wide
        if cluster and not goes_on:
            for part, own in zip(cluster, _shares(cluster[0].text, len(cluster)), strict=False):
                part.font.learnt.setdefault(part.number, set()).add(own)
            cluster = []
        if glyph and _has_marks(glyph.text):
            cluster.append(glyph)


def _shares(text: str, count: int) -> list[str]:
    """The sequence cut into `count` pieces; a letter keeps a mark ("ṣ") that the font draws together with it."""
    if len(text) < count:
        text = unicodedata.normalize("NFD", text)
    letter = len(text) - count + 1
    return [text[:letter], *text[letter:]]


def _without_wrong_spans(instructions: list[Instruction], named: dict[str, _Font]) -> Iterator[Instruction]:
    """The content without the /ActualText of sequences whose glyphs all speak for themselves now."""
    dropped: list[bool] = []
    everything = all(glyph.font.knows(glyph.number) for glyph in _glyphs(instructions, named))
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            dropped.append(everything and _has_marks(_claim(instruction) or ""))
        if not (operator in ("BDC", "BMC", "EMC") and dropped[-1]):
            yield instruction
        if operator == "EMC":
            dropped.pop()


def _write_map(font: _Font) -> None:
    own = {glyph: next(iter(texts)) for glyph, texts in font.learnt.items() if len(texts) == 1}
    entries = [
        f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>\n"
        for glyph, text in sorted((font.said | own).items())
    ]
    blocks = [
        f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"
        for block in (entries[start : start + _LIMIT] for start in range(0, len(entries), _LIMIT))
    ]
    font.stream.write(_BLOCKS.sub("".join(blocks).encode(), font.stream.read_bytes()))
