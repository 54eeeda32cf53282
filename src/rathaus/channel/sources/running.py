"""Asking the sources in turn, keeping account of how it went, and reporting what stays silent."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from rathaus.accounts.service import StaffMember, colleagues
from rathaus.channel.models import Outcome, SourceConfig, SourceRun
from rathaus.core import clock
from rathaus.outbox.service import Kind as MailKind
from rathaus.outbox.service import Mail, send_mails

from .collecting import Harvest, Request
from .parsing.problems import SourceProblem
from .telling import Told, tell_harvest

REPORTED_AFTER = 3
WARNINGS = frozenset({"cap", "nina"})
_LONGEST_GAP = timedelta(hours=6)
_KEPT = timedelta(days=30)


def active_sources() -> QuerySet[SourceConfig]:
    """Those of the demo exist only while it runs."""
    rows = SourceConfig.objects.filter(is_active=True).order_by("name", "key")
    return rows if settings.RATHAUS_DEMO_SOURCES else rows.exclude(url__startswith="demo:")


@transaction.atomic
def take_due() -> list[SourceConfig]:
    """The sources whose time has come, each taken by one caller only: their next time is set here."""
    now = clock.now()
    due = list(active_sources().filter(next_at__lte=now).select_for_update(skip_locked=True))
    for source in due:
        source.next_at = now + gap(source)
        source.save(update_fields=["next_at"])
    return due


def gap(source: SourceConfig) -> timedelta:
    """Until it is asked again. One that fails is asked ever less often, but never one that warns."""
    usual = timedelta(minutes=source.every_minutes)
    if source.kind in WARNINGS or source.failures < REPORTED_AFTER:
        return usual
    return max(usual, min(usual * (1 << min(source.failures - 2, 10)), _LONGEST_GAP))


def request_for(source_id: str) -> Request | None:
    """What to ask; None if it was switched off meanwhile."""
    source = active_sources().filter(pk=source_id).first()
    if source is None:
        return None
    return Request(source.kind, source.url, source.cursor, source.definition.get("region", ""))


@transaction.atomic
def note_harvest(source_id: str, harvest: Harvest, began_at: datetime) -> None:
    """Tell what is new, and that it went well; nothing if another visit ended meanwhile, which may know better."""
    source = SourceConfig.objects.select_for_update().get(pk=source_id)
    if source.succeeded_at is not None and source.succeeded_at > began_at:
        return
    told = tell_harvest(source, harvest)
    source.failures, source.reported_at, source.succeeded_at = 0, None, clock.now()
    if harvest.cursor and not told.is_flooded:
        source.cursor = harvest.cursor
    if told.is_flooded:
        source.next_at = min(source.next_at, clock.now() + timedelta(minutes=5))
    source.save(update_fields=["failures", "reported_at", "succeeded_at", "cursor", "next_at"])
    _write_run(source, harvest, told, began_at)


def _write_run(source: SourceConfig, harvest: Harvest, told: Told, began_at: datetime) -> None:
    SourceRun.objects.create(
        source=source,
        began_at=began_at,
        outcome=Outcome.FLOODED if told.is_flooded else Outcome.DONE,
        items=told.items,
        told=told.told,
        skipped=harvest.skipped,
        problem="flooded" if told.is_flooded else "",
    )


@transaction.atomic
def note_failure(source_id: str, problem: SourceProblem, began_at: datetime) -> None:
    """Count it; at the third in a row the administrators get an e-mail, once until it works again."""
    source = SourceConfig.objects.select_for_update().get(pk=source_id)
    source.failures += 1
    report = source.failures >= REPORTED_AFTER and source.reported_at is None
    if report:
        source.reported_at = clock.now()
    source.save(update_fields=["failures", "reported_at"])
    SourceRun.objects.create(
        source=source, began_at=began_at, outcome=Outcome.FAILED, problem=problem.code, details=problem.details
    )
    if report:
        send_mails(list(_reports(source)))


def _reports(source: SourceConfig) -> Iterator[Mail]:
    for member in colleagues():
        if member.role == StaffMember.Role.ADMIN:
            key = f"channel-source:{source.pk}:{source.reported_at}:{member.pk}"
            yield Mail(key, member.account.email, "source_silent", {"name": source.name}, kind=MailKind.HOUSE)


def forget_old_runs() -> int:
    """A month of them is kept."""
    return SourceRun.objects.filter(began_at__lt=clock.now() - _KEPT).delete()[0]
