"""Removes what nobody refers to: rows without a case or draft, and bytes without a row, once they are a day old.

What refers to a file is found by itself where it is a foreign key to StoredFile. An app that keeps ids elsewhere
declares it once, in its AppConfig.ready: `declare_references(lambda: ids)`.
"""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.apps import apps

from rathaus.core import clock
from rathaus.tenancy.service import TenantModel, current_municipality, tenant_models

from . import storage
from .actions import delete_file
from .models import StoredFile

AGE = timedelta(days=1)
_declared: list[Callable[[], Iterable[UUID]]] = []


def declare_references(ids: Callable[[], Iterable[UUID]]) -> None:
    """Say which files are in use, beyond foreign keys; called in the scope of each municipality in turn."""
    _declared.append(ids)


def sweep_orphans() -> int:
    """Remove the orphans of the scope's municipality; returns how many files went."""
    return _sweep_rows() + _sweep_disk()


def _sweep_rows() -> int:
    old = StoredFile.objects.filter(created__lt=clock.now() - AGE)
    for model, column in _referring():
        old = old.exclude(pk__in=model.objects.filter(**{f"{column}__isnull": False}).values(column))
    in_use = {reference for ids in _declared for reference in ids()}
    orphans = [file for file in old if file.pk not in in_use]
    for file in orphans:
        delete_file(file)
    return len(orphans)


def _sweep_disk() -> int:
    """Bytes whose row was never written, since the process died or the transaction was rolled back."""
    folder = storage.folder_of(current_municipality().pk)
    before = time.time() - AGE.total_seconds()
    places = {str(path.relative_to(folder)) for path in folder.glob("*/*") if path.stat().st_mtime < before}
    found = {place for place in places if "." not in place}  # previews go with their file
    lost = found - set(StoredFile.objects.values_list("place", flat=True))
    for place in lost:
        storage.remove(folder / place)
    return len(lost)


def _referring() -> list[tuple[type[TenantModel], str]]:
    return [
        (model, field.attname)
        for model in tenant_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is apps.get_model("files.StoredFile")
    ]
