"""Reads a PDF as tests need it: its words, its tags, and what two independent checkers say."""

import io
import re
import unicodedata
from collections.abc import Iterator

import page
import pikepdf
import pypdfium2

_LENGTH_RULE = "PDFA3A-STREAM-LENGTH-001"


def words(pdf: bytes) -> str:
    """All text of all pages in reading order, one space between words."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def letters(pdf: bytes) -> str:
    """The text without any white space: what a search for a long word, broken over lines, must find."""
    return re.sub(r"\s+", "", words(pdf))


def spoken(pdf: bytes) -> str:
    """All glyphs in the order of the content, each as its font says it: what a reader of the tags reads out.

    An own small decoder, since extractors that go by the place of a glyph may put a mark behind the next letter.
    """
    text = []
    document = pikepdf.open(io.BytesIO(pdf))
    for sheet in document.pages:
        fonts = {name: _said(font) for name, font in sheet.Resources.Font.items()}
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(sheet):
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
            if str(operator) in ("Tj", "TJ"):
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                text += [font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)]
    return unicodedata.normalize("NFC", "".join(text))


def _said(font: pikepdf.Object) -> dict[int, str]:
    entries = re.findall(rb"<(....)> <([0-9A-F]+)>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries}


def page_count(pdf: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def findings(pdf: bytes) -> list[tuple[str, str, str]]:
    """What the validator objects to under PDF/UA-1 and PDF/A-3a; nothing means that it conforms to both."""
    found = []
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        found += [(profile, failure.rule_id, failure.message) for failure in report.failures]
    return [finding for finding in found if finding[1] != _LENGTH_RULE or not _lengths_hold(pdf)]


def _lengths_hold(pdf: bytes) -> bool:
    """Whether every stream ends, with a line feed, exactly where its /Length says.

    The validator takes a last data byte "\\r" and that line feed for one line end, so that one stream in 256 fails.
    """
    streams = re.finditer(rb"/Length (\d+)[^\0]*?>>\s*stream\n", pdf)
    ends = [pdf[stream.end() + int(stream.group(1)) :][:10] for stream in streams]
    return len(ends) == pdf.count(b"endstream") and set(ends) == {b"\nendstream"}


def tags(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Every structure element as (type, element), in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield str(element.S), element
        children = element.get("/K") if isinstance(element, pikepdf.Dictionary) else None
        if isinstance(children, pikepdf.Array):
            for child in children:
                yield from walk(child)
        elif children is not None:
            yield from walk(children)

    yield from walk(pdf.Root.StructTreeRoot)
