"""Who may change what of the calendar: administrators everything, others what is their unit's alone."""

from collections.abc import Iterable

from rathaus.accounts.service import StaffMember, colleagues
from rathaus.appointments.models import Counter, Office
from rathaus.appointments.opening import Hours
from rathaus.appointments.remembering import hours_of
from rathaus.appointments.rules import counters_in_use, visible_counters
from rathaus.tenancy.service import current_municipality


def all_counters() -> list[Counter]:
    """Everybody's, in the order of the house."""
    return list(counters_in_use())


def kept_offices(staff: StaffMember) -> list[Office]:
    """Offices with a counter that is theirs."""
    return list({counter.office_id: counter.office for counter in visible_counters(staff)}.values())


def keeps(staff: StaffMember, counters: Iterable[Counter]) -> bool:
    """Whether all of these are theirs."""
    return is_admin(staff) or all(counter.unit_id == staff.unit_id for counter in counters)


def kept_colleagues(staff: StaffMember) -> list[StaffMember]:
    """Whose absence they may enter: of their unit."""
    return [each for each in colleagues() if is_admin(staff) or each.unit_id == staff.unit_id]


def is_admin(staff: StaffMember) -> bool:
    return bool(staff.role == StaffMember.Role.ADMIN)


def hours_here(office: Office) -> Hours:
    """The rules and holidays of an office."""
    return hours_of(office, current_municipality().state)
