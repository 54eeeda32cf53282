"""File names as people gave them, made safe to show and to save; never used as a path here."""

import re
import unicodedata

from rathaus.core.text import clean_text

LONGEST = 120  # characters; with the extension it fits any file system's 255 bytes in most scripts
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_INVISIBLE = {"Cf", "Zl", "Zp", "Cn", "Co"}  # joiners, direction marks, separators, unassigned, private


def clean_name(name: str, suffixes: tuple[str, ...]) -> str:
    """The last part of the path without control and direction characters, ending as its content says.

    `suffixes` are the endings that fit the content; where none does, the first is added: "rechnung.exe" that is a
    picture becomes "rechnung.exe.png". A name of which nothing remains becomes "datei".
    """
    last = re.split(r"[\\/]", clean_text(name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE)
    tidy = _FORBIDDEN.sub("_", re.sub(r"\s+", " ", visible).strip())
    bare = "" if tidy.lower() in suffixes else tidy.strip(" .")
    stem, ending = _split(bare or "datei", suffixes)
    return stem[:LONGEST].rstrip(" .") + ending


def _split(name: str, suffixes: tuple[str, ...]) -> tuple[str, str]:
    for suffix in suffixes:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)], name[-len(suffix) :]
    return name, suffixes[0] if suffixes else ""
