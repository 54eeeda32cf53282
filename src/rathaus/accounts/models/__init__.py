"""People who sign in, whom they act for, and the staff of a town hall."""

from .entering import EmailCode, OpenSession
from .inviting import Invitation, PartyEvent
from .parties import Mandate, Membership, Organisation
from .people import Account, AccountManager
from .profile import Profile, Thing
from .staff import StaffMember, Unit
from .trust import (
    IdentityCheck,
    IdentityConfirmation,
    IdentityRevocation,
    Level,
    SamlAnswer,
    SignIn,
    SignInMethod,
    StateAccount,
)

__all__ = [
    "Account",
    "AccountManager",
    "EmailCode",
    "IdentityCheck",
    "IdentityConfirmation",
    "IdentityRevocation",
    "Invitation",
    "Level",
    "Mandate",
    "Membership",
    "OpenSession",
    "Organisation",
    "PartyEvent",
    "Profile",
    "SamlAnswer",
    "SignIn",
    "SignInMethod",
    "StaffMember",
    "StateAccount",
    "Thing",
    "Unit",
]
