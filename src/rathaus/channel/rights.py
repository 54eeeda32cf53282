"""Who may publish what, and administrators deciding it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember, colleagues, find_colleague
from rathaus.core import clock

from .errors import NotPossible
from .models import Kind, Level, PublishingRight

_LADDER = list(Level)


class NotAllowed(NotPossible):
    """They may not publish this."""


@dataclass(frozen=True)
class May:
    """What one member of staff may publish; `level` is empty for nothing."""

    level: str

    def publish(self, kind: str, *, of_facility: bool = False) -> bool:
        """Correcting, releasing and ending ask for the same."""
        if not self.level:
            return False
        needed = Level.WARNINGS if kind == Kind.WARNING else Level.MESSAGES
        if kind == Kind.STATUS and of_facility:
            needed = Level.STATUS
        return _LADDER.index(Level(self.level)) >= _LADDER.index(needed)

    @property
    def write(self) -> bool:
        return self.publish(Kind.NEWS)

    @property
    def warn(self) -> bool:
        return self.publish(Kind.WARNING)

    @property
    def set_facilities(self) -> bool:
        return self.publish(Kind.STATUS, of_facility=True)


def may(staff: StaffMember) -> May:
    """One query, none for an administrator."""
    if staff.role == StaffMember.Role.ADMIN:
        return May(Level.WARNINGS)
    rows = PublishingRight.objects.filter(staff=staff, ended_at=None)
    return May(rows.values_list("level", flat=True).first() or "")


def require(staff: StaffMember | None, kind: str, *, of_facility: bool = False) -> None:
    """Raises NotAllowed. A source needs no leave."""
    if staff is not None and not may(staff).publish(kind, of_facility=of_facility):
        raise NotAllowed


@dataclass(frozen=True)
class Right:
    """A member of staff, and what they were allowed; None for an administrator or who was allowed nothing."""

    staff: StaffMember
    right: PublishingRight | None

    @property
    def is_admin(self) -> bool:
        return bool(self.staff.role == StaffMember.Role.ADMIN)

    @property
    def may_warn(self) -> bool:
        return self.is_admin or (self.right is not None and self.right.level == Level.WARNINGS)


def rights_of_all() -> list[Right]:
    """Of all active staff. Two queries."""
    rows = PublishingRight.objects.filter(ended_at=None).select_related("granted_by__account")
    granted = {row.staff_id: row for row in rows}
    return [Right(member, granted.get(member.pk)) for member in colleagues()]


@transaction.atomic
def grant(staff_id: UUID, level: str, *, by: StaffMember | None) -> StaffMember | None:
    """From now on they may publish this, and nothing with an empty level. None if there is nobody like that here.

    Raises NotAllowed unless an administrator asks; nobody at all is the setting up of a municipality.
    """
    if by is not None and by.role != StaffMember.Role.ADMIN:
        raise NotAllowed
    member = find_colleague(staff_id)
    if member is None or (level and level not in Level.values):
        return None
    StaffMember.objects.select_for_update().get(pk=member.pk)  # two administrators at once: one after the other
    known = PublishingRight.objects.filter(staff=member, ended_at=None).first()
    if (known.level if known else "") == level:
        return member
    if known:
        known.ended_by, known.ended_at = by, clock.now()
        known.save(update_fields=["ended_by", "ended_at"])
    if level:
        PublishingRight.objects.create(staff=member, level=level, granted_by=by)
    return member
