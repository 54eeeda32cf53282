"""The door of accounts: what other apps may import."""

from .access import StaffRequest, admin_required, client_address, current_staff, staff_required
from .models import Account, Mandate, Membership, Organisation, StaffMember, Unit
from .passkeys import related_origins
from .persona import Persona, choose_persona, find_persona, persona_of, personas_of
from .readers import address_of, is_account, readers_of
from .staff import colleagues, find_colleague, find_unit, list_units

__all__ = [
    "Account",
    "Mandate",
    "Membership",
    "Organisation",
    "Persona",
    "StaffMember",
    "StaffRequest",
    "Unit",
    "address_of",
    "admin_required",
    "choose_persona",
    "client_address",
    "colleagues",
    "current_staff",
    "find_colleague",
    "find_persona",
    "find_unit",
    "is_account",
    "list_units",
    "persona_of",
    "personas_of",
    "readers_of",
    "related_origins",
    "staff_required",
]
