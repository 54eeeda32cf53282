"""People who sign in, whom they act for, and the staff of a town hall."""

from .inviting import Invitation, PartyEvent
from .parties import Mandate, Membership, Organisation
from .people import Account, AccountManager
from .profile import Profile, Thing
from .staff import StaffMember, Unit

__all__ = [
    "Account",
    "AccountManager",
    "Invitation",
    "Mandate",
    "Membership",
    "Organisation",
    "PartyEvent",
    "Profile",
    "StaffMember",
    "Thing",
    "Unit",
]
