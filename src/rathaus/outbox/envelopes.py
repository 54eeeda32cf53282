"""To whom an e-mail goes: found out when it is handed over, since addresses change while e-mails wait."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import OutgoingMail


class NotWanted(Exception):
    """What the e-mail was about is gone, or nobody wants to read it: it isn't sent."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`unsubscribe` and `preferences` are paths at the municipality's host, empty where there is nothing to choose.

    `in_account`: the reader finds the matter in their postbox, and needs no access code.
    """

    to: str
    unsubscribe: str = ""
    preferences: str = ""
    in_account: bool = False


Addressing = Callable[[OutgoingMail], Envelope]
_addressing: list[Addressing] = []


def addresses_mail(find: Addressing) -> Addressing:
    """Register who knows the readers. It may raise NotWanted. There is one; accounts are above the outbox."""
    _addressing[:] = [find]
    return find


def address(mail: OutgoingMail) -> Envelope:
    """Raises NotWanted where nobody is left to write to."""
    envelope = _addressing[0](mail) if _addressing else Envelope(mail.to)
    if not envelope.to:
        raise NotWanted
    return envelope
