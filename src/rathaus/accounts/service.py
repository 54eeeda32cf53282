"""The door of accounts: what other apps may import."""

from .access import StaffRequest, admin_required, client_address, current_staff, staff_required
from .models import Account, StaffMember, Unit
from .staff import colleagues, find_colleague, find_unit, list_units

__all__ = [
    "Account",
    "StaffMember",
    "StaffRequest",
    "Unit",
    "admin_required",
    "client_address",
    "colleagues",
    "current_staff",
    "find_colleague",
    "find_unit",
    "list_units",
    "staff_required",
]
