"""What nobody refers to goes after a day; what is in use or young stays."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rathaus.cases.service import attach_file
from rathaus.core import clock
from rathaus.files import storage, sweep, tasks
from rathaus.files.service import StoredFile, declare_references, store_upload, sweep_orphans
from rathaus.tenancy.service import Municipality, scope
from tests.cases import factories
from tests.files.conftest import pdf, upload


@pytest.fixture(autouse=True)
def _fresh_declarations(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sweep, "_declared", [])
    return


def lost_bytes(town: Municipality, hours: int) -> Path:
    """Bytes whose transaction never came to its end."""
    with storage.written(town.pk, [b"verloren"]) as (path, _):
        pass
    then = path.stat().st_mtime - hours * 3600
    os.utime(path, (then, then))
    return path


def test_rows_that_nobody_refers_to_go_after_a_day(
    town: Municipality, django_capture_on_commit_callbacks: Any
) -> None:
    with clock.freeze(clock.now() - timedelta(hours=25)):
        old, used = store_upload(upload(pdf())), store_upload(upload(pdf()))
    young = store_upload(upload(pdf()))
    declare_references(lambda: [used.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_orphans() == 1
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {used.pk, young.pk}
    assert not storage.path_of(town.pk, old.place).exists()
    assert storage.path_of(town.pk, used.place).exists()


def test_bytes_without_a_row_go_after_a_day(town: Municipality) -> None:
    old, young = lost_bytes(town, hours=25), lost_bytes(town, hours=23)
    assert sweep_orphans() == 1
    assert (old.exists(), young.exists()) == (False, True)


def test_the_files_of_another_municipality_are_left_alone(town: Municipality, thale: Municipality) -> None:
    with scope(thale), clock.freeze(clock.now() - timedelta(days=2)):
        theirs = store_upload(upload(pdf()))
        lost = lost_bytes(thale, hours=48)
    assert sweep_orphans() == 0
    assert lost.exists()
    with scope(thale):
        assert StoredFile.objects.filter(pk=theirs.pk).exists()


def test_what_a_table_refers_to_is_in_use_without_saying_so(
    town: Municipality, django_capture_on_commit_callbacks: Any
) -> None:
    """A draft's file is old and stays; once the draft lets go of its row without deleting it, it goes."""
    with clock.freeze(clock.now() - timedelta(days=3)):
        draft, _ = factories.dog_draft()
        attached = attach_file(draft, "nachweis", store_upload(upload(pdf())))
    assert sweep_orphans() == 0
    attached.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_orphans() == 1
    assert StoredFile.objects.count() == 0


def test_the_tables_with_files_are_these() -> None:
    found = {(model.__name__, column) for model, column in sweep._referring()}
    assert {("DraftFile", "file_id"), ("CaseFile", "file_id"), ("Notice", "file_id")} <= found


def test_the_night_has_one_job_for_each_municipality(
    db: None, tangerhuette: Municipality, thale: Municipality
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    tasks.queue_sweeps()
    jobs = ProcrastinateJob.objects.filter(task_name="files.sweep_orphans").values_list("args", flat=True)
    assert {job["municipality"] for job in jobs} >= {tangerhuette.pk, thale.pk}
