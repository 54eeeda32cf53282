"""Looks into pictures and PDFs in a guarded child: whether a picture can be decoded, and what a page looks like."""

import functools
import json
from pathlib import Path

from rathaus.core.guarded import Complaint, GuardError, Pool

SECONDS = 10
MEMORY = 1 << 30


class NoPreview(Exception):
    """The file cannot be shown as a picture; the download still works."""


@functools.cache
def _pool() -> Pool:
    return Pool("rathaus.files.imaging_child", seconds=SECONDS, memory=MEMORY)


def is_picture(path: Path, name: str) -> bool:
    """Whether the file decodes as a picture of the format Pillow calls `name`, of at most 80 million pixels."""
    try:
        _pool().ask({"do": "check", "path": str(path), "format": name})
    except GuardError:
        return False
    return True


def count_pages(path: Path, media_type: str) -> int:
    """Pages of a PDF, one for a picture. Raises `NoPreview`."""
    return int(json.loads(_asked({"do": "count", "path": str(path), "media_type": media_type})))


def draw_page(path: Path, media_type: str, number: int) -> bytes:
    """Page `number` (from 1) as PNG, at most 1400 pixels on its longer side. Raises `NoPreview`."""
    return _asked({"do": "draw", "path": str(path), "media_type": media_type, "number": number})


def _asked(request: dict[str, object]) -> bytes:
    try:
        return _pool().ask(request)
    except Complaint as complaint:
        raise NoPreview(str(complaint)) from complaint
    except GuardError as error:
        raise NoPreview("The file took too much time or memory.") from error
