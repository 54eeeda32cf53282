"""Speaking to the mail server, and what its answers mean for the next try."""

import smtplib
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from rathaus.core import clock

from .jobs import LONGEST_GAP_SECONDS

_PERMANENT = 500  # RFC 5321, section 4.2.1: 5yz is permanent, 4yz may pass
_BAD_ADDRESS = 553  # "mailbox name not allowed"
# RFC 5321, section 4.5.4.1: at least four to five days; and three in which our own server may have been down before.
_GIVE_UP_AFTER = timedelta(days=8)
_POLICY = b"5.7."  # RFC 3463: security or policy. Often our own set-up, which somebody mends; then it goes out.
# After a server that didn't answer, no other e-mail of this process tries it for so long: each try may wait for
# EMAIL_TIMEOUT, and notices are made by the same few threads.
_PAUSE = timedelta(seconds=min(30, LONGEST_GAP_SECONDS))

_silent_until: list[datetime] = []


class NotHandedOver(Exception):
    """Try again later. Says the server's code at most: its words name the address, and logs must not.

    `code` is the server's answer about this e-mail; 0 when it is the server itself that is missing.
    """

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class Refused(Exception):
    """No later try will change the answer."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def hand_over(message: EmailMessage, *, waiting_since: datetime) -> None:
    """Raises Refused, and NotHandedOver for everything that may be different next time.

    A server that is down or refuses all of us is waited for without end; one that answers "not now" about this
    e-mail, until it is eight days old.
    """
    _check_address(message.to[0])
    if _silent_until and clock.now() < _silent_until[0]:
        raise NotHandedOver("the server didn't answer just now")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        raise _judge(code, words, waiting_since) from None
    except smtplib.SMTPDataError as refusal:
        raise _judge(refusal.smtp_code, refusal.smtp_error, waiting_since) from None
    except OSError as failure:  # smtplib's own are OSErrors too
        _silent_until[:] = [clock.now() + _PAUSE]
        raise NotHandedOver(f"{type(failure).__name__} {getattr(failure, 'smtp_code', '')}".strip()) from None
    _silent_until.clear()


def _check_address(to: str) -> None:
    try:
        validate_email(to)  # one address in one line, or none
    except ValidationError:
        raise Refused(_BAD_ADDRESS) from None


def _judge(code: int, words: bytes | str, waiting_since: datetime) -> Exception:
    said = words if isinstance(words, bytes) else words.encode()
    is_permanent = code >= _PERMANENT and not said.startswith(_POLICY)
    if is_permanent or clock.now() - waiting_since > _GIVE_UP_AFTER:
        return Refused(code)
    return NotHandedOver(f"answer {code}", code)
