"""What was handed in is kept as it was, safely, under a random name, and only its municipality can open it."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rathaus.files import storage
from rathaus.files.service import StoredFile, delete_file, open_file, store_bytes, store_upload, verify
from rathaus.tenancy.service import Municipality, NoScope, scope
from tests.files.conftest import pdf, picture, upload


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_comes_back_byte_for_byte(town: Municipality) -> None:
    data = picture(size=(300, 300))
    file = store_upload(upload(data, "foto.png"))
    with open_file(StoredFile.objects.get(pk=file.pk)) as stream:
        assert stream.read() == data
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (file.name, file.media_type) == ("foto.png", "image/png")


def test_lies_under_a_random_name_below_its_municipality(town: Municipality, folder: Path) -> None:
    first, second = store_upload(upload(pdf(), "a.pdf")), store_upload(upload(pdf(), "a.pdf"))
    assert everything_in(folder) == sorted(f"{town.pk}/{file.place}" for file in (first, second))
    assert first.place != second.place
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{30}", first.place)
    (path,) = folder.glob(f"{town.pk}/{first.place}")
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_the_town_hall_makes_is_stored_too(town: Municipality) -> None:
    file = store_bytes(b"%PDF-bescheid", name="Bescheid 2026-000123.pdf", media_type="application/pdf")
    with open_file(file) as stream:
        assert stream.read() == b"%PDF-bescheid"
    assert verify(file)


def test_a_changed_or_lost_file_is_noticed(town: Municipality) -> None:
    file = store_upload(upload(pdf()))
    path = storage.path_of(town.pk, file.place)
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    assert not verify(file)
    path.unlink()
    assert not verify(file)


def test_another_municipality_cannot_open_it(town: Municipality, thale: Municipality) -> None:
    file = store_upload(upload(pdf()))
    with scope(thale):
        assert list(StoredFile.objects.filter(pk=file.pk)) == []
        with connection.cursor() as cursor:  # past our manager, PostgreSQL itself still shows nothing
            cursor.execute("select count(*) from files_storedfile where id = %s", [file.pk])
            assert cursor.fetchone() == (0,)
    assert StoredFile.objects.filter(pk=file.pk).exists()


def test_without_a_municipality_nothing_is_stored(db: None, folder: Path) -> None:
    with pytest.raises(NoScope):
        store_upload(upload(pdf()))
    assert not folder.exists()


def test_a_row_is_never_changed(town: Municipality) -> None:
    file = store_upload(upload(pdf()))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(sha256="0" * 64)


def test_bytes_and_folders_are_on_the_disk_before_the_row_is_written(
    town: Municipality, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order in which the kernel is asked: new folders from the top, the file, its folder, and then the row."""
    events: list[str] = []
    real_fsync, real_create = os.fsync, StoredFile.objects.create

    def fsync(descriptor: int) -> None:
        events.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real_fsync(descriptor)

    def create(**values: Any) -> StoredFile:
        events.append("row")
        created: StoredFile = real_create(**values)
        return created

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(StoredFile.objects, "create", create)
    file = store_upload(upload(pdf()))
    start, name = file.place.split("/")
    assert events == [folder.parent.name, "files", str(town.pk), name, start, "row"]


def test_a_crash_between_bytes_and_row_leaves_an_orphan_and_never_a_row_without_bytes(
    town: Municipality, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StoredFile.objects, "create", crash)
    with pytest.raises(KeyboardInterrupt):
        store_upload(upload(pdf()))
    assert len(everything_in(folder)) == 1
    assert StoredFile.objects.count() == 0


def test_a_crash_while_writing_leaves_nothing_that_counts(town: Municipality, folder: Path) -> None:
    with pytest.raises(OSError, match="disk full"), storage.written(town.pk, iter_then_fail()):
        pytest.fail("the bytes were not complete")
    assert everything_in(folder) == []


def iter_then_fail() -> Any:
    yield b"half of it"
    raise OSError("disk full")


@pytest.mark.django_db(transaction=False)
def test_deleting_takes_the_bytes_only_when_the_transaction_is_durable(
    town: Municipality, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = store_upload(upload(pdf()))
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(file)
        assert len(everything_in(folder)) == 1
    assert everything_in(folder) == []
    assert StoredFile.objects.count() == 0
