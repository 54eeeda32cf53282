"""Handing one message to a push service (RFC 8030)."""

import ipaddress
import socket
from functools import cache
from urllib.parse import urlsplit

import requests
from django.conf import settings

from .encrypting import encrypt
from .vapid import authorization

_TIMEOUT_SECONDS = 10
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
    parts = urlsplit(endpoint)
    if settings.RATHAUS_PUSH_INSIDE:
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username


def post(
    session: requests.Session,
    endpoint: str,
    plain: bytes,
    *,
    p256dh: str,
    auth: str,
    topic: str,
    urgent: bool,
    ttl: int,
) -> None:
    """Raises Gone, Rejected, Later. `topic`: a second message of the same replaces the first. `ttl`: seconds."""
    if not may_be_endpoint(endpoint) or not _is_outside(urlsplit(endpoint).hostname or ""):
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
        answer = session.post(endpoint, body, headers=headers, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException:
        raise Later(0) from None
    _judge(answer.status_code)


def _judge(code: int) -> None:
    if code in _GONE:
        raise Gone
    if code == _TOO_MANY or code >= _FIRST_OF_SERVER:
        raise Later(code)
    if code >= _FIRST_ERROR:
        raise Rejected(code)


def _is_outside(host: str) -> bool:
    return bool(settings.RATHAUS_PUSH_INSIDE) or _resolves_outside(host)


@cache
def _resolves_outside(host: str) -> bool:
    """No address of our own network, whatever the name."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(address).is_global for address in found)
