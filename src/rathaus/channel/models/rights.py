"""Who may tell people something."""

from django.db import models
from django.db.models import Q

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class Level(models.TextChoices):
    """Each includes those before it: how a facility is today; news, statuses and events; warnings."""

    STATUS = "status"
    MESSAGES = "messages"
    WARNINGS = "warnings"


class PublishingRight(TenantModel):
    """What a member of staff may publish, since when and by whose leave; another right is another row.

    Nobody granted what came with setting the municipality up. Administrators need none.
    """

    staff = TenantForeignKey(StaffMember)
    level = models.CharField(max_length=10, choices=Level.choices)
    granted_by = TenantForeignKey(StaffMember, null=True)
    granted_at = models.DateTimeField(default=clock.now)
    ended_by = TenantForeignKey(StaffMember, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "staff"], name="publishing_right_once", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="publishing_right_known"),
        ]
