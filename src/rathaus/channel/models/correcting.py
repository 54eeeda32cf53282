"""Corrections that wait for a second person."""

from django.db import models
from django.db.models import F, Q

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .publishing import Publication


class Correction(TenantModel):
    """What a warning that is out is to say as soon as a second person agrees; until then it says what it said.

    `said` are all its words, places and times. The database lets in no release by the person who wrote it, and one
    waiting correction of a publication. `withdrawn_at`: somebody gave it up, wrote another one or ended the warning.
    """

    publication = TenantForeignKey(Publication)
    said = models.JSONField(default=dict)
    tell = models.BooleanField(default=True)
    by = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)
    released_by = TenantForeignKey(StaffMember, null=True)
    released_at = models.DateTimeField(null=True)
    withdrawn_by = TenantForeignKey(StaffMember, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "publication"],
                name="correction_waits_once",
                condition=Q(released_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(released_by__isnull=False) & ~Q(released_by=F("by"))),
                name="correction_second_person",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(withdrawn_at__isnull=True), name="correction_has_one_end"
            ),
        ]
