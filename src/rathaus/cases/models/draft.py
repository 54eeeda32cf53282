"""An application that is being written."""

from django.db import models

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Draft(TenantModel):
    """What somebody typed so far, on the version they began with. Its token is stored as a hash only.

    After submission the row stays, emptied, for as long as drafts do: a resend finds its case through it.
    """

    offer = TenantForeignKey("catalogue.Offer")
    version = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    service_key = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64)
    answers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="de")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    case = TenantForeignKey("cases.Case", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "token_hash"], name="draft_token_once"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) | models.Q(answers={}), name="draft_submitted_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "updated_at"], name="draft_idle")]


class DraftFile(TenantModel):
    """A file that was uploaded into a field of a draft."""

    draft = TenantForeignKey(Draft, on_delete=models.CASCADE)
    file = TenantForeignKey("files.StoredFile")
    field = models.CharField(max_length=300)
    added_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "draft", "file"], name="draft_file_once")]
