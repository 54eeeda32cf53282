"""The secrets of invitations: derived from the secret key, never stored, the same at every municipality's host."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from rathaus.core.ids import crockford, read_crockford

_BYTES, _GROUP = 15, 4  # 120 bits, 24 characters in groups of four


def invitation_code(invitation: UUID) -> str:
    """24 characters of Crockford base 32. Its row keeps `code_hash` of it, to be found by."""
    secret = hmac.new(settings.SECRET_KEY.encode(), f"invitation:{invitation}".encode(), hashlib.sha256).digest()
    code = crockford(secret[:_BYTES])
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def code_hash(typed: str) -> str:
    """Case, spaces, hyphens and the usual misreadings don't matter."""
    return hashlib.sha256(read_crockford(typed[:100]).encode()).hexdigest()
