"""Taking files in and giving them up."""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.accounts.service import Account
from rathaus.tenancy.service import current_municipality

from . import scanners, storage
from .kinds import Kind, kind_of, suffixes_of
from .limits import check_room
from .models import StoredFile
from .names import clean_name
from .refusal import Refused
from .uploads import RefusedUpload

log = logging.getLogger(__name__)


def store_upload(
    upload: "UploadedFile[Any]", *, by: Account | None = None, among: Sequence[StoredFile] = ()
) -> StoredFile:
    """Check, scan and store what somebody sent; `among` are the files that its case has already.

    When this returns, the bytes are safe on the disk and the row is in the running transaction. Raises `Refused` with
    a sentence for the sender: too large, too many, empty, not an allowed kind, infected, or not scannable now.
    """
    if isinstance(upload, RefusedUpload):
        raise Refused(upload.message)
    name = clean_name(upload.name or "", ())
    check_room(upload.size or 0, name, among=among)
    with storage.written(current_municipality().pk, upload.chunks()) as (path, stored):
        check_room(stored.size, name, among=among)
        _refuse_infected(path, name)
        kind = _allowed_kind(path, name)
    return _recorded(stored, name=clean_name(name, kind.suffixes), media_type=kind.media_type, by=by)


def store_bytes(data: bytes, *, name: str, media_type: str) -> StoredFile:
    """Store what the town hall made itself, such as a notice: neither limited nor scanned."""
    with storage.written(current_municipality().pk, [data]) as (_path, stored):
        pass
    return _recorded(stored, name=clean_name(name, suffixes_of(media_type)), media_type=media_type, by=None)


def store_stream(stream: BinaryIO, *, name: str, media_type: str) -> StoredFile:
    """The same for what is too large to hold in memory: read from where the stream stands to its end."""
    chunks = iter(partial(stream.read, storage.CHUNK), b"")
    with storage.written(current_municipality().pk, chunks) as (_path, stored):
        pass
    return _recorded(stored, name=clean_name(name, ()), media_type=media_type, by=None)


def delete_file(file: StoredFile) -> None:
    """Give a file up: its row now, its bytes once that is durable. What still refers to it makes the commit fail."""
    path = storage.path_of(file.municipality_id, file.place)
    file.delete()
    transaction.on_commit(lambda: storage.remove(path))


def _recorded(stored: storage.Stored, *, name: str, media_type: str, by: Account | None) -> StoredFile:
    file: StoredFile = StoredFile.objects.create(
        name=name,
        size=stored.size,
        sha256=stored.sha256,
        media_type=media_type,
        place=stored.place,
        uploaded_by=None if by is None else by.pk,
    )
    return file


def _refuse_infected(path: Path, name: str) -> None:
    try:
        with path.open("rb") as file:
            found = scanners.scan(file)
    except scanners.ScannerUnavailable as error:
        log.exception("Uploads are refused: the virus scanner gives no verdict.")
        raise Refused(
            _("Die Virenprüfung antwortet gerade nicht. Versuchen Sie es in einigen Minuten noch einmal.")
        ) from error
    if found is not None:
        raise Refused(_("In „%(name)s“ wurde Schadsoftware gefunden. Die Datei wurde gelöscht.") % {"name": name})


def _allowed_kind(path: Path, name: str) -> Kind:
    kind = kind_of(path)
    if kind is None:
        sentence = _("„%(name)s“ ist keine lesbare Datei dieser Arten: PDF, JPEG, PNG, WebP, TIFF oder HEIC.")
        raise Refused(sentence % {"name": name})
    return kind
