"""How the sources are: for the desk's page, and for the public line that warnings could not be fetched."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.channel.models import Outcome, SourceConfig, SourceRun
from rathaus.core import clock
from rathaus.tenancy.service import Remembered

from .running import REPORTED_AFTER, WARNINGS, active_sources

_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """A source and how its last visit went. `state`: new, good, shaky (failed once or twice), silent, flooded."""

    source: SourceConfig
    last: SourceRun | None

    @property
    def state(self) -> str:
        if self.last is None:
            return "new"
        if self.source.failures:
            return "silent" if self.source.failures >= REPORTED_AFTER else "shaky"
        return "flooded" if self.last.outcome == Outcome.FLOODED else "good"


def source_health() -> list[Health]:
    """All active sources. Two queries, however many there are."""
    sources = list(active_sources())
    newest = SourceRun.objects.filter(source__in=sources).order_by("source", "-began_at", "-id").distinct("source")
    last = {run.source_id: run for run in newest}
    return [Health(source, last.get(source.pk)) for source in sources]


@transaction.atomic
def ask_now(source_id: UUID, *, by: StaffMember) -> SourceConfig | None:
    """Have it asked at once; None if there is no such source here, or `by` is no administrator."""
    from .tasks import ask_source  # tasks import what asks

    if by.role != StaffMember.Role.ADMIN:
        return None
    source = active_sources().select_for_update().filter(pk=source_id).first()
    if source is not None:
        ask_source.defer(source=str(source.pk))
    return source


def warnings_unknown_since() -> datetime | None:
    """Since when a source of warnings could not be asked; None if all were, lately. Up to five seconds old.

    Lately: three of its intervals, at least a quarter of an hour. It also counts when nobody asks any more.
    """
    return _remembered.get()


def forget_health() -> None:
    _remembered.forget()


def _unknown_since() -> datetime | None:
    now = clock.now()
    silent = [
        source.succeeded_at or source.since
        for source in active_sources().filter(kind__in=WARNINGS)
        if (source.succeeded_at or source.since) < now - max(_PATIENCE, timedelta(minutes=3 * source.every_minutes))
    ]
    return min(silent, default=None)


_remembered = Remembered(_unknown_since, seconds=5)
