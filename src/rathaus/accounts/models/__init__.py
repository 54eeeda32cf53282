"""People who sign in, whom they act for, and the staff of a town hall."""

from .people import Account, AccountManager
from .staff import StaffMember, Unit

__all__ = ["Account", "AccountManager", "StaffMember", "Unit"]
