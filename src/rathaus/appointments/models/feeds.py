"""Calendars that subscribe to ours, and calendars of clerks that we read."""

from django.db import models
from django.db.models import Q

from rathaus.accounts.service import Account, StaffMember
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .places import Counter


class Subscription(models.Model):
    """A secret address at which a program reads the visits of a holder, in all municipalities.

    `account` made it; it is worth nothing once they may not read for the holder any more, or it is revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    holder = models.UUIDField()
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "holder"], condition=Q(revoked_at__isnull=True), name="calendar_subscription_once"
            )
        ]


class DeskFeed(TenantModel):
    """A secret address at which a clerk's program reads what is booked, at one counter or all of their unit.

    Without `names` it tells errands and times only: a calendar outside of the town hall is nobody's register.
    """

    staff = TenantForeignKey(StaffMember)
    counter = TenantForeignKey(Counter, null=True)
    names = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "code_hash"], name="desk_feed_code_once")]
        indexes = [models.Index(fields=["municipality", "staff"], name="desk_feed_of_staff")]


class BusyCalendar(TenantModel):
    """A clerk's own calendar: what is busy there closes the counters where they sit (`Closure.calendar`).

    `problem`: why the last reading failed, empty for none; what was read before stays meanwhile.
    """

    class Problem(models.TextChoices):
        UNREACHABLE = "unreachable"
        NOT_ALLOWED = "not_allowed"
        TOO_BIG = "too_big"
        TOO_SLOW = "too_slow"
        UNREADABLE = "unreadable"
        TOO_MANY = "too_many"

    staff = TenantForeignKey(StaffMember)
    url = models.CharField(max_length=2000)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "staff"], condition=Q(removed_at__isnull=True), name="busy_calendar_once"
            )
        ]
