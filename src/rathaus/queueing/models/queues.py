"""Where people wait, and at which counters somebody sits."""

from django.db import models

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter, Office
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

SHORTEST_KEPT = 30  # days


class Queue(TenantModel):
    """The Warteschlange of an office. What the numbers mean: `formengine.QueueDefinition`.

    `revision` counts what happened in it. Whoever writes an event raises it and so holds the row until the commit:
    the order of revisions is the order of commits, and who has read up to one has missed nothing before it.
    """

    office = TenantForeignKey(Office)
    prefix = models.CharField(max_length=1, default="A")
    opening = models.JSONField(default=list, blank=True)
    early = models.PositiveSmallIntegerField(default=5)
    late = models.PositiveSmallIntegerField(default=15)
    patience = models.PositiveSmallIntegerField(default=45)
    long_wait = models.PositiveSmallIntegerField(default=30)
    most = models.PositiveSmallIntegerField(default=60)
    keeps_place = models.BooleanField(default=True)
    kept_days = models.PositiveSmallIntegerField(default=400)  # numbers, their events, and who sat where
    revision = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "office"], name="queue_of_office_once"),
            models.CheckConstraint(condition=models.Q(kept_days__gte=SHORTEST_KEPT), name="queue_keeps_for_a_while"),
        ]


class Seat(TenantModel):
    """Somebody serves at a counter, from when until when. It ends with the day, if nobody ended it before."""

    queue = TenantForeignKey(Queue)
    counter = TenantForeignKey(Counter)
    staff = TenantForeignKey(StaffMember)
    day = models.DateField(default=clock.today)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "counter", "day"],
                condition=models.Q(closed_at=None),
                name="seat_of_counter_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "staff", "day"], condition=models.Q(closed_at=None), name="seat_of_staff_once"
            ),
        ]
