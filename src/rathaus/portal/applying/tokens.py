"""The tokens of drafts, which a browser keeps in one cookie per service: whoever holds one may write on the draft."""

from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from rathaus.portal.tracking.grants import HOURS as GRANT_HOURS

_PREFIX = "__Host-" if settings.RATHAUS_HTTPS else ""
_COOKIE_SECONDS = 30 * 24 * 3600  # as long as a draft is kept without use
_SENT_SECONDS = GRANT_HOURS * 3600  # it leads to the receipt, so it must not outlive the grant
_OPEN, _SENT = f"{_PREFIX}antrag-", f"{_PREFIX}gesendet-"
_SIGNER = signing.Signer(salt="portal.sent")


def held_tokens(request: HttpRequest, key: str) -> Iterator[tuple[str, bool]]:
    """Of the draft that is being written, then of the one that was sent; and whether this browser sent it."""
    if _OPEN + key in request.COOKIES:
        yield request.COOKIES[_OPEN + key], False
    with suppress(signing.BadSignature):
        yield _SIGNER.unsign(request.COOKIES.get(_SENT + key, "")), True


def begun_keys(request: HttpRequest) -> list[str]:
    """Services for which this browser holds a draft's token. Asks no database, so a draft may have expired."""
    held = request.COOKIES.items()
    return [name.removeprefix(_OPEN) for name, token in held if token and name.startswith(_OPEN)]


def remember_draft(response: HttpResponseBase, key: str, token: str) -> None:
    _set(response, _OPEN + key, token, _COOKIE_SECONDS)
    response.delete_cookie(_SENT + key)


def remember_sent(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    """The token no longer opens a draft to write on, but still leads a resend or "back" to the receipt.

    Signed, since the token alone stands in the private link too, and who has that may not see what was sent.
    """
    token = request.COOKIES.get(_OPEN + key)
    if token:
        _set(response, _SENT + key, _SIGNER.sign(token), _SENT_SECONDS)
        response.delete_cookie(_OPEN + key)


def forget_draft(response: HttpResponseBase, key: str) -> None:
    response.delete_cookie(_OPEN + key)
    response.delete_cookie(_SENT + key)


def forget_sent(request: HttpRequest, response: HttpResponseBase) -> None:
    """On a shared device: nothing here leads back to what was sent. What is begun stays to be finished."""
    for name in request.COOKIES:
        if name.startswith(_SENT):
            response.delete_cookie(name)


def _set(response: HttpResponseBase, name: str, token: str, seconds: int) -> None:
    response.set_cookie(
        name,
        token,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.RATHAUS_HTTPS,
    )
