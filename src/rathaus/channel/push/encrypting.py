"""Encrypting a push message for one browser (RFC 8291, content coding aes128gcm of RFC 8188).

The push service that hands it over can't read it.
"""

import os
from base64 import b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# One record: push services take 4096 bytes (RFC 8291, section 4), of which header, padding mark and tag need 103.
_RECORD, MOST_BYTES = 4096, 3993
_SALT, _KEY, _NONCE, _AUTH = 16, 16, 12, 16
_LAST = b"\x02"


class BadKeys(ValueError):
    """What the browser gave are no keys."""


def encrypt(
    plain: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    sender: EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of the request. `salt` and `sender` are fresh for each message; only a test gives them.

    Raises BadKeys, and ValueError for more than MOST_BYTES.
    """
    if len(plain) > MOST_BYTES:
        raise ValueError("a push message has at most 3993 bytes")
    receiver, secret = _read_keys(p256dh, auth)
    salt, sender = salt or os.urandom(_SALT), sender or generate_private_key(SECP256R1())
    own = _raw(sender.public_key())
    shared = sender.exchange(ECDH(), receiver)
    keying = _hkdf(shared, salt=secret, info=b"WebPush: info\x00" + _raw(receiver) + own, length=32)
    key = _hkdf(keying, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=_KEY)
    nonce = _hkdf(keying, salt=salt, info=b"Content-Encoding: nonce\x00", length=_NONCE)
    header = salt + _RECORD.to_bytes(4, "big") + bytes([len(own)]) + own
    return header + AESGCM(key).encrypt(nonce, plain + _LAST, None)


def check_keys(p256dh: str, auth: str) -> None:
    """Raises BadKeys."""
    _read_keys(p256dh, auth)


def encode(data: bytes) -> str:
    """base64url without padding, as all of web push writes it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Raises ValueError, for letters of no alphabet too, which Python's own would skip."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _read_keys(p256dh: str, auth: str) -> tuple[EllipticCurvePublicKey, bytes]:
    try:
        receiver = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decode(p256dh))
        secret = decode(auth)
    except ValueError:
        raise BadKeys from None
    if len(secret) != _AUTH:
        raise BadKeys
    return receiver, secret


def _raw(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
