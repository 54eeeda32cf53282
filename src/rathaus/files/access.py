"""Getting the bytes back: as a stream, as a download, as pictures of the pages."""

import hashlib
import os
import secrets
from io import BufferedReader
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.http import FileResponse, HttpResponse

from . import imaging, storage
from .models import StoredFile

PREVIEW_PAGES = 20


def open_file(file: StoredFile) -> BufferedReader:
    """The bytes as a stream, for the caller to close. Raises FileNotFoundError where the disk lost them."""
    return _path(file).open("rb")


def download_response(file: StoredFile) -> FileResponse:
    """The file as a download, streamed. It is never shown inside our pages: attachment, nosniff and sandbox.

    The caller has checked who may, and logs it.
    """
    response = FileResponse(open_file(file), as_attachment=True, filename=file.name, content_type=file.media_type)
    _seal(response, "sandbox; default-src 'none'")
    return response


def preview_count(file: StoredFile, *, limit: int = PREVIEW_PAGES) -> int:
    """How many pages can be looked at, at most `limit`; 0 where there is no preview (HEIC, a locked PDF)."""
    try:
        return min(limit, imaging.count_pages(_path(file), file.media_type))
    except imaging.NoPreview:
        return 0


def preview_page(file: StoredFile, number: int) -> bytes:
    """Page `number` (from 1) as PNG; drawn once and kept beside the file. Raises `NoPreview`."""
    path = _path(file)
    kept = path.with_name(f"{path.name}.{number}.png")
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        picture = imaging.draw_page(path, file.media_type, number)
        _keep(kept, picture)
        return picture


def preview_response(file: StoredFile, number: int) -> HttpResponse:
    """The picture of one page, to be shown in a page of ours. Raises `NoPreview`."""
    response = HttpResponse(preview_page(file, number), content_type="image/png")
    _seal(response, "default-src 'none'")
    return response


def preview_bytes(data: bytes, *, media_type: str, limit: int = PREVIEW_PAGES) -> tuple[bytes, ...]:
    """The pages of a document that is not stored (a draft of a notice) as PNGs. Raises `NoPreview`."""
    with NamedTemporaryFile(prefix="rathaus-") as draft:
        draft.write(data)
        draft.flush()
        path = Path(draft.name)
        count = min(limit, imaging.count_pages(path, media_type))
        return tuple(imaging.draw_page(path, media_type, number) for number in range(1, count + 1))


def verify(file: StoredFile) -> bool:
    """Whether the bytes on the disk are those that were stored."""
    try:
        with open_file(file) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except FileNotFoundError:
        return False


def _path(file: StoredFile) -> Path:
    return storage.path_of(file.municipality_id, file.place)


def _seal(response: HttpResponse | FileResponse, policy: str) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "private, no-store"


def _keep(path: Path, picture: bytes) -> None:
    """Write it whole or not at all: two requests may draw the same page."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(picture)
    os.replace(draft, path)  # noqa: PTH105 - atomic
