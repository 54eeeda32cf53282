"""Whether the town hall has seen that somebody may act for another."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel


class RepresentationCheck(TenantModel):
    """A member of staff saw proof of a representation, or took that back. Append-only; the newest one counts.

    `power` is the id of the membership or power of attorney: with another one, somebody has to look anew. `until` is
    the last day on which the confirmation holds. Only here: other municipalities look for themselves.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed"
        REVOKED = "revoked"

    class Shown(models.TextChoices):
        REGISTER = "register"
        MINUTES = "minutes"
        AUTHORITY = "authority"
        OTHER = "other"

    power = models.UUIDField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    shown = models.CharField(max_length=20, choices=Shown.choices, blank=True)
    until = models.DateField(null=True)
    staff = TenantForeignKey(StaffMember)
    at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="confirmed", shown__in=["register", "minutes", "authority", "other"])
                | models.Q(kind="revoked", shown="", until__isnull=True),
                name="representation_check_says_what_was_shown",
            )
        ]
        indexes = [models.Index(fields=["municipality", "power", "-at"], name="representation_check_of_power")]

    class Sealing:
        append_only = True

    @property
    def holds(self) -> bool:
        """Today. Whether this is the newest one is the caller's to know."""
        confirmed = self.kind == self.Kind.CONFIRMED
        return confirmed and (self.until is None or self.until >= clock.today())
