"""A stored file: what is known about the bytes on the disk."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantModel


class StoredFile(TenantModel):
    """One file. Its row is written after its bytes are safe on the disk and never changes (a trigger sees to it).

    `name` is for display and downloads only; `place` is the random path below the municipality's folder. Nobody may
    be named in `uploaded_by`: an applicant without an account. It is no foreign key, since a file outlives accounts.
    """

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    place = models.CharField(max_length=80)
    uploaded_by = models.UUIDField(null=True, blank=True)
    created = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "place"], name="files_one_row_per_place"),
            models.CheckConstraint(condition=Q(size__gte=0), name="files_size_not_negative"),
        ]
        indexes = [models.Index(fields=["municipality", "created"], name="files_by_age")]

    def __str__(self) -> str:
        return self.name
