"""Receives files of a form within the limits, instead of Django's own upload handlers.

A file above the limit is not kept: its bytes are dropped as they come, and its place in `request.FILES` is taken by a
`RefusedUpload`, so that the other fields and files of the form arrive as usual and the page can say why. The files of
a request that announces far more than a case may have are not read at all.
"""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from .limits import largest_request, too_large, too_many, too_much


class RefusedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """Stands for a file that was not kept; `store_upload` raises `Refused` with its message."""

    def __init__(self, name: str | None, message: str) -> None:
        super().__init__(file=None, name=name, size=0)
        self.message = message


class LimitedUploadHandler(FileUploadHandler):
    """Writes each file to a temporary one while it keeps the limits."""

    request: HttpRequest
    _file: TemporaryUploadedFile | None = None
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
        self._file = TemporaryUploadedFile(
            self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self._is_within_limits(len(raw_data)) and self._file is not None:
            self._file.write(raw_data)
        self._received += len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        file, self._file = self._file, None
        if self._is_within_limits(0) and file is not None:
            file.seek(0)
            file.size = file_size
            return file
        if file is not None:
            file.close()
        is_one_too_many = self._files > settings.RATHAUS_CASE_FILES_NUMBER
        message = too_many() if is_one_too_many else too_large(self.file_name or "")
        _refusals(self.request)[self.field_name or ""] = message
        return RefusedUpload(self.file_name, message)

    def upload_interrupted(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _is_within_limits(self, more: int) -> bool:
        return (
            self._received + more <= settings.RATHAUS_FILE_SIZE and self._files <= settings.RATHAUS_CASE_FILES_NUMBER
        )


def refused_uploads(request: HttpRequest) -> dict[str, str]:
    """Field name → sentence, for the files of this request that were not even taken in."""
    request.FILES  # noqa: B018 - reading it is what receives the files
    return dict(_refusals(request))


def _refusals(request: HttpRequest) -> dict[str, str]:
    refusals: dict[str, str] = request.__dict__.setdefault("_refused_uploads", {})
    return refusals
