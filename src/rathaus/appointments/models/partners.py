"""Who may ask more of the open API than anybody."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class PartnerKey(TenantModel):
    """The key of a partner's program: a telephone bot, another portal. It raises limits and opens nothing else.

    The key itself is shown once and never stored; `hint` is its beginning, to tell one from another. The row stays
    after it was revoked, with who did it and when.
    """

    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64)
    hint = models.CharField(max_length=12)
    created_by = TenantForeignKey(StaffMember, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    revoked_by = TenantForeignKey(StaffMember, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key_hash"], name="partner_key_once"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="partner_key_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name
