"""The secrets of private links: derived, never stored."""

import hmac
import secrets
from uuid import UUID

from rathaus.core.ids import read_crockford
from rathaus.core.secrets import code_hash, link_secret, mark_of_today
from rathaus.tenancy.service import current_municipality

from .models import Case

__all__ = ["access_code", "address_hash", "code_fits", "code_hash", "link_code", "network_hash"]


def access_code(case: Case) -> str:
    """24 characters of Crockford base 32 in groups of four. Another `access_generation` gives another code."""
    return _derive(f"{case.municipality_id}:{case.pk}:{case.access_generation}")


def link_code(kind: str, of: UUID) -> str:
    """The same for a link of another kind. Its row keeps `code_hash` of it, to be found by."""
    return _derive(f"{kind}:{current_municipality().pk}:{of}")


def code_fits(case: Case | None, typed: str) -> bool:
    """Takes the same time for a wrong code as for a number that doesn't exist."""
    right = access_code(case) if case else _derive(secrets.token_hex())
    same = hmac.compare_digest(read_crockford(right).encode(), read_crockford(typed[:100]).encode())
    return same and case is not None


def network_hash(address: str) -> str:
    """A network address as a hash that cannot be compared from one day to the next."""
    return mark_of_today("network", address)


def address_hash(email: str) -> str:
    """An e-mail address likewise, whatever its case."""
    return mark_of_today("address", email.casefold())


def _derive(what: str) -> str:
    return link_secret(f"case-access:{what}")
