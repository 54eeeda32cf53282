"""The door of accounts: what other apps may import."""

from .models import Account, StaffMember, Unit

__all__ = ["Account", "StaffMember", "Unit"]
