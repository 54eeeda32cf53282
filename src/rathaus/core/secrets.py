"""Secrets and marks that are derived from the key of this installation, and never stored."""

import hashlib
import hmac

from django.conf import settings

from . import clock
from .ids import crockford, read_crockford

SECRET_BYTES = 15  # 120 bits, 24 characters
_GROUP, _MARK = 4, 32


def keyed_hash(what: str) -> bytes:
    """32 bytes that nobody computes without SECRET_KEY. `what` begins with what it is for."""
    return hmac.new(settings.SECRET_KEY.encode(), what.encode(), hashlib.sha256).digest()


def link_secret(what: str) -> str:
    """The code of a private link: 24 characters of Crockford base 32 in groups of four. Its row keeps `code_hash`."""
    return grouped(crockford(keyed_hash(what)[:SECRET_BYTES]))


def code_hash(typed: str) -> str:
    """What a row is found by: case, spaces, hyphens and the usual misreadings of a code don't matter."""
    return hashlib.sha256(read_crockford(typed[:100]).encode()).hexdigest()


def grouped(code: str) -> str:
    """In groups of four, for reading out."""
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def mark(what: str) -> str:
    """32 characters that tell one from another, and not which: nobody who reads a table finds out by trying."""
    return keyed_hash(what).hex()[:_MARK]


def mark_of_today(kind: str, what: str) -> str:
    """The same, so that it cannot be compared from one day (Europe/Berlin) to the next."""
    return mark(f"{kind}:{clock.today().isoformat()}:{what}")
