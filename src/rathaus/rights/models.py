"""Who asked for their data, and whose account is being deleted. Like accounts, these belong to no municipality."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import Municipality


class ExportRequest(models.Model):
    """A person asked for all their data. One runs at a time.

    `town` is where they asked: its storage holds the archive (`file`, the id of a StoredFile there) until
    `kept_until`, and its e-mail tells that it is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    town = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="de")
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)
    file = models.UUIDField(null=True)
    size = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(finished_at__isnull=True), name="export_request_one_runs"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(kept_until__isnull=False), name="export_request_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["account", "-asked_at"], name="export_request_of_account")]


class Erasure(models.Model):
    """An account that is being deleted, or was. `account` is no foreign key: the account may be gone altogether.

    `email` and `name` are what the jobs look for; both are emptied when it is finished. `done` are the municipalities
    whose rows are erased: a job that died goes on with the others.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.UUIDField(unique=True)
    town = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="de")
    asked_at = models.DateTimeField(default=clock.now)
    done = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(email="", name=""), name="erasure_finished_knows_nobody"
            )
        ]
