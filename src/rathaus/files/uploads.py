"""Receives files of a form within the limits, instead of Django's own upload handlers.

A file above the limit is not kept: its bytes are dropped as they come, and its place in `request.FILES` is taken by a
`RefusedUpload`, so that the other fields and files of the form arrive as usual and the page can say why. The files of
a request that announces far more than a case may have are not read at all.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from .limits import largest_request, too_large, too_many, too_much


class RefusedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """Stands for a file that was not kept; `store_upload` raises `Refused` with its message."""

    def __init__(self, name: str | None, message: str) -> None:
        super().__init__(file=io.BytesIO(), name=name, size=0)
        self.message = message


class LimitedUploadHandler(FileUploadHandler):
    """Writes each file to a temporary one while it keeps the limits."""

    request: HttpRequest
    # Django closes what it finds under this name when the parsing ends early, so it is never None.
    file: TemporaryUploadedFile | io.BytesIO = io.BytesIO()
    _received = 0
    _files = 0

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_more: Any) -> None:
        self._is_hopeless = content_length > largest_request()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._is_hopeless:
            _refusals(self.request)[self.field_name or ""] = too_much()
            raise StopUpload(connection_reset=True)
        self._files += 1
        self._received = 0
        self.file = TemporaryUploadedFile(
            self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        self._received += len(raw_data)
        if self._complaint() is None:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        file, self.file = self.file, io.BytesIO()
        complaint = self._complaint()
        if complaint is None and isinstance(file, TemporaryUploadedFile):
            file.seek(0)
            file.size = file_size
            return file
        file.close()
        _refusals(self.request)[self.field_name or ""] = complaint or ""
        return RefusedUpload(self.file_name, complaint or "")

    def upload_interrupted(self) -> None:
        self.file.close()

    def _complaint(self) -> str | None:
        """What is wrong with the running file, as far as it has come."""
        if self._files > settings.RATHAUS_CASE_FILES_NUMBER:
            return too_many()
        return too_large(self.file_name or "") if self._received > settings.RATHAUS_FILE_SIZE else None


def refused_uploads(request: HttpRequest) -> dict[str, str]:
    """Field name → sentence, for the files of this request that were not even taken in."""
    request.FILES  # noqa: B018 - reading it is what receives the files
    return dict(_refusals(request))


def _refusals(request: HttpRequest) -> dict[str, str]:
    refusals: dict[str, str] = request.__dict__.setdefault("_refused_uploads", {})
    return refusals
