"""Which code a browser waits for. It is known to its session alone: in no other browser the digits open anything."""

from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from . import limits
from .email_codes import Purpose, forget_code, send_code
from .models import Account

_STATE = "email_code"


@dataclass(frozen=True)
class Waiting:
    """`next` is where the browser wants to go then; empty for the usual place."""

    code: str
    purpose: Purpose
    email: str
    name: str
    next: str


def asked_next(request: HttpRequest) -> str:
    """The page to go on with, empty where none was named or it isn't one of this host.

    It begins with a slash: `redirect` would take a bare word for the name of a view, and fail.
    """
    given = request.POST.get("next") or request.GET.get("next") or ""
    return given if given.startswith("/") and get_adapter().is_safe_url(given) else ""


def with_next(address: str, further: str) -> str:
    return f"{address}?{urlencode({'next': further})}" if further else address


def ask_code(
    request: HttpRequest,
    email: str,
    purpose: Purpose,
    *,
    further: str,
    name: str = "",
    account: Account | None = None,
) -> bool:
    """Send a code that only this browser can use, in place of one it may be waiting for. False: one too many."""
    if not limits.may(request, "code_asked", email=email):
        return False
    if before := waiting(request):
        forget_code(before.code)
    code = send_code(email, purpose, name=name, account=account)
    request.session[_STATE] = [str(code.pk), str(purpose), email, name, further]
    return True


def waiting(request: HttpRequest) -> Waiting | None:
    state = request.session.get(_STATE)
    return Waiting(state[0], Purpose(state[1]), *state[2:]) if state else None


def stop_waiting(request: HttpRequest) -> None:
    request.session.pop(_STATE, None)
