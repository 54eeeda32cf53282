"""Which kinds of files are taken, told by what is in them: never by the name or by what the sender claims.

A kind is told by its first bytes and then checked as a whole, so that a file which only begins like one (a polyglot,
a torn upload) is refused. Pictures are decoded for that, in a guarded child (`imaging`).
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import imaging

_HEAD = 64
_TAIL = 2048
_ISO_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_MAX_BOXES = 1000


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, the endings that fit it (the usual one first) and the whole-file check."""

    media_type: str
    suffixes: tuple[str, ...]
    is_sound: Callable[[Path], bool]


def _pdf_is_sound(path: Path) -> bool:
    """Ends as a PDF ends, with nothing but white space behind the last "%%EOF"."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    return re.search(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z", tail) is not None


def _heif_is_sound(path: Path) -> bool:
    """Its boxes (ISO 14496-12) fill the file exactly; it isn't decoded here."""
    end, position, boxes = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        while position < end and boxes < _MAX_BOXES:
            file.seek(position)
            head = file.read(16)
            if len(head) < 8:  # noqa: PLR2004 - size and type of a box
                return False
            size = struct.unpack(">I", head[:4])[0]
            if size == 1 and len(head) == 16:  # noqa: PLR2004 - the long form of the head
                size = struct.unpack(">Q", head[8:])[0]
            size = end - position if size == 0 else size
            if size < 8:  # noqa: PLR2004
                return False
            position, boxes = position + size, boxes + 1
    return position == end


def _picture(name: str) -> Callable[[Path], bool]:
    return lambda path: imaging.is_picture(path, name)


PDF = Kind("application/pdf", (".pdf",), _pdf_is_sound)
JPEG = Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), _picture("JPEG"))
PNG = Kind("image/png", (".png",), _picture("PNG"))
WEBP = Kind("image/webp", (".webp",), _picture("WEBP"))
TIFF = Kind("image/tiff", (".tif", ".tiff"), _picture("TIFF"))
HEIC = Kind("image/heic", (".heic", ".heif"), _heif_is_sound)
KINDS = (PDF, JPEG, PNG, WEBP, TIFF, HEIC)


def kind_of(path: Path) -> Kind | None:
    """The kind of the file, or None where it is none of ours or not sound. May take a second for a large picture."""
    with path.open("rb") as file:
        kind = _by_first_bytes(file.read(_HEAD))
    return kind if kind is not None and kind.is_sound(path) else None


def suffixes_of(media_type: str) -> tuple[str, ...]:
    """The endings that fit a media type; empty for one that is none of ours."""
    return next((kind.suffixes for kind in KINDS if kind.media_type == media_type), ())


def _by_first_bytes(head: bytes) -> Kind | None:
    if head.startswith(b"RIFF"):
        return WEBP if head[8:12] == b"WEBP" else None
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in _ISO_BRANDS else None
    starts = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"II*\x00": TIFF, b"MM\x00*": TIFF}
    return next((kind for start, kind in starts.items() if head.startswith(start)), None)
