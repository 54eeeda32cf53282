"""Brings the English catalogue up to date: `make messages`. What is new waits with an empty msgstr.

Django's makemessages needs GNU gettext; this needs only Babel, and keeps the file in order of its ids.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src/rathaus"
PO = SOURCE / "locale/en/LC_MESSAGES/django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...]] = {
    "gettext": (1,), "gettext_lazy": (1,), "_": (1,), "gettext_noop": (1,),
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_STRING = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(((?:{_STRING}|[\s,]|count)+)\)")

_NOISE = tuple(f'"{name}' for name in ("Project", "Report", "POT-", "PO-", "Last-", "Language-Team", "Generated"))

Id = str | tuple[str, str]


def used_messages() -> Iterator[tuple[Id, str | None, str]]:
    """(id, context, file) for every marked text in Python and templates; the id of a plural is a pair."""
    for path in sorted(SOURCE.rglob("*.py")):
        for _, message, _, context in extract("python", BytesIO(path.read_bytes()), keywords=KEYWORDS):
            yield (tuple(message) if isinstance(message, list | tuple) else message), context, path.name  # type: ignore[misc]
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        yield from ((found, context, path.name) for found, context in _in_template(path.read_text()))


def _in_template(text: str) -> Iterator[tuple[Id, str | None]]:
    for function, arguments in _CALL.findall(templatize(text)):
        texts = [ast.literal_eval(part) for part in re.findall(_STRING, arguments)]
        context = texts.pop(0) if "p" in function else None
        yield ((texts[0], texts[1]) if function.startswith("n") else texts[0]), context


def read_catalogue() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en", domain="django")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def main() -> None:
    known, fresh = read_catalogue(), Catalog(locale="en", domain="django", fuzzy=False, header_comment="# English")
    for message, context, _ in used_messages():
        old = known.get(message, context)
        fresh.add(message, old.string if old and old.string else None, context=context)
    PO.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, fresh, width=0, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    PO.write_text("".join(line for line in lines if not line.startswith(_NOISE)))


if __name__ == "__main__":
    main()
