"""A folder for each test's files, and small true files of every kind."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    """RATHAUS_FILES of this test."""
    settings.RATHAUS_FILES = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django's wrapper
    return tmp_path / "files"


def upload(data: bytes, name: str = "datei.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=claimed)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    result = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(result, kind)
    return result.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A small PDF with empty A5 pages, made by a tool that is not ours."""
    import pikepdf

    result = io.BytesIO()
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(420, 595))
    document.save(result)
    return result.getvalue()


def heic(extra: bytes = b"") -> bytes:
    """The outer boxes of a HEIC picture; its content is none."""
    brands = b"heic\x00\x00\x00\x00mif1heic"
    box = (8 + len(brands)).to_bytes(4) + b"ftyp" + brands
    return box + (8 + 20).to_bytes(4) + b"mdat" + bytes(20) + extra
