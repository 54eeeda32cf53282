"""Who of the town hall may read and answer what was asked."""

from django.db.models import Q

from rathaus.accounts.service import StaffMember, acts_for, is_or_acts_for

from .models import Thread


def may_answer(staff: StaffMember, thread: Thread) -> bool:
    """Members of the unit that has it, and administrators; never who asked it, or acts for who did (§ 20 VwVfG)."""
    if not staff.is_active or staff.municipality_id != thread.municipality_id or _is_theirs(staff, thread):
        return False
    return staff.role == StaffMember.Role.ADMIN or staff.unit_id == thread.unit_id


def visible_to(staff: StaffMember) -> Q:
    """The same as a condition on threads."""
    if not staff.is_active:
        return Q(pk__in=[])
    others = Q(holder=None) | ~is_or_acts_for(staff.account_id, "holder")
    return others if staff.role == StaffMember.Role.ADMIN else others & Q(unit_id=staff.unit_id)


def _is_theirs(staff: StaffMember, thread: Thread) -> bool:
    holder = thread.holder
    return holder is not None and (staff.account_id == holder or acts_for(staff.account_id, holder))
