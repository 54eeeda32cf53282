"""Identifiers: sortable keys for rows, and codes that people can read out on the phone."""

import os
import time
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def uuid7() -> UUID:
    """A time-ordered random UUID (RFC 9562, version 7): 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1)


def crockford(data: bytes) -> str:
    """Bytes as Crockford base 32, five bits a character, most significant first; trailing bits are dropped."""
    bits = int.from_bytes(data, "big")
    length = len(data) * 8 // 5
    spare = len(data) * 8 - length * 5
    return "".join(CROCKFORD[bits >> spare + 5 * (length - 1 - i) & 31] for i in range(length))


def read_crockford(typed: str) -> str:
    """What somebody typed for such a code: case, spaces, hyphens and the usual misreadings don't matter."""
    folded = typed.upper().translate(_MISREAD)
    return "".join(c for c in folded if c in CROCKFORD)
