"""Downloads cannot act in our pages, and previews are drawn where nothing can be harmed."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from rathaus.core.guarded import Pool
from rathaus.files import imaging, storage
from rathaus.files.service import (
    NoPreview,
    StoredFile,
    download_response,
    preview_bytes,
    preview_count,
    preview_page,
    preview_response,
    store_bytes,
    store_upload,
)
from rathaus.tenancy.service import Municipality
from tests.files.conftest import heic, pdf, picture, upload


def test_a_download_is_an_attachment_without_rights(town: Municipality) -> None:
    data = picture()
    response = download_response(store_upload(upload(data, "Foto für „Bello“.png")))
    assert b"".join(response.streaming_content) == data  # type: ignore[arg-type]  # bytes in WSGI
    response.close()
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Foto%20f%C3%BCr%20%E2%80%9EBello%E2%80%9C.png"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Length"] == str(len(data))
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_name_cannot_write_headers(town: Municipality) -> None:
    response = download_response(store_upload(upload(pdf(), 'x"\r\nX-Evil: 1; filename="y.html')))
    response.close()
    assert "X-Evil" not in response.headers
    assert "\r" not in response.headers["Content-Disposition"]


def test_each_page_of_a_pdf_can_be_looked_at(town: Municipality) -> None:
    file = store_upload(upload(pdf(pages=3)))
    assert preview_count(file) == 3
    page = Image.open(io.BytesIO(preview_page(file, 3)))
    assert (page.format, page.height) == ("PNG", 1400)
    with pytest.raises(NoPreview):
        preview_page(file, 4)


def test_a_long_document_is_previewed_up_to_the_limit(town: Municipality) -> None:
    assert preview_count(store_upload(upload(pdf(pages=30)))) == 20


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_its_own_preview_and_not_larger_than_needed(town: Municipality, kind: str) -> None:
    file = store_upload(upload(picture(kind, (2000, 1000))))
    assert preview_count(file) == 1
    preview = Image.open(io.BytesIO(preview_page(file, 1)))
    assert (preview.format, preview.size) == ("PNG", (1400, 700))


def test_a_preview_is_drawn_once(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store_upload(upload(pdf()))
    first = preview_page(file, 1)
    monkeypatch.setattr(imaging, "draw_page", lambda *_: pytest.fail("drawn again"))
    assert preview_page(file, 1) == first
    response = preview_response(file, 1)
    assert (response.headers["Content-Type"], response.content) == ("image/png", first)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "media_type"), [(heic(), "image/heic"), (b"%PDF-1.7 broken", "application/pdf"), (b"x", "text/plain")]
)
def test_what_cannot_be_drawn_has_no_pages(town: Municipality, data: bytes, media_type: str) -> None:
    file = store_bytes(data, name="x", media_type=media_type)
    assert preview_count(file) == 0
    with pytest.raises(NoPreview):
        preview_page(file, 1)


def test_a_preview_that_takes_too_long_is_given_up(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool("rathaus.files.imaging_child", seconds=0.05, memory=1 << 30, size=1)
    monkeypatch.setattr(imaging, "_pool", lambda: pool)
    with pytest.raises(NoPreview):  # even starting the child takes longer
        preview_page(store_bytes(pdf(), name="x", media_type="application/pdf"), 1)
    pool.close()


def test_a_draft_that_is_not_stored_can_be_looked_at(town: Municipality, folder: Path) -> None:
    pages = preview_bytes(pdf(pages=4), media_type="application/pdf", limit=3)
    assert [Image.open(io.BytesIO(page)).format for page in pages] == ["PNG"] * 3
    assert not folder.exists()


def test_previews_go_with_their_file(town: Municipality, django_capture_on_commit_callbacks: Any) -> None:
    from rathaus.files.service import delete_file

    file = store_upload(upload(pdf()))
    preview_page(file, 1)
    folder = storage.path_of(town.pk, file.place).parent
    assert len(list(folder.iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(file)
    assert list(folder.iterdir()) == []
    assert StoredFile.objects.count() == 0
