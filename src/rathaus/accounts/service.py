"""The door of accounts: what other apps may import."""

from .access import StaffRequest, admin_required, client_address, current_staff, staff_required
from .closing import close_account, end_sessions, remove_account
from .fresh import fresh_sign_in_required, is_fresh
from .models import Account, IdentityCheck, Level, Mandate, Membership, Organisation, StaffMember, Unit
from .passkeys import related_origins
from .persona import Persona, choose_persona, find_persona, persona_of, personas_of
from .personal import (
    Attached,
    Item,
    Kept,
    Part,
    PersonalData,
    Subject,
    covered_models,
    declare_personal_data,
    moment,
    personal_data,
)
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
    "Attached",
    "CheckRefused",
    "CheckState",
    "IdentityCheck",
    "Item",
    "Kept",
    "Level",
    "Mandate",
    "Membership",
    "Need",
    "Organisation",
    "Part",
    "Persona",
    "PersonalData",
    "StaffMember",
    "StaffRequest",
    "Subject",
    "Unit",
    "address_of",
    "admin_required",
    "check_identity",
    "checks_of",
    "checks_to_confirm",
    "choose_persona",
    "client_address",
    "close_account",
    "colleagues",
    "confirm_check",
    "count_lookup",
    "covered_models",
    "current_staff",
    "declare_personal_data",
    "end_sessions",
    "find_account_by_address",
    "find_check",
    "find_colleague",
    "find_persona",
    "find_unit",
    "four_eyes",
    "fresh_sign_in_required",
    "is_account",
    "is_fresh",
    "level_of",
    "list_units",
    "moment",
    "persona_of",
    "personal_data",
    "personas_of",
    "readers_of",
    "related_origins",
    "remove_account",
    "revoke_check",
    "staff_required",
]
