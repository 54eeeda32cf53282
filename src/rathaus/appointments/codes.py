"""The secrets of private links, derived and never stored, and numbers that people can read out."""

import os
from uuid import UUID

from rathaus.core.ids import crockford
from rathaus.core.secrets import code_hash, grouped, link_secret, mark, mark_of_today
from rathaus.tenancy.service import current_municipality

__all__ = [
    "booking_code",
    "code_hash",
    "link_code",
    "network_hash",
    "new_number",
    "person_hash",
    "subscription_code",
]


def booking_code(booking: UUID, generation: int) -> str:
    """24 characters of Crockford base 32 in groups of four. Another generation gives another code."""
    return link_secret(f"appointments:{current_municipality().pk}:{booking}:{generation}")


def link_code(purpose: str, row: UUID) -> str:
    """The same for another private link: of a place on the waiting list, an offer, a confirmation."""
    return link_secret(f"appointments:{purpose}:{current_municipality().pk}:{row}")


def subscription_code(row: UUID) -> str:
    """The same for a calendar over all municipalities, without hyphens since it stands in an address."""
    return link_secret(f"appointments:subscription:{row}").replace("-", "")


def person_hash(email: str) -> str:
    """Who it is, without saying who: the same address in the same municipality gives the same."""
    return mark(f"appointments:person:{current_municipality().pk}:{email}")


def new_number() -> str:
    """Eight characters, 40 bits: said at the counter, secret of nothing."""
    return grouped(crockford(os.urandom(5)))


def network_hash(address: str) -> str:
    """A network address as a hash that cannot be compared from one day to the next."""
    return mark_of_today("appointments:network", address)
