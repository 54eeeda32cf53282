"""Telling push services who sends (RFC 8292). The key comes from the secret key, so there is nothing to set up."""

from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02  # type: ignore[import-untyped]  # it has no types

from rathaus.core import clock

from .encrypting import encode

_LASTS_SECONDS = 12 * 60 * 60  # at most a day, RFC 8292 section 2
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def public_key() -> str:
    """What browsers need to subscribe. With another secret key all browsers have to subscribe again."""
    key = _vapid(settings.SECRET_KEY).private_key.public_key()
    return encode(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(endpoint: str) -> str:
    """The header for a push service."""
    parts = urlsplit(endpoint)
    expires = int(clock.now().timestamp()) // 3600 * 3600 + _LASTS_SECONDS
    return _signed(settings.SECRET_KEY, f"{parts.scheme}://{parts.netloc}", expires)


@cache
def _signed(secret: str, audience: str, expires: int) -> str:
    claims = {"aud": audience, "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}", "exp": expires}
    header: str = _vapid(secret).sign(claims)["Authorization"]
    return header


@cache
def _vapid(secret: str) -> Vapid02:
    derive = HKDF(algorithm=hashes.SHA256(), length=48, salt=b"rathaus", info=b"channel.vapid")
    number = int.from_bytes(derive.derive(secret.encode()), "big") % (_ORDER - 1) + 1
    return Vapid02(private_key=derive_private_key(number, SECP256R1()))
