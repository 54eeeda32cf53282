"""The demo's scanner: knows only the EICAR test string, which harms nobody. Nothing external is needed for it."""

from typing import BinaryIO

# In two parts, so that a scanner on a developer's machine doesn't take this file for the test virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_CHUNK = 1 << 20


def scan(file: BinaryIO) -> str | None:
    """ "Eicar-Test-Signature" where the test string stands anywhere in the file."""
    rest = b""
    while chunk := file.read(_CHUNK):
        if EICAR in rest + chunk:
            return "Eicar-Test-Signature"
        rest = chunk[-len(EICAR) :]
    return None
