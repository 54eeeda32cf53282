"""Who may do what with a case."""

from django.db.models import Q

from rathaus.accounts.service import Persona, StaffMember, acts_for, is_or_acts_for

from .models import Case, Submission
from .process import By

_ROLES: dict[str, tuple[By, ...]] = {
    StaffMember.Role.CLERK: ("clerk",),
    StaffMember.Role.LEAD: ("clerk", "lead"),
    StaffMember.Role.ADMIN: ("clerk", "lead"),
}


def may_see(staff: StaffMember, case: Case) -> bool:
    """Members of the unit that has it, and administrators of the municipality; nobody else.

    Nobody at all while others must confirm it.
    """
    if case.withheld or not staff.is_active or staff.municipality_id != case.municipality_id:
        return False
    return staff.role == StaffMember.Role.ADMIN or staff.unit_id == case.unit_id


def visible_to(staff: StaffMember) -> Q:
    """The same as a condition on cases."""
    if not staff.is_active:
        return Q(pk__in=[])
    handed_over = Q(withheld=False)
    return handed_over if staff.role == StaffMember.Role.ADMIN else handed_over & Q(unit_id=staff.unit_id)


def roles_of(staff: StaffMember) -> tuple[By, ...]:
    """In which roles of a process table somebody acts: a head of unit is a clerk too."""
    return _ROLES[staff.role]


def held_by(by: Persona) -> Q:
    """What somebody sees in the name in which they act, as a condition on cases: all of the holder's, or, if they may
    only apply, what they sent themselves."""
    mine = Q(holder=by.holder)
    if by.may_read:
        return mine
    sent = Submission.objects.filter(account=by.account, holder=by.holder).values("case")
    return mine & Q(pk__in=sent) if by.may_apply else Q(pk__in=[])


def is_party(staff: StaffMember, case: Case, sent: Submission) -> bool:
    """Whether they applied for this themselves, have it in their postbox, or act for who has or for whom it was
    applied for: then nothing about it is theirs to do at the desk (§ 20 (1) VwVfG). Two queries for each holder but
    themselves."""
    holders = {sent.holder, case.holder} - {None}
    if staff.account_id in {sent.account_id, *holders}:
        return True
    return any(acts_for(staff.account_id, holder) for holder in holders if holder is not None)


def not_party(staff: StaffMember) -> Q:
    """The opposite, as a condition on cases."""
    theirs = is_or_acts_for(staff.account_id, "holder")
    sent = Submission.objects.filter(Q(account=staff.account_id) | theirs)
    return (Q(holder=None) | ~theirs) & ~Q(pk__in=sent.values("case"))


def may_receive(staff: StaffMember) -> bool:
    """Whether a case can be given to them."""
    return staff.is_active
