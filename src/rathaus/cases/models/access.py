"""Who looked, who tried to, and who had e-mails sent."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class AccessLog(TenantModel):
    """One look at a case or one download. `staff` is empty when the applicant looked. Append-only."""

    class What(models.TextChoices):
        VIEW = "view"
        DOWNLOAD = "download"

    case = TenantForeignKey("cases.Case")
    staff = TenantForeignKey(StaffMember, null=True)
    what = models.CharField(max_length=10, choices=What.choices)
    file = TenantForeignKey("files.StoredFile", null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
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
