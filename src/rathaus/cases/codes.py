"""The secrets of private links: derived, never stored."""

import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings

from rathaus.core.ids import crockford, read_crockford
from rathaus.tenancy.service import current_municipality

from .models import Case

_BYTES = 15  # 120 bits, 24 characters
_GROUP = 4


def access_code(case: Case) -> str:
    """24 characters of Crockford base 32 in groups of four. Another `access_generation` gives another code."""
    return _grouped(_derive(f"{case.municipality_id}:{case.pk}:{case.access_generation}"))


def link_code(kind: str, of: UUID) -> str:
    """The same for a link of another kind. Its row keeps `code_hash` of it, to be found by."""
    return _grouped(_derive(f"{kind}:{current_municipality().pk}:{of}"))


def code_hash(typed: str) -> str:
    """What a row is found by: case, spaces, hyphens and the usual misreadings don't matter."""
    return hashlib.sha256(read_crockford(typed[:100]).encode()).hexdigest()


def code_fits(case: Case | None, typed: str) -> bool:
    """Takes the same time for a wrong code as for a number that doesn't exist."""
    right = access_code(case) if case else _derive(secrets.token_hex())
    same = hmac.compare_digest(read_crockford(right).encode(), read_crockford(typed[:100]).encode())
    return same and case is not None


def network_hash(address: str, day: str) -> str:
    """A network address as a hash that cannot be compared from one day to the next."""
    return _hmac(f"network:{day}:{address}").hex()[:32]


def address_hash(email: str, day: str) -> str:
    """An e-mail address likewise, whatever its case."""
    return _hmac(f"address:{day}:{email.casefold()}").hex()[:32]


def _grouped(code: str) -> str:
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def _derive(what: str) -> str:
    return crockford(_hmac(f"case-access:{what}")[:_BYTES])


def _hmac(what: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), what.encode(), hashlib.sha256).digest()
