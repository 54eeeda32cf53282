"""Handing one message to a push service (RFC 8030)."""

from urllib.parse import urlsplit

from django.conf import settings

from rathaus.core.fetching import FetchError, NotAllowed, check_address, fetch
from rathaus.core.lines import Lines

from .encrypting import encrypt
from .vapid import authorization

TOGETHER = 10  # to push services at the same time
_TIMEOUT_SECONDS = 10
_MOST_BYTES = 20_000  # of an answer, which nobody reads
_GONE = frozenset({404, 410})
_FIRST_ERROR, _TOO_MANY, _FIRST_OF_SERVER = 300, 429, 500


class Gone(Exception):
    """The browser is subscribed no longer."""


class Rejected(Exception):
    """The service will not take it."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Later(Exception):
    """The service is busy or missing."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def may_be_endpoint(endpoint: str) -> bool:
    """An address outside: https, and nothing inside of our own network. Asked of what browsers send us."""
    try:
        parts = check_address(endpoint, allowed=_allowed(endpoint))
    except NotAllowed:
        return False
    return bool(settings.RATHAUS_PUSH_INSIDE) or (parts.scheme == "https" and "." in (parts.hostname or ""))


def post(
    lines: Lines,
    endpoint: str,
    plain: bytes,
    *,
    p256dh: str,
    auth: str,
    topic: str,
    urgent: bool,
    ttl: int,
) -> None:
    """Raises Gone, Rejected, Later. `topic`: a second message of the same replaces the first. `ttl`: seconds.

    Whoever subscribed chose the endpoint: only an address that is public now is asked, and only so long.
    """
    if not may_be_endpoint(endpoint):
        raise Gone
    headers = {
        "Authorization": authorization(endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl),
        "Topic": topic,
        "Urgency": "high" if urgent else "normal",
    }
    body = encrypt(plain, p256dh=p256dh, auth=auth)
    try:
        answer = fetch(
            endpoint,
            method="POST",
            body=body,
            headers=headers,
            most_bytes=_MOST_BYTES,
            seconds=_TIMEOUT_SECONDS,
            allowed=_allowed(endpoint),
            lines=lines,
        )
    except NotAllowed:
        raise Rejected(0) from None  # and not Gone: a resolver that lies for an hour must not delete anybody
    except FetchError:
        raise Later(0) from None
    _judge(answer.status)


def _judge(code: int) -> None:
    if code in _GONE:
        raise Gone
    if code == _TOO_MANY or code >= _FIRST_OF_SERVER:
        raise Later(code)
    if code >= _FIRST_ERROR:
        raise Rejected(code)


def _allowed(endpoint: str) -> list[str]:
    """Not the hosts of `RATHAUS_FETCH_ALLOWED`: they were named for something else, and anybody writes endpoints."""
    if not settings.RATHAUS_PUSH_INSIDE:
        return []
    try:
        return [urlsplit(endpoint).hostname or ""]
    except ValueError:
        return []
