"""The status of a facility: a new one replaces the one before, and can be taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffMember
from rathaus.core import clock

from .errors import NotPossible
from .message import Message
from .models import Facility, Kind, Publication, Status
from .publishing import end, locked, publish
from .rights import require
from .wording import STATUS

UNDO_FOR = timedelta(minutes=10)


class TooLate(NotPossible):
    """It was set too long ago to be taken back, or is over."""


@transaction.atomic
def set_facility(
    facility: Facility,
    status: Status,
    *,
    reason: str,
    until: datetime,
    by: StaffMember,
    key: str,
    since: datetime | None = None,
) -> Publication:
    """Tell how it is until when. `reason` stands behind the status, as “wegen Gewitter”. The same key is once.

    With `since`, later today, it is told now and holds from then; until then holds what held. Raises NotAllowed, and
    Incomplete if it ends before it begins.
    """
    Facility.objects.select_for_update().get(pk=facility.pk)  # one after the other: one of them is the newest
    found = publish(_message(facility, status, reason=reason, since=since, until=until, key=key), by=by)
    if found.ended_at is None:  # else the same key came late
        _replace(found, by)
    return found


@transaction.atomic
def undo_facility(publication: Publication, *, by: StaffMember) -> Publication | None:
    """Take back what was just set. What held before holds again; everybody is told once, of that or that it is over.

    Gives back what holds again. Raises NotAllowed, and TooLate after ten minutes.
    """
    require(by, publication.kind, of_facility=True)
    found = locked(publication)
    if not may_undo(found):
        raise TooLate
    before = _replaced_by(found)
    end(found, by=by, tell=before is None)
    if before is None:
        return None
    return publish(_again(before, found), by=by)


def may_undo(publication: Publication) -> bool:
    is_new = clock.now() - publication.created_at < UNDO_FOR
    return publication.facility_id is not None and publication.ended_at is None and is_new


def _message(
    facility: Facility, status: Status, *, reason: str, since: datetime | None, until: datetime, key: str
) -> Message:
    with translation.override("de"):
        words = _("heute %(status)s") % {"status": STATUS[status]}
        words += _(" ab %(time)s Uhr") % {"time": f"{localtime(since):%H:%M}"} if since else ""
    return Message(
        Kind.STATUS,
        facility.topic.key,
        f"{facility.name}: {words}{',' if reason.startswith('weil ') else ''} {reason}".strip(),
        places=(facility.place,) if facility.place else (),
        status=status,
        starts_at=since,
        ends_at=until,
        facility=facility.key,
        idempotency_key=f"facility:{key}",
    )


def _before(found: Publication) -> QuerySet[Publication]:
    """The facility's statuses that were set earlier, newest first."""
    rows = Publication.objects.filter(facility=found.facility_id, kind=Kind.STATUS, created_at__lt=found.created_at)
    return rows.order_by("-created_at", "-id")


def _replace(found: Publication, by: StaffMember) -> None:
    """Those before are over, and nobody is told, as this one says it. What holds until this one begins stays."""
    now = clock.now()
    for older in _before(found).filter(ended_at=None):
        if found.starts_at is None or (older.starts_at is not None and older.starts_at > now):
            end(older, by=by, tell=False)


def _replaced_by(found: Publication) -> Publication | None:
    """What would hold without it: ended when it came, and not over by now."""
    ended = _before(found).filter(ended_at__gte=found.created_at).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))
    return ended.select_related("topic", "facility").first()


def _again(before: Publication, undone: Publication) -> Message:
    assert before.facility is not None  # noqa: S101 -- for the type checker: found by its facility
    return Message(
        Kind.STATUS,
        before.topic.key,
        before.title,
        before.text,
        places=tuple(before.places),
        status=before.status,
        starts_at=before.starts_at,
        ends_at=before.ends_at,
        facility=before.facility.key,
        idempotency_key=f"undo:{undone.pk}",
    )
