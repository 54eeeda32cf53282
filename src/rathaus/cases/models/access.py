"""Who looked, who tried to, and who had e-mails sent."""

from django.db import models

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class AccessLog(TenantModel):
    """One look at a case or one download. `staff` is empty when the applicant looked. Append-only.

    `unit` is where they worked then, `reason` why they could look: both are written at the look, since people change
    units and cases do too. Rows from before that was noted have neither.
    """

    class What(models.TextChoices):
        VIEW = "view"
        DOWNLOAD = "download"

    class Reason(models.TextChoices):
        WORK = "work"
        RECORDING = "recording"
        ADMINISTRATION = "administration"

    case = TenantForeignKey("cases.Case")
    staff = TenantForeignKey(StaffMember, null=True)
    what = models.CharField(max_length=10, choices=What.choices)
    file = TenantForeignKey("files.StoredFile", null=True)
    unit = TenantForeignKey(Unit, null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["", "work", "recording", "administration"]), name="access_reason_known"
            )
        ]
        indexes = [models.Index(fields=["municipality", "case", "at"], name="access_log_of_case")]

    class Sealing:
        append_only = True


class WrongCode(TenantModel):
    """A wrong access code: for which number, from which network (as a hash that changes daily)."""

    number = models.CharField(max_length=20)
    network = models.CharField(max_length=32)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["municipality", "number", "at"], name="wrong_code_number"),
            models.Index(fields=["municipality", "network", "at"], name="wrong_code_network"),
        ]


class LinkMail(TenantModel):
    """An e-mail with a private link that somebody had sent to any address: address and network as daily hashes."""

    address = models.CharField(max_length=32)
    network = models.CharField(max_length=32)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "at"], name="link_mail_recent")]
