"""What goes to whom, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .publishing import Publication
from .subscribing import Way


class DispatchKind(models.TextChoices):
    FIRST = "first"
    CORRECTION = "correction"
    ALL_CLEAR = "all_clear"


class State(models.TextChoices):
    """`gathered`: waits for the subscriber's next digest. `dropped`: nobody wanted it any more, it was over,
    or something newer was said of it."""

    QUEUED = "queued"
    GATHERED = "gathered"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Dispatch(TenantModel):
    """Something goes out to all who want it: a publication, its correction, its all-clear. `number` counts them.

    `places`: whom it reaches, empty for everywhere; those of an earlier dispatch are among them, so that people hear
    of a warning's end where it was told. `lane` is the priority: what is higher overtakes. `reached` is the last
    subscriber that has a row; `spread_at`: all have one. After `ends_at` nothing is tried any more.
    """

    publication = TenantForeignKey(Publication)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=DispatchKind.choices)
    places = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    lane = models.SmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    reached = models.UUIDField(null=True)
    spread_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "publication", "number"], name="dispatch_once"),
            models.UniqueConstraint(
                fields=["municipality", "publication", "kind"],
                name="dispatch_of_kind_once",
                condition=~Q(kind=DispatchKind.CORRECTION),
            ),
            models.CheckConstraint(condition=Q(kind__in=DispatchKind.values), name="dispatch_kind_known"),
        ]
        indexes = [models.Index(fields=["municipality", "-at"], name="dispatch_newest")]


class Delivery(TenantModel):
    """One dispatch to one recipient. A subscriber that is gone takes the address along; the row stays for counting.

    `next_at` is when it may be tried; whoever takes it moves it on by a lease, so that what a dead worker took comes
    up again by itself. `domain` is that of the e-mail address or of the push service, until it is done: some people
    have a domain of their own.
    """

    dispatch = TenantForeignKey(Dispatch)
    subscriber = models.UUIDField()  # no foreign key: who leaves is deleted at once
    way = models.CharField(max_length=10, choices=Way.choices)
    domain = models.CharField(max_length=253)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "dispatch", "subscriber"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "dispatch", "way", "next_at"],
                name="delivery_due",
                condition=Q(state="queued"),
            ),
            models.Index(fields=["municipality", "dispatch", "state"], name="delivery_progress"),
            models.Index(
                fields=["municipality", "next_at", "subscriber"],
                name="delivery_gathered",
                condition=Q(state="gathered"),
            ),
        ]


class DomainPace(TenantModel):
    """How many e-mails a domain was handed in the running minute."""

    domain = models.CharField(max_length=253)
    minute = models.DateTimeField(default=clock.now)
    used = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "domain"], name="domain_pace_once")]
