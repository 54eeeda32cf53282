"""Municipality, and the base of every table whose rows belong to one."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from rathaus.core.ids import uuid7

from .scope import ForeignMunicipality, current_municipality, filter_id

M = TypeVar("M", bound="TenantModel")


class Municipality(models.Model):
    """A Kommune. Its row is public: hosts are resolved from it before any scope is open."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    host = models.CharField(max_length=253, unique=True, null=True, blank=True)
    accent = models.CharField(max_length=7, default="#1c4f9c")
    state = models.CharField(max_length=2, default="ST")
    settings = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.name


class TenantQuerySet(models.QuerySet[M]):
    """Writes that bypass `save` are held to the scope here."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            row.take_municipality()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows = list(objs)
        for row in rows:
            row.take_municipality()
        return super().bulk_update(rows, fields, batch_size)

    def update(self, **kwargs: Any) -> int:
        if {"municipality", "municipality_id"} & kwargs.keys():
            raise ForeignMunicipality("A row stays in its municipality.")
        return super().update(**kwargs)


class TenantManager(models.Manager[M]):
    """Sees the rows of the scope's municipality only; raises NoScope where there is none."""

    def get_queryset(self) -> TenantQuerySet[M]:
        queryset: TenantQuerySet[M] = TenantQuerySet(self.model, using=self._db)
        municipality_id = filter_id()
        return queryset if municipality_id is None else queryset.filter(municipality_id=municipality_id)


class TenantModel(models.Model):
    """A table of which every row belongs to one municipality.

    In the database its primary key is (municipality_id, id), set by sealing; Django knows `id` alone. Set
    `class Sealing: append_only = True` where rows are proof: the database then refuses UPDATE and DELETE; and
    `held = True` where a row has a `holder`, the account or organisation that may read it from every municipality;
    and `expired`, SQL over a row `kept`, where rows are deleted when the time for which they are kept is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects: ClassVar["TenantManager[Self]"] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    class Sealing:
        append_only = False
        held = False
        expired = ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_municipality()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.take_municipality()
        return super().delete(*args, **kwargs)

    def take_municipality(self) -> None:
        """Put the row into the scope's municipality. Raises ForeignMunicipality if it belongs to another."""
        municipality = current_municipality()
        if self.municipality_id is None:
            self.municipality = municipality
        elif self.municipality_id != municipality.pk:
            raise ForeignMunicipality(f"{type(self).__name__} belongs to another municipality.")
