"""Whom a person may act for: associations and companies, and people who gave them a power of attorney.

None of it is a tenant row: like an account, an organisation is the same in every municipality.
"""

from django.db import models
from django.db.models import F, Q

from rathaus.core import clock
from rathaus.core.ids import uuid7

from .people import Account


class Organisation(models.Model):
    """An association, a company or another body, as whoever founded it here says. `register_*`: where it is entered.

    A town hall may confirm who represents it; until then it is what its founder says.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association"
        COMPANY = "company"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    register_court = models.CharField(max_length=200, blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.JSONField(default=dict, blank=True)  # the keys of the shared group "anschrift"
    founded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=clock.now, editable=False)
    dissolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["association", "company", "other"]), name="organisation_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Power(models.Model):
    """What a membership and a mandate have in common: what one may do, and from when until when.

    `ends_on` is the last day (German calendar) on which it holds; `ended_at` is when somebody ended it before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    may_apply = models.BooleanField(default=False)
    may_read = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=clock.now)
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        """Its last day has passed."""
        return self.ends_on is not None and self.ends_on < clock.today()


class Membership(Power):
    """A person's place in an organisation. Ended ones stay as the record of who could act when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    may_administer = models.BooleanField(default=False)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"], condition=Q(ended_at__isnull=True), name="membership_once"
            )
        ]


class Mandate(Power):
    """A power of attorney (§ 14 VwVfG): `agent` acts for `principal`. `services` narrows it; empty means all."""

    principal = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    services = models.JSONField(default=list, blank=True)  # keys of services

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="mandate_for_somebody_else"),
            models.UniqueConstraint(
                fields=["principal", "agent"], condition=Q(ended_at__isnull=True), name="mandate_once"
            ),
        ]
