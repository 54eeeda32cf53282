"""Who of the town hall may see and change what."""

from django.db.models import QuerySet

from rathaus.accounts.service import StaffMember

from .models import Booking, Counter


def counters_in_use() -> QuerySet[Counter]:
    """Everybody's, in the order of the house."""
    counters = Counter.objects.filter(is_active=True, office__is_active=True).select_related("office", "unit")
    return counters.order_by("office__position", "position", "key")


def visible_counters(staff: StaffMember) -> QuerySet[Counter]:
    """Those of one's own unit; administrators see all."""
    counters = counters_in_use()
    return counters if staff.role == StaffMember.Role.ADMIN else counters.filter(unit=staff.unit_id)


def may_see(staff: StaffMember, booking: Booking) -> bool:
    return staff.role == StaffMember.Role.ADMIN or booking.counter.unit_id == staff.unit_id
