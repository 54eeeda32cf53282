"""The secrets of private links, derived and never stored, and numbers that people can read out."""

import hashlib
import hmac
import os
from uuid import UUID

from django.conf import settings

from rathaus.core.ids import crockford, read_crockford
from rathaus.tenancy.service import current_municipality

_BYTES = 15  # 120 bits, 24 characters
_GROUP = 4


def booking_code(booking: UUID, generation: int) -> str:
    """24 characters of Crockford base 32 in groups of four. Another generation gives another code."""
    return _grouped(crockford(_hmac(f"{current_municipality().pk}:{booking}:{generation}")[:_BYTES]))


def link_code(purpose: str, row: UUID) -> str:
    """The same for another private link: of a place on the waiting list, an offer, a confirmation."""
    return _grouped(crockford(_hmac(f"{purpose}:{current_municipality().pk}:{row}")[:_BYTES]))


def subscription_code(row: UUID) -> str:
    """The same for a calendar over all municipalities, without hyphens since it stands in an address."""
    return crockford(_hmac(f"subscription:{row}")[:_BYTES])


def person_hash(email: str) -> str:
    """Who it is, without saying who: the same address in the same municipality gives the same."""
    return _hmac(f"person:{current_municipality().pk}:{email}").hex()[:32]


def code_hash(typed: str) -> str:
    """What a booking is found by: case, spaces, hyphens and the usual misreadings don't matter."""
    return hashlib.sha256(read_crockford(typed[:100]).encode()).hexdigest()


def new_number() -> str:
    """Eight characters, 40 bits: said at the counter, secret of nothing."""
    return _grouped(crockford(os.urandom(5)))


def network_hash(address: str, day: str) -> str:
    """A network address as a hash that cannot be compared from one day to the next."""
    return _hmac(f"network:{day}:{address}").hex()[:32]


def _grouped(code: str) -> str:
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def _hmac(what: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"appointments:{what}".encode(), hashlib.sha256).digest()
