"""The door of accounts: what other apps may import."""

from .access import StaffRequest, current_staff, staff_required
from .models import Account, StaffMember, Unit

__all__ = ["Account", "StaffMember", "StaffRequest", "Unit", "current_staff", "staff_required"]
