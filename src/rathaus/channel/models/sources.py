"""Where others publish, how asking them went, and what they said."""

from django.db import models
from django.db.models import Q

from rathaus.core import clock
from rathaus.tenancy.service import TenantForeignKey, TenantModel

from .publishing import Publication


class SourceConfig(TenantModel):
    """One source; see `SourceDefinition`, whose whole content is `definition`.

    `cursor` is up to when it was read (ISO instant), where the format can be asked so. `next_at`: when it is asked
    again; whoever takes it moves it on. `failures` counts those in a row; `reported_at` is set at the third.
    """

    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    every_minutes = models.PositiveSmallIntegerField(default=60)
    definition = models.JSONField(default=dict)
    cursor = models.CharField(max_length=40, blank=True)
    next_at = models.DateTimeField(default=clock.now)
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    reported_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="source_key_once")]
        indexes = [
            models.Index(fields=["municipality", "next_at"], name="source_due", condition=Q(is_active=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """`flooded`: it said more at once than is told; the rest waits for the next time."""

    DONE = "done"
    FLOODED = "flooded"
    FAILED = "failed"


class SourceRun(TenantModel):
    """Asking a source once. Append-only, deleted when old.

    `problem` is a code of `sources.problems`, said in the reader's language with `details`; never the address.
    """

    source = TenantForeignKey(SourceConfig)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    items = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="source_run_outcome_known")
        ]
        indexes = [models.Index(fields=["municipality", "source", "-began_at"], name="source_run_newest")]


class SourceItem(TenantModel):
    """Something that a source said, once. `digest` is its content, so that only a change is told.

    Without a publication it was not told: too old, or it was there before the source was.
    """

    source = TenantForeignKey(SourceConfig)
    reference = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    publication = TenantForeignKey(Publication, null=True)
    first_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "source", "reference"], name="source_item_once")
        ]
