"""People who sign in, whom they act for, and the staff of a town hall."""

from .entering import EmailCode, OpenSession
from .parties import Mandate, Membership, Organisation
from .people import Account, AccountManager
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
    "Level",
    "Mandate",
    "Membership",
    "OpenSession",
    "Organisation",
    "SamlAnswer",
    "SignIn",
    "SignInMethod",
    "StaffMember",
    "StateAccount",
    "Unit",
]
