"""Finding German texts of the interface on pages that are to be English."""

import html
import re

from tools.messages import read_catalogue

_TAG = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*?(?=aria-label|placeholder|>)", re.S)
_SHORT = 5  # "an", "von", "Name": too short to tell German from English
# What to write on the envelope; the way to German; the name of the software; Anna's family name.
_NAMED_IN_ENGLISH = {"Datenschutz", "Deutsch", "Rathaus", "Beispiel"}


def german_in(page: str) -> list[str]:
    """The German texts of the interface that a page still shows, labels for screen readers included."""
    shown = re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", page)))
    return [text for text in _german_texts() if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)]


def _german_texts() -> list[str]:
    entries = (entry for entry in read_catalogue() if isinstance(entry.id, str) and "%(" not in entry.id)
    return [e.id for e in entries if e.id != e.string and len(e.id) > _SHORT and e.id not in _NAMED_IN_ENGLISH]
