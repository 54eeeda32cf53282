"""Bytes on the disk: outside the web root, under random names, safe before anybody is told so.

<RATHAUS_FILES>/<municipality id>/<2 hex>/<30 hex>. A crash between the bytes and their row leaves an orphan, which
`sweep` removes; never a row without its bytes.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

CHUNK = 1 << 16


@dataclass(frozen=True)
class Stored:
    """What was written."""

    place: str
    size: int
    sha256: str


def folder_of(municipality_id: int) -> Path:
    """The folder of one municipality's files."""
    return Path(settings.RATHAUS_FILES) / str(municipality_id)


def path_of(municipality_id: int, place: str) -> Path:
    """Where the bytes of a place are."""
    return folder_of(municipality_id) / place


@contextmanager
def written(municipality_id: int, chunks: Iterable[bytes]) -> Iterator[tuple[Path, Stored]]:
    """Write the bytes under a new random name, for checks by the caller; on leaving they are made safe (fsync of file
    and folders), or removed when the caller raises."""
    name = secrets.token_hex(16)
    place = f"{name[:2]}/{name[2:]}"
    path = path_of(municipality_id, place)
    _make_folders(path.parent)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            yield path, Stored(place, size, digest.hexdigest())
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException:
        remove(path)
        raise


def remove(path: Path) -> None:
    """Remove a file and the previews beside it; what is gone already stays gone."""
    for each in (path, *path.parent.glob(f"{path.name}.*")):
        with suppress(FileNotFoundError):
            each.unlink()


def _make_folders(folder: Path) -> None:
    """Create missing folders from the top, each made safe in the one above it before it is used."""
    for each in reversed([folder, *folder.parents]):
        if not each.is_dir():
            with suppress(FileExistsError):
                each.mkdir(mode=0o700)
            _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
