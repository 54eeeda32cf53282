"""What is taken is told by content; a name or a claimed type proves nothing."""

import zipfile
from io import BytesIO

import pytest

from rathaus.files.service import Refused, StoredFile, store_upload
from rathaus.tenancy.service import Municipality
from tests.files.conftest import heic, pdf, picture, upload

HTML = b"<!doctype html><script>alert(1)</script>"


def zipped(name: str = "a.txt") -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        archive.writestr(name, "x")
    return result.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "name"),
    [
        (pdf(), "application/pdf", "datei.pdf"),
        (picture("JPEG"), "image/jpeg", "datei.pdf.jpg"),
        (picture("PNG"), "image/png", "datei.pdf.png"),
        (picture("WEBP"), "image/webp", "datei.pdf.webp"),
        (picture("TIFF"), "image/tiff", "datei.pdf.tif"),
        (heic(), "image/heic", "datei.pdf.heic"),
    ],
)
def test_the_kind_is_told_by_content_and_a_lying_name_is_completed(
    town: Municipality, data: bytes, media_type: str, name: str
) -> None:
    file = store_upload(upload(data, "datei.pdf", "application/pdf"))
    assert (file.media_type, file.name) == (media_type, name)


@pytest.mark.parametrize(
    "data",
    [
        HTML,
        b"MZ\x90\x00" + bytes(200),
        b"#!/bin/sh\nrm -rf /\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + bytes(60),
        zipped("word/document.xml"),
        b"just text",
        b"\x00",
    ],
    ids=["html", "exe", "shell", "svg", "gif", "zip", "text", "nul"],
)
def test_everything_else_is_refused_whatever_it_calls_itself(town: Municipality, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        store_upload(upload(data, "rechnung.pdf", "application/pdf"))
    assert refused.value.message == (
        "„rechnung.pdf“ ist keine lesbare Datei dieser Arten: PDF, JPEG, PNG, WebP, TIFF oder HEIC."
    )
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        pdf() + HTML,
        pdf() + zipped(),
        HTML + pdf(),
        b"%PDF-1.7\n" + HTML,
        b"\xff\xd8\xff\xe0" + HTML,
        b"\x89PNG\r\n\x1a\n" + HTML,
        picture("PNG")[:200],
        picture("JPEG", (200, 200))[:2000],
        b"RIFF\x20\x00\x00\x00WEBP" + HTML,
        b"II*\x00" + HTML,
        heic(b"<script>alert(1)</script>"),
        heic()[:-5],
        pdf()[:-20],
    ],
    ids=["pdf+html", "pdf+zip", "html+pdf", "pdf-head", "jpeg-head", "png-head", "half-png", "half-jpeg", "webp-head",
         "tiff-head", "heic+html", "half-heic", "half-pdf"],
)  # fmt: skip
def test_polyglots_and_torn_files_are_refused(town: Municipality, data: bytes) -> None:
    with pytest.raises(Refused):
        store_upload(upload(data, "datei"))


def test_a_picture_that_would_fill_the_memory_is_refused(town: Municipality) -> None:
    from PIL import Image

    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")  # 400 million pixels in 50 kB
    with pytest.raises(Refused):
        store_upload(upload(bomb.getvalue(), "bombe.png"))
