"""Limits hold before everything is read, and the rest of the form arrives."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from rathaus.files.service import Refused, StoredFile, refused_uploads, store_bytes, store_upload
from rathaus.files.uploads import RefusedUpload
from rathaus.tenancy.service import Municipality
from tests.files.conftest import pdf, upload

Post = Callable[..., WSGIRequest]
LIMIT = 100_000
BOUNDARY = "grenze"


@pytest.fixture(autouse=True)
def _small_limits(settings: Any) -> None:
    settings.RATHAUS_FILE_SIZE = LIMIT
    settings.RATHAUS_CASE_FILES_SIZE = 3 * LIMIT
    settings.RATHAUS_CASE_FILES_NUMBER = 3


class CountingBody(io.RawIOBase):
    """A request body of which only the beginning exists; says how much of it was asked for."""

    def __init__(self, start: bytes) -> None:
        self.start, self.position = start, 0

    def read(self, size: int = -1) -> bytes:
        data = self.start[self.position : self.position + size] if size >= 0 else self.start[self.position :]
        data += b"x" * (max(0, size) - len(data))
        self.position += len(data)
        return data


def part(name: str, data: bytes, filename: str | None = None) -> bytes:
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n"
    return head.encode() + data + b"\r\n"


@pytest.fixture
def post() -> Iterator[Post]:
    """Posts a form of these parts; like the server, closes the request in the end."""
    requests = []

    def make(*parts: bytes) -> WSGIRequest:
        requests.append(_request(*parts))
        return requests[-1]

    yield make
    for request in requests:
        request.close()


def _request(*parts: bytes) -> WSGIRequest:
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    return RequestFactory().post("/", body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def test_a_file_within_the_limits_arrives_whole(post: Post) -> None:
    data = pdf()
    request = post(part("a", b"eins"), part("nachweis", data, "a.pdf"), part("b", b"zwei"))
    assert request.FILES["nachweis"].read() == data
    assert (request.FILES["nachweis"].size, request.FILES["nachweis"].name) == (len(data), "a.pdf")
    assert request.POST.dict() == {"a": "eins", "b": "zwei"}
    assert refused_uploads(request) == {}


def test_a_file_above_the_limit_is_dropped_and_the_rest_of_the_form_arrives(post: Post) -> None:
    fine = pdf()
    request = post(
        part("a", b"eins"),
        part("gross", bytes(LIMIT + 1), "gross.pdf"),
        part("gut", fine, "g.pdf"),
        part("b", b"zwei"),
    )
    sentence = "„gross.pdf“ ist größer als 0,1 MB. Verkleinern Sie die Datei oder teilen Sie sie auf."
    assert refused_uploads(request) == {"gross": sentence}
    assert request.POST.dict() == {"a": "eins", "b": "zwei"}
    assert request.FILES["gut"].read() == fine
    dropped = request.FILES["gross"]
    assert (type(dropped), dropped.size) == (RefusedUpload, 0)
    with pytest.raises(Refused) as refused:
        store_upload(dropped)
    assert refused.value.message == sentence


def test_exactly_the_limit_is_taken(post: Post) -> None:
    request = post(part("datei", bytes(LIMIT), "a.pdf"))
    assert request.FILES["datei"].size == LIMIT


def test_one_file_too_many_is_refused_with_a_sentence(post: Post) -> None:
    request = post(*[part(f"datei{number}", b"x", f"{number}.pdf") for number in range(4)])
    assert refused_uploads(request) == {"datei3": "Sie können höchstens 3 Dateien senden."}
    assert [request.FILES[f"datei{number}"].size for number in range(3)] == [1, 1, 1]


def test_a_request_that_announces_far_too_much_is_not_read_on() -> None:
    """10 GB are announced; the fields before the first file arrive, and of the file no more than a buffer is read."""
    body = CountingBody(part("name", b"Anna") + part("datei", b"anfang", "riese.pdf")[:-2])
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": str(10_000_000_000),
            "wsgi.input": body,
        }
    )
    assert refused_uploads(request) == {
        "datei": "Alle Dateien zusammen sind größer als 0,3 MB. Verkleinern Sie einzelne oder lassen Sie eine weg."
    }
    assert request.POST.dict() == {"name": "Anna"}
    assert body.position <= 200_000


def test_a_dropped_file_leaves_nothing_on_the_disk(post: Post, settings: Any, tmp_path: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    request = post(part("gross", bytes(LIMIT * 2), "gross.pdf"))
    assert refused_uploads(request) != {}
    assert list(tmp_path.glob("*.upload*")) == []


def test_the_limits_of_a_case_count_what_is_there_already(town: Municipality) -> None:
    def stored(size: int) -> StoredFile:
        return store_bytes(bytes(size), name="da.pdf", media_type="application/pdf")

    data = pdf()
    with pytest.raises(Refused, match="höchstens 3 Dateien"):
        store_upload(upload(data), among=[stored(1), stored(1), stored(1)])
    with pytest.raises(Refused, match="zusammen sind größer als 0,3 MB"):
        store_upload(upload(data), among=[stored(2 * LIMIT), stored(LIMIT)])
    assert store_upload(upload(data), among=[stored(1), stored(1)]).size == len(data)


def test_an_upload_that_lies_about_its_size_is_measured(town: Municipality, folder: Any) -> None:
    lying = upload(pdf() + bytes(LIMIT))
    lying.size = 10
    with pytest.raises(Refused, match="ist größer als"):
        store_upload(lying)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_empty_file_says_so(town: Municipality) -> None:
    with pytest.raises(Refused, match=r"„leer\.pdf“ ist leer"):
        store_upload(upload(b"", "leer.pdf"))
