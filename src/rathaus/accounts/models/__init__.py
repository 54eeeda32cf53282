"""People who sign in, whom they act for, and the staff of a town hall."""

from .entering import EmailCode, OpenSession
from .parties import Mandate, Membership, Organisation
from .people import Account, AccountManager
from .staff import StaffMember, Unit

__all__ = [
    "Account",
    "AccountManager",
    "EmailCode",
    "Mandate",
    "Membership",
    "OpenSession",
    "Organisation",
    "StaffMember",
    "Unit",
]
