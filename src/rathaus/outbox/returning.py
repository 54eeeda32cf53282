"""E-mails that come back later: a return path of its own for each, and what a mail server reports to it (RFC 3464).

The return path is keyed, so nobody can make one up: a report counts for the e-mail whose return path it was sent to,
and says of no other that it failed. It is a subaddress (RFC 5233) of RATHAUS_BOUNCES, whose mailbox hands each e-mail
to `rathaus bounce`.
"""

import hmac
import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

from django.conf import settings

MOST_BYTES = 1_000_000
_MUNICIPALITY, _SEAL = 4, 10  # bytes; with the 16 of the id they are 48 letters of base32, whatever their case
_SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
# RFC 3463: 5.x.x is permanent; 5.7.x is policy, and often our own set-up, which somebody mends.
_PERMANENT = re.compile(r"5\.(?!7\.)\d{1,3}\.\d{1,3}")
_CAME_BACK = 550  # RFC 5321: as if it had been refused at once


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back for good; `what` was given to `return_path`, `code` is as a mail server's answer."""

    municipality: int
    what: UUID
    code: int


def return_path(municipality: int, what: UUID) -> str:
    """Where a report about this e-mail is sent to; empty without RATHAUS_BOUNCES: then to the sender's address."""
    local, _, domain = settings.RATHAUS_BOUNCES.rpartition("@")
    if not local:
        return ""
    told = municipality.to_bytes(_MUNICIPALITY, "big") + what.bytes
    return f"{local}+{b32encode(told + _seal(told)).decode().lower()}@{domain}"


def read_report(raw: bytes) -> Returned | None:
    """None for all else: a report of a delay, somebody's answer, a forged one, or what is no e-mail at all."""
    try:
        message = message_from_bytes(raw[:MOST_BYTES])
        is_final = message.get_content_type() == "multipart/report" and any(map(_has_failed, message.walk()))
        found = _addressed(message) if is_final else None
    except Exception:  # noqa: BLE001 -- strangers' e-mails make the parser fail in many ways; none of them counts
        return None
    return Returned(*found, _CAME_BACK) if found else None


def _has_failed(part: Message) -> bool:
    """Of the blocks of a delivery status the first is about the e-mail, each other about a recipient."""
    blocks: Any = part.get_payload() if part.get_content_type() == "message/delivery-status" else []
    return any(
        str(block.get("Action", "")).strip().lower() == "failed"
        and _PERMANENT.match(str(block.get("Status", "")).strip()) is not None
        for block in blocks
    )


def _addressed(message: Message) -> tuple[int, UUID] | None:
    local, _, domain = settings.RATHAUS_BOUNCES.rpartition("@")
    ours = re.compile(rf"{re.escape(local)}\+([a-z2-7]{{48}})@{re.escape(domain)}", re.IGNORECASE)
    for name in _SENT_TO:
        for value in message.get_all(name, []):
            for code in ours.findall(str(value)) if local else []:
                packed = b32decode(code.upper())
                told, seal = packed[:-_SEAL], packed[-_SEAL:]
                if hmac.compare_digest(seal, _seal(told)):
                    return int.from_bytes(told[:_MUNICIPALITY], "big"), UUID(bytes=told[_MUNICIPALITY:])
    return None


def _seal(told: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"rathaus.outbox.returning:" + told, "sha256")[:_SEAL]
