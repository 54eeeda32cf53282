"""The one table that decides whether a time is free."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary
from django.db import models
from django.db.models import F, Func

from rathaus.core import clock
from rathaus.tenancy.service import TenantModel

LONGEST = timedelta(days=30)  # what takes longer is several rows; reading relies on it


class Period(Func):
    """`[starts_at, ends_at)` as a range."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Occupied(TenantModel):
    """A resource is taken from `starts_at` until just before `ends_at`. No two rows of a resource overlap.

    The times are columns of their own, and the range exists in the constraint alone: behind row-level security
    PostgreSQL uses an index only with operators that are leakproof, which `<` is and `&&` is not.

    `resource` and `owner` are ids of rows in apps above: a counter or a room, and the hold, booking or block that has
    the time. A `held` row is worth nothing from `expires_at` on; it is removed by whoever needs its time.
    """

    class State(models.TextChoices):
        HELD = "held"
        BOOKED = "booked"
        BLOCKED = "blocked"

    resource = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    expires_at = models.DateTimeField(null=True)
    owner = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="occupied_once",
                expressions=[
                    ("municipality", "="),
                    ("resource", "="),
                    (Period(F("starts_at"), F("ends_at"), RangeBoundary()), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(state="held", expires_at__isnull=False)
                | models.Q(state__in=["booked", "blocked"], expires_at__isnull=True),
                name="occupied_holds_expire",
            ),
            models.CheckConstraint(condition=models.Q(starts_at__lt=F("ends_at")), name="occupied_is_a_time"),
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=F("starts_at") + LONGEST), name="occupied_is_not_for_ever"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "resource", "ends_at"], name="occupied_when", include=["starts_at"]),
            models.Index(fields=["municipality", "owner"], name="occupied_by"),
            models.Index(
                fields=["municipality", "expires_at"], name="occupied_expiring", condition=models.Q(state="held")
            ),
        ]
