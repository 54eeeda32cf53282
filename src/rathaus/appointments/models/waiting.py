"""Who waits for an earlier time, and to whom one is offered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .bookings import Booking
from .places import Counter, Office


class Waiting(TenantModel):
    """Somebody who wants to be told when something becomes free. They wait until `ended_at` is set.

    `offices`: keys, none for all; `part` of the day, empty for all. `booking`: what is moved when they take a time;
    it must be earlier than that then. `before`: only earlier ones, since this one was free when they joined and they
    didn't want it. `person` is a hash of the e-mail address, which outlasts it.
    """

    class End(models.TextChoices):
        TAKEN = "taken"
        LEFT = "left"
        OVER = "over"  # the last day is past, or the booking was cancelled

    offerings = models.JSONField()  # keys
    people = models.PositiveSmallIntegerField(default=1)
    offices = ArrayField(models.CharField(max_length=60), default=list)
    earliest = models.DateField()
    latest = models.DateField()
    before = models.DateTimeField(null=True)
    part = models.CharField(max_length=20, blank=True)
    booking = TenantForeignKey(Booking, null=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="de")
    person = models.CharField(max_length=32)
    network = models.CharField(max_length=32, blank=True)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code_hash"], name="waiting_code_once"),
            models.UniqueConstraint(
                fields=["municipality", "booking"], condition=Q(ended_at__isnull=True), name="waiting_of_booking_once"
            ),
            models.CheckConstraint(condition=Q(earliest__lte=models.F("latest")), name="waiting_is_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="")
                | Q(ended_at__isnull=False, end__in=["taken", "left", "over"]),
                name="waiting_end_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "created_at"], name="waiting_queue", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["municipality", "person"], name="waiting_of_person"),
            models.Index(fields=["municipality", "network", "created_at"], name="waiting_from_network"),
        ]


class Offer(TenantModel):
    """A time that is kept for somebody who waits, for half an hour. Owner of its rows in occupancy meanwhile.

    While it is open (`ended_at` is not set) nobody else is offered the same time at the same counter, and the same
    person no other one: both are constraints.
    """

    class End(models.TextChoices):
        TAKEN = "taken"
        DECLINED = "declined"
        EXPIRED = "expired"

    waiting = TenantForeignKey(Waiting)
    person = models.CharField(max_length=32)
    office = TenantForeignKey(Office)
    counter = TenantForeignKey(Counter)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64)
    made = TenantForeignKey(Booking, null=True)  # the booking that it became or moved
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "counter", "starts_at"],
                condition=Q(ended_at__isnull=True),
                name="offer_of_time_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "person"], condition=Q(ended_at__isnull=True), name="offer_to_person_once"
            ),
            models.UniqueConstraint(fields=["municipality", "code_hash"], name="offer_code_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="")
                | Q(ended_at__isnull=False, end__in=["taken", "declined", "expired"]),
                name="offer_end_known",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "waiting"], name="offer_to_waiting"),
            models.Index(
                fields=["municipality", "expires_at"], name="offer_expiring", condition=Q(ended_at__isnull=True)
            ),
        ]
