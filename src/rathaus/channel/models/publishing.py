"""What the town hall tells."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .topics import Facility, Topic


class Kind(models.TextChoices):
    NEWS = "news"
    STATUS = "status"
    EVENT = "event"
    WARNING = "warning"


class Severity(models.TextChoices):
    """As in CAP 1.2, from little to much."""

    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    EXTREME = "extreme"


SEVERE = frozenset({Severity.SEVERE, Severity.EXTREME})


class Status(models.TextChoices):
    """How it is with a facility."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


class Publication(TenantModel):
    """A news item, a status, an event or a warning. What people see is its text today; its events tell the rest.

    `places` empty means everywhere. `starts_at` to `ends_at`: when an event is, or how long a status or a warning
    holds. `due_at`: when it is to go out; `published_at`: when it did. `source` and `reference` name what it came
    from, once; `idempotency_key` makes pressing twice one publication. `by` wrote what it says today, `released_by`
    let it out: with `needs_second` the database lets nothing out without the second one. `sequence` counts what
    calendars must be told (RFC 5545).
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = TenantForeignKey(Topic)
    facility = TenantForeignKey(Facility, null=True)
    places = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    instructions = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    source = models.SlugField(max_length=60, default="desk")
    reference = models.CharField(max_length=500)
    idempotency_key = models.CharField(max_length=64)
    by = TenantForeignKey(StaffMember, null=True)
    needs_second = models.BooleanField(default=False)
    released_by = TenantForeignKey(StaffMember, null=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "idempotency_key"], name="publication_once"),
            models.UniqueConstraint(
                fields=["municipality", "source", "reference"], name="publication_of_source_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="publication_kind_known"),
            models.CheckConstraint(
                condition=Q(severity__in=["", *Severity.values]), name="publication_severity_known"
            ),
            models.CheckConstraint(condition=Q(status__in=["", *Status.values]), name="publication_status_known"),
            models.CheckConstraint(
                condition=(Q(kind=Kind.WARNING) & ~Q(severity="") & Q(ends_at__isnull=False))
                | (~Q(kind=Kind.WARNING) & Q(severity="")),
                name="publication_warning_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.EVENT) | (Q(starts_at__isnull=False) & Q(ends_at__isnull=False)),
                name="publication_event_has_times",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                name="publication_is_a_time",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(published_at__isnull=True)
                | (Q(released_by__isnull=False) & Q(by__isnull=False) & ~Q(released_by=F("by"))),
                name="publication_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-published_at"], name="publication_newest"),
            models.Index(fields=["municipality", "kind", "ends_at"], name="publication_holding"),
            models.Index(
                fields=["municipality", "due_at"], name="publication_due", condition=Q(published_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holds(self) -> bool:
        """Whether it is out and not over. `ended_at` is an end before its time."""
        return self._is_on and self._has_begun

    @property
    def is_over(self) -> bool:
        """Whether its end has passed or it was ended, whether or not it ever was out."""
        return self.ended_at is not None or (self.ends_at is not None and self.ends_at <= clock.now())

    @property
    def waits_for_second(self) -> bool:
        return self.needs_second and self.released_by_id is None and not self.is_over

    @property
    def is_announced(self) -> bool:
        """Of a facility: it is told that this begins later today."""
        today = clock.today()
        at = self.starts_at
        begins_today = at is not None and at.astimezone(clock.BERLIN).date() == today
        return self.facility_id is not None and self._is_on and not self._has_begun and begins_today

    @property
    def _has_begun(self) -> bool:
        return self.kind != Kind.STATUS or self.starts_at is None or self.starts_at <= clock.now()

    @property
    def _is_on(self) -> bool:
        return self.published_at is not None and not self.is_over


class PublicationEvent(TenantModel):
    """What happened to a publication, with the words it had after. Append-only; `staff` is empty for a source."""

    publication = TenantForeignKey(Publication)
    kind = models.CharField(max_length=12)  # written, proposed, withdrawn, released, published, revised, ended
    at = models.DateTimeField(default=clock.now)
    staff = TenantForeignKey(StaffMember, null=True)
    said = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "publication", "at"], name="publication_event")]

    class Sealing:
        append_only = True
