"""Six digits by e-mail: sent, tried, used once.

The code is derived from the secret key and its row, as the other secrets of e-mails: no table and no log holds it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from rathaus.core import clock
from rathaus.outbox.service import NotWanted, completes_mail, send_mail

from .addresses import find_account
from .models import Account, EmailCode

VALID = timedelta(minutes=10)
_KEPT = timedelta(days=1)
_DIGITS = 6
Purpose = EmailCode.Purpose
# By what the code is for, and whether an account has the address already. Only who reads the e-mail learns which.
_MAILS = {
    (Purpose.SIGN_IN, True): "code_sign_in",
    (Purpose.SIGN_IN, False): "code_no_account",
    (Purpose.SIGN_UP, True): "code_known_account",
    (Purpose.SIGN_UP, False): "code_sign_up",
    (Purpose.CHANGE_EMAIL, True): "address_taken",
    (Purpose.CHANGE_EMAIL, False): "code_change_email",
    (Purpose.CONFIRM, True): "code_confirm",
}


class Tried(Enum):
    """What became of a typed code. SPENT: used, too old, or typed wrong five times."""

    RIGHT = auto()
    WRONG = auto()
    SPENT = auto()


def send_code(email: str, purpose: Purpose, *, name: str = "", account: Account | None = None) -> EmailCode:
    """Have a code sent to a folded address; takes the same steps whether anybody has an account there.

    `account`: who is signed in and asks. Codes of yesterday are forgotten.
    """
    now = clock.now()
    EmailCode.objects.filter(expires__lt=now - _KEPT).delete()
    code = EmailCode.objects.create(
        purpose=purpose, email=email, name=name, account=account, created=now, expires=now + VALID
    )
    template = _MAILS[purpose, find_account(email) is not None]
    send_mail(
        key=f"accounts:code:{code.pk}",
        to=email,
        template=template,
        context={"code": str(code.pk)},
        language=(get_language() or "de")[:2],
    )
    return code


def forget_code(key: UUID | str) -> None:
    """The browser asks for another one: the old one is void."""
    EmailCode.objects.filter(pk=key).delete()


@transaction.atomic
def try_code(key: UUID | str, typed: str) -> tuple[Tried, EmailCode | None]:
    """Use up a code if it is the right one; its row is then gone. A wrong one counts, also of several at once."""
    waiting = EmailCode.objects.select_for_update().filter(pk=key, expires__gt=clock.now(), tries__lt=EmailCode.TRIES)
    code = waiting.first()
    if code is None:
        return Tried.SPENT, None
    digits = "".join(typed[:40].split())
    if hmac.compare_digest(_digits(code.pk).encode(), digits.encode()) and _may_open(code):
        code.delete()
        return Tried.RIGHT, code
    code.tries += 1
    code.save(update_fields=["tries"])
    return (Tried.WRONG if code.tries < EmailCode.TRIES else Tried.SPENT), None


def _may_open(code: EmailCode) -> bool:
    """No code was sent to an address that another account has."""
    return code.purpose != Purpose.CHANGE_EMAIL or find_account(code.email) is None


@completes_mail(*{name for name in _MAILS.values() if name.startswith("code_")})
def _complete(context: Mapping[str, Any]) -> dict[str, Any]:
    if not EmailCode.objects.filter(pk=context["code"], expires__gt=clock.now()).exists():
        raise NotWanted
    return {"digits": _digits(UUID(context["code"]))}


def _digits(key: UUID) -> str:
    secret = hmac.digest(settings.SECRET_KEY.encode(), f"email-code:{key}".encode(), hashlib.sha256)
    return f"{int.from_bytes(secret[:8]) % 10**_DIGITS:0{_DIGITS}d}"
