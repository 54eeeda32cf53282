"""Invitations to act for somebody, and the record of who could act for whom by whose word."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.core.ids import uuid7

from .parties import Organisation
from .people import Account


class Invitation(models.Model):
    """An offer to act for `organisation` or for `principal`, to whoever opens its link first and is signed in.

    The link went to `email`, which is erased once it is taken or withdrawn. Its code is stored as a hash only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    principal = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    may_apply = models.BooleanField(default=False)
    may_read = models.BooleanField(default=False)
    may_administer = models.BooleanField(default=False)
    services = models.JSONField(default=list, blank=True)  # keys of services; empty: all
    ends_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)  # taken by `accepted_by`, or withdrawn

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True)
                | Q(organisation__isnull=True, principal__isnull=False),
                name="invitation_for_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, accepted_by__isnull=True) | Q(closed_at__isnull=False, email=""),
                name="invitation_closed_names_no_address",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-invited_at"], name="invitation_of_organisation"),
            models.Index(fields=["invited_by", "-invited_at"], name="invitation_of_inviter"),
        ]

    @property
    def offered(self) -> str:
        """For whom one may act who accepts."""
        return str(self.organisation or self.principal)


class PartyEvent(models.Model):
    """A line of the record of an organisation or a principal (`party`): who did what, and whom it concerns.

    Append-only. `data` holds the rights that were given, and nothing personal.
    """

    class Kind(models.TextChoices):
        FOUNDED = "founded"
        CHANGED = "changed"
        INVITED = "invited"
        WITHDRAWN = "withdrawn"
        JOINED = "joined"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["founded", "changed", "invited", "withdrawn", "joined", "ended"]),
                name="party_event_kind_known",
            )
        ]
        indexes = [models.Index(fields=["party", "-at"], name="party_event_of_party")]

    class Sealing:
        append_only = True
