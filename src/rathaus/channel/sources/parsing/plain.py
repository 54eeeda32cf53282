"""Foreign texts as plain text: no markup, nothing invisible, never longer than asked for."""

import html
import re
from html.parser import HTMLParser

from rathaus.core.text import clean_text

TITLE, TEXT, ADDRESS = 120, 3500, 500
_RAW = 20_000  # what is looked at: html.parser is slow on long pieces that never close
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "template", "iframe", "object"})


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- its signature
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS and tag != "br":  # <br/> counts once
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def line(value: object, most: int = TITLE) -> str:
    """One line of text; "" for what is no text. What looks like markup stays as it was written."""
    return _cut(" ".join(_clean(value).split()), most)


def lines(value: object, most: int = TEXT) -> str:
    """Text with its line breaks, at most one empty line in a row."""
    kept = (" ".join(one.split()) for one in _clean(value).split("\n"))
    return _cut(re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), most)


def from_html(value: object, most: int = TEXT) -> str:
    """The words of a piece of HTML; scripts and styles are left out."""
    if not isinstance(value, str):
        return ""
    stripper = _Stripper()
    try:
        stripper.feed(value[:_RAW])
        stripper.close()
    except AssertionError:  # html.parser's answer to some broken declarations
        return lines(value, most)
    return lines("".join(stripper.parts), most)


def title_from_html(value: object) -> str:
    """Many feeds escape twice, so what is left after stripping is unescaped once more."""
    return line(html.unescape(from_html(value, 1000)).replace("\n", " "))


def web_address(value: object) -> str:
    """An http(s) address that may be linked; "" for anything else."""
    if not isinstance(value, str) or len(value) > ADDRESS:
        return ""
    address = value.strip()
    sane = address.startswith(("https://", "http://")) and not re.search(r"[\s<>\"'\\\x00-\x1f]", address)
    return address if sane and address.isprintable() else ""


def _clean(value: object) -> str:
    return clean_text(value[:_RAW]) if isinstance(value, str) else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
