"""Keys of the shared cache."""

import hmac

from django.conf import settings


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """Rate limits put IP and e-mail addresses into their keys; the table holds only their keyed hash."""
    plain = f"{key_prefix}:{version}:{key}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), plain, "sha256").hex()
