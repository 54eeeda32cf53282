"""Text as people type it: cleaned for storing, folded for finding."""

import unicodedata

_GERMAN = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "þ": "th",
    }
)
_KEPT_CONTROLS = {"\n", "\t"}


def fold(text: str) -> str:
    """Lower case without diacritics: "Straße" → "strasse", "Müller" and "Mueller" → "mueller"."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_GERMAN)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def clean_text(text: str) -> str:
    """NFC, line breaks as "\\n", without control, surrogate and invisible direction-changing characters.

    Keeps every letter of DIN 91379, emoji and joiners. PostgreSQL refuses NUL; bidirectional overrides let a
    text show as something else than it is.
    """
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in normal if c in _KEPT_CONTROLS or not _is_unwanted(c))


def one_line(text: str) -> str:
    """The same on one line with single spaces. It may be longer than what was typed (NFC has letters of two)."""
    return visible(" ".join(clean_text(" ".join(text.split())).split()))


def visible(text: str) -> str:
    """Nothing but joiners and zero-width spaces is no text."""
    return text if any(unicodedata.category(letter)[0] not in "CZ" for letter in text) else ""


def _is_unwanted(char: str) -> bool:
    category = unicodedata.category(char)
    return category in {"Cc", "Cs"} or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
