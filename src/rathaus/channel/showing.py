"""What is told to everybody: lists, what holds now, and warnings."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.tenancy.service import Remembered, current_municipality

from .models import Correction, Facility, Kind, Publication, Severity, Template, Topic

_MOST = 100
_RANK = {severity: rank for rank, severity in enumerate(reversed(Severity))}


def published(*, topics: Sequence[str] = (), places: Sequence[str] = ()) -> QuerySet[Publication]:
    """Everything that is out, newest first; none means all. Topics may be headings. What is for all places concerns
    each."""
    rows = Publication.objects.filter(published_at__isnull=False).select_related("topic__parent", "facility")
    if topics:
        rows = rows.filter(Q(topic__key__in=topics) | Q(topic__parent__key__in=topics))
    if places:
        rows = rows.filter(Q(places=[]) | Q(places__overlap=list(places)))
    return rows.order_by("-published_at", "-id")


def newest(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Of some rows the news, and the events that are not over; what was called off too, until its time."""
    return rows.filter(
        Q(kind=Kind.NEWS, ended_at=None) | Q(kind=Kind.EVENT, ends_at__gt=clock.now()),
    )


def current_statuses() -> list[Publication]:
    """What holds now, newest first: of each facility the newest only, and what is announced for later today."""
    return _statuses(_remembered.get())


def statuses_right_now() -> list[Publication]:
    """The same for who just changed it, and must not see what was two seconds ago."""
    return _statuses(_find())


def _statuses(rows: Sequence[Publication]) -> list[Publication]:
    shown, seen = [], set()
    for row in rows:
        if row.kind != Kind.STATUS:
            continue
        if row.is_announced:
            shown.append(row)
        elif row.holds and (row.facility_id is None or row.facility_id not in seen):
            shown.append(row)
            seen.add(row.facility_id)
    return shown


def statuses_of_service(key: str) -> list[Publication]:
    """What a service's page has to say about today."""
    return [row for row in current_statuses() if key in row.topic.services or _serves(row.facility, key)]


def current_warnings() -> list[Publication]:
    """The gravest first, then the newest."""
    found = [row for row in _holding() if row.kind == Kind.WARNING]
    return sorted(found, key=lambda row: _RANK[Severity(row.severity)])


def forget_warnings() -> None:
    """Something changed; other processes notice within two seconds.

    Twice: another thread may read what was before until this is committed.
    """
    _remembered.forget()
    transaction.on_commit(_remembered.forget)


def _holding() -> list[Publication]:
    """For every page: read every two seconds only, and what ended or begins meanwhile is told at its time."""
    return [row for row in _remembered.get() if row.holds]


def _find() -> list[Publication]:
    rows = published().filter(kind__in=[Kind.STATUS, Kind.WARNING], ended_at=None)
    return list(rows.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))[:_MOST])


_remembered = Remembered(_find, seconds=2)


def find_published(pk: UUID) -> Publication | None:
    return published().filter(pk=pk).first()


def find_publication(pk: UUID) -> Publication | None:
    """For the desk: whatever its state."""
    return publications().filter(pk=pk).first()


def publications(stand: str = "") -> QuerySet[Publication]:
    """For the desk, newest first: everything, what holds now (“jetzt”), or what isn't out yet (“geplant”)."""
    rows = Publication.objects.select_related("topic", "facility", "by__account", "released_by__account")
    if stand == "geplant":
        rows = rows.filter(published_at=None, ended_at=None)
    elif stand == "jetzt":
        rows = rows.filter(kind__in=[Kind.STATUS, Kind.WARNING], published_at__isnull=False, ended_at=None)
        rows = rows.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))
    return rows.annotate(has_correction=Exists(_waiting_corrections())).order_by("-created_at", "-id")


def waiting_for(staff: StaffMember) -> list[Publication]:
    """What somebody else wrote and `staff` could release now, longest waiting first: warnings and corrections."""
    first = Q(needs_second=True, released_by=None, published_at=None, ends_at__gt=clock.now()) & ~Q(by=staff)
    other = Q(Exists(_waiting_corrections().exclude(by=staff)))
    return list(publications().filter(first | other, ended_at=None).order_by("created_at", "id")[:_MOST])


def _waiting_corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(publication=OuterRef("pk"), released_at=None, withdrawn_at=None)


def topics() -> list[Topic]:
    return list(Topic.objects.filter(is_active=True).order_by("position"))


def places() -> Sequence[str]:
    named: list[str] = current_municipality().settings.get("places", [])
    return named


def facilities() -> list[Facility]:
    rows = Facility.objects.filter(is_active=True, topic__is_active=True)
    return list(rows.select_related("topic").order_by("position"))


def templates() -> list[Template]:
    return list(Template.objects.filter(is_active=True).select_related("topic").order_by("position"))


def _serves(facility: Facility | None, key: str) -> bool:
    return facility is not None and key in facility.services
