"""The door of accounts: what other apps may import."""

from .access import StaffRequest, admin_required, client_address, current_staff, staff_required
from .models import Account, IdentityCheck, Level, Mandate, Membership, Organisation, StaffMember, Unit
from .persona import Persona, choose_persona, find_persona, persona_of, personas_of
from .readers import address_of, is_account, readers_of
from .staff import colleagues, find_colleague, find_unit, list_units
from .trust.checking import (
    CheckRefused,
    CheckState,
    check_identity,
    checks_of,
    checks_to_confirm,
    confirm_check,
    find_account_by_address,
    find_check,
    four_eyes,
    revoke_check,
)
from .trust.limits import count_lookup
from .trust.needs import Need
from .trust.sessions import level_of

__all__ = [
    "Account",
    "CheckRefused",
    "CheckState",
    "IdentityCheck",
    "Level",
    "Mandate",
    "Membership",
    "Need",
    "Organisation",
    "Persona",
    "StaffMember",
    "StaffRequest",
    "Unit",
    "address_of",
    "admin_required",
    "check_identity",
    "checks_of",
    "checks_to_confirm",
    "choose_persona",
    "client_address",
    "colleagues",
    "confirm_check",
    "count_lookup",
    "current_staff",
    "find_account_by_address",
    "find_check",
    "find_colleague",
    "find_persona",
    "find_unit",
    "four_eyes",
    "is_account",
    "level_of",
    "list_units",
    "persona_of",
    "personas_of",
    "readers_of",
    "revoke_check",
    "staff_required",
]
