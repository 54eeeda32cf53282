"""Makes any text printable in the font we ship, and says where it could not.

PDF/A and PDF/UA forbid a glyph that isn't there, so a single emoji would lose the whole document. Noto Sans has every
letter of DIN 91379, Greek and Cyrillic; what it lacks is printed as U+FFFD, and the document says so in a note.
"""

import functools
import struct
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPLACEMENT = "\ufffd"
_KEPT_CONTROLS = "\n\t"
_SILENT = frozenset({"Cc", "Cf", "Cs", "Cn"})  # controls, bidirectional overrides, halves of pairs, unassigned
_INVISIBLE_WHEN_MISSING = frozenset({"Mn", "Me"})  # marks and variation selectors: the base letter stays


class Printer:
    """Cleans texts and remembers whether anything was lost on the way."""

    def __init__(self, font: Path) -> None:
        self._covered = covered_code_points(font)
        self.lost = False

    def text(self, value: str) -> str:
        """NFC, without control and direction characters, and with a stand-in for what the font lacks."""
        normal = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        if normal.isascii() and normal.isprintable():
            return normal
        return "".join(map(self._character, normal))

    def tree(self, value: Any) -> Any:
        """The same structure with every text in it, keys too, made printable."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.tree(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        return value

    def _character(self, character: str) -> str:
        if character in _KEPT_CONTROLS:
            return character
        category = unicodedata.category(character)
        if category in _SILENT:
            return ""
        if ord(character) in self._covered:
            return character
        if category in _INVISIBLE_WHEN_MISSING:
            return ""
        if category == "Zs":
            return " "
        self.lost = True
        return REPLACEMENT


@functools.cache
def covered_code_points(font: Path) -> frozenset[int]:
    """The code points for which the TrueType file has a glyph: its 'cmap' table, formats 4 and 12."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">I", data, start + 4 + 8 * index + 4)[0]
        layout = struct.unpack_from(">H", data, offset)[0]
        if layout == 4:  # noqa: PLR2004 - the number of the format
            found |= _segments(data, offset)
        elif layout == 12:  # noqa: PLR2004
            found |= _groups(data, offset)
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"The font has no table {tag!r}.")


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4: runs of code points in the basic plane."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + 14 + 2 * count * part + (2 if part else 0)) for part in range(4)
    )
    found = set()
    for segment in range(count):
        place = at + 16 + 6 * count + 2 * segment
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                glyph = struct.unpack_from(">H", data, place + offsets[segment] + 2 * (code - starts[segment]))[0]
            if (glyph + deltas[segment]) & 0xFFFF and not (offsets[segment] and glyph == 0):
                found.add(code)
    return found - {0xFFFF}


def _groups(data: bytes, at: int) -> set[int]:
    """Format 12: runs of code points in all planes."""
    found: set[int] = set()
    for group in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
        found.update(range(first, last + 1))
    return found
