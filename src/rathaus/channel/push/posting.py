"""Handing one message to a push service (RFC 8030)."""

import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import HTTPError

from .encrypting import encrypt
from .vapid import authorization

TOGETHER = 10  # to one push service at the same time, which is as many open connections
_TIMEOUT_SECONDS = 10
_SERVICES = 32  # there are four or five in the world
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
    parts = urlsplit(endpoint)
    if not may_be_endpoint(endpoint) or not _is_outside(parts.hostname or ""):
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
        pool = _pool(f"{parts.scheme}://{parts.netloc}")
        path = endpoint[endpoint.index(parts.netloc) + len(parts.netloc) :] or "/"
        answer = pool.urlopen("POST", path, body, headers, retries=False, redirect=False, timeout=_TIMEOUT_SECONDS)
    except (HTTPError, OSError):
        raise Later(0) from None
    _judge(answer.status)


@lru_cache(_SERVICES)
def _pool(origin: str) -> HTTPConnectionPool:
    """Open connections to a push service, with the proxy and the certificates that requests would use.

    A request of its own costs `requests` seven times as much, and most of a warning is made of such requests.
    """
    return _Connections(pool_maxsize=TOGETHER).to(origin)


class _Connections(HTTPAdapter):
    def to(self, origin: str) -> HTTPConnectionPool:
        with requests.Session() as session:
            told = session.merge_environment_settings(origin, {}, stream=False, verify=None, cert=None)
            request = session.prepare_request(requests.Request("POST", origin))
        pool = self.get_connection_with_tls_context(request, told["verify"], proxies=told["proxies"])
        self.cert_verify(pool, origin, told["verify"], None)
        return pool


def _judge(code: int) -> None:
    if code in _GONE:
        raise Gone
    if code == _TOO_MANY or code >= _FIRST_OF_SERVER:
        raise Later(code)
    if code >= _FIRST_ERROR:
        raise Rejected(code)


def _is_outside(host: str) -> bool:
    return bool(settings.RATHAUS_PUSH_INSIDE) or _resolves_outside(host)


@lru_cache(_SERVICES)
def _resolves_outside(host: str) -> bool:
    """No address of our own network, whatever the name. Raises Later while nobody can say."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)}
    except OSError:
        raise Later(0) from None
    return bool(found) and all(ipaddress.ip_address(address).is_global for address in found)
