"""Who looked at a case: noted at each look, and told to its holder (Art. 15 GDPR)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rathaus.accounts.service import StaffMember
from rathaus.files.service import StoredFile

from .models import AccessLog, Case

MOST = 200


@dataclass(frozen=True, slots=True)
class Look:
    """A look from the desk as the holder may read it: the unit and never the name. `file` is what was downloaded.

    `reason` is one of AccessLog.Reason; empty for looks from before it was noted.
    """

    at: datetime
    unit: str
    what: str
    file: str
    reason: str
    number: str
    title: str


def note_look(case: Case, *, by: StaffMember | None, file: StoredFile | None = None, reason: str = "") -> None:
    """Note a look, or the download of `file`. `by` is None when the applicant looked.

    Why they may look is worked out from where they work; `reason` is for who looks on another ground.
    """
    look_of(case, by=by, file=file, reason=reason).save(force_insert=True)


def look_of(case: Case, *, by: StaffMember | None, file: StoredFile | None = None, reason: str = "") -> AccessLog:
    """The same, not written yet: for who looks at many cases at once."""
    return AccessLog(
        case=case,
        staff=by,
        unit_id=None if by is None else by.unit_id,
        reason="" if by is None else reason or _reason(case, by),
        what=AccessLog.What.VIEW if file is None else AccessLog.What.DOWNLOAD,
        file=file,
    )


def looks_at_cases_of(holder: UUID, *, case: Case | None = None) -> list[Look]:
    """The desk's looks at the holder's cases here, or at one of them, the newest first, 200 at most. One query."""
    log = AccessLog.objects.filter(case__holder=holder, staff__isnull=False).exclude(staff__account=holder)
    if case is not None:
        log = log.filter(case=case)
    rows = log.select_related("case", "unit", "staff__unit", "file").order_by("-at", "-id")
    return [_look(row) for row in rows[:MOST]]


def _look(row: AccessLog) -> Look:
    unit = row.unit or row.staff.unit
    return Look(
        at=row.at,
        unit=unit.local_name,
        what=row.what,
        file="" if row.file is None else row.file.name,
        reason=row.reason,
        number=row.case.number,
        title=row.case.title,
    )


def _reason(case: Case, by: StaffMember) -> str:
    """Of the unit that has it: work. Others get this far as administrators only (`rules.may_see`)."""
    return AccessLog.Reason.WORK if by.unit_id == case.unit_id else AccessLog.Reason.ADMINISTRATION
