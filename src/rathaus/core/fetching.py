"""Asking an address that somebody else wrote down, without becoming their way into our network.

For jobs only: nothing here may run inside a request. The name is resolved once, every address it has must be a public
one, and exactly a checked address is connected to, so a name that changes its mind between check and use gains
nothing. Redirects are checked the same way. `RATHAUS_FETCH_ALLOWED` names hosts (`host` or `host:port`) that are
exempt, for calendars and services inside the town hall's own network.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from .lines import Line, Lines

MOST_BYTES = 2_000_000
SECONDS = 20.0
_MOST_REDIRECTS = 4
_LONGEST_ADDRESS = 2000
_PORTS = frozenset({80, 443, 8080, 8443})  # no way to knock at mail servers and databases of others
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_TICK, _IDLE = 0.25, 5.0  # seconds: how often deadlines are looked at, and how long the watch waits for more
_TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))  # Teredo, 6to4: an IPv4 inside
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")


class FetchError(Exception):
    """There is no answer. The message is for who runs this, and never quotes the address, which may be secret."""


class NotAllowed(FetchError):
    """No http(s), a port or an address that is not public, a name with a password, too many redirects."""


class TooBig(FetchError):
    """The answer is longer than the caller can take; the rest was not read."""


class TooSlow(FetchError):
    """The whole of it took longer than the caller waits."""


class Unreachable(FetchError):
    """No such name, nobody there, no valid certificate, or no HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with any status: 404 and 503 are answers too. Names of headers are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return self.status // 100 == 2  # noqa: PLR2004 -- RFC 9110 section 15.3


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
    allowed: Collection[str] | None = None,
    lines: Lines | None = None,
) -> Answer:
    """Ask once, following redirects of a GET. `seconds` are for everything but the resolver's own time limit.

    `headers` go along to redirects on the same host alone. `allowed` replaces `RATHAUS_FETCH_ALLOWED`. With `lines` a
    request may arrive twice: one that a kept connection lost is asked again. Raises NotAllowed, TooBig, TooSlow,
    Unreachable.
    """
    exempt = frozenset(settings.RATHAUS_FETCH_ALLOWED if allowed is None else allowed)
    deadline = time.monotonic() + seconds
    sent = dict(headers or {})
    for _ in range(_MOST_REDIRECTS + 1):
        parts = _checked(url, exempt)
        request = _Request(method, body, sent, most_bytes, deadline, lines)
        answer = _ask_on_kept(parts, request)
        if answer is None:
            answer = _ask(_connection(parts, _address(parts, exempt), deadline), parts, request)
        if method != "GET" or answer.status not in _REDIRECTS or "location" not in answer.headers:
            return answer
        url = _target(url, answer.headers["location"])
        following = _checked(url, exempt)
        if parts.scheme == "https" and following.scheme != "https":
            raise NotAllowed("a redirect from https to http")
        if following.netloc != parts.netloc:
            sent = {}
    raise NotAllowed("too many redirects")


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise NotAllowed("no address") from None


def check_address(url: str, *, allowed: Collection[str] | None = None) -> SplitResult:
    """What can be said of an address without asking anybody, for forms. Raises NotAllowed."""
    return _checked(url, frozenset(settings.RATHAUS_FETCH_ALLOWED if allowed is None else allowed))


def _checked(url: str, exempt: Collection[str]) -> SplitResult:
    try:
        parts = urlsplit(url)
        port, host = _port(parts), parts.hostname or ""
        host.encode("idna")
        url.encode()
    except ValueError:  # UnicodeError is one
        raise NotAllowed("no address") from None
    if len(url) > _LONGEST_ADDRESS or any(sign <= " " or sign == "\x7f" for sign in url):
        raise NotAllowed("no address")
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise NotAllowed("neither http nor https, or with a password")
    if not _is_exempt(parts, exempt):
        if port not in _PORTS:
            raise NotAllowed("an unusual port")
        with contextlib.suppress(ValueError):
            _must_be_public(str(ipaddress.ip_address(host)))
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_exempt(parts: SplitResult, exempt: Collection[str]) -> bool:
    host = parts.hostname or ""
    return host in exempt or f"{host}:{_port(parts)}" in exempt


def _address(parts: SplitResult, exempt: Collection[str]) -> str:
    """The first address of the name, once all of them are public."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("no such name") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not _is_exempt(parts, exempt):
        for address in addresses:
            _must_be_public(address)
    return addresses[0]


def _must_be_public(address: str) -> None:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        is_public = ip in _GLOBAL_V6 and ip.is_global and not any(ip in tunnel for tunnel in _TUNNELS)
    else:
        is_public = ip.is_global and not ip.is_multicast
    if not is_public:
        raise NotAllowed("an address that is not public")


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    body: bytes | None
    headers: Mapping[str, str]
    most_bytes: int
    deadline: float
    lines: Lines | None


def _ask_on_kept(parts: SplitResult, request: _Request) -> Answer | None:
    """None where nothing is kept, or the other side had closed it meanwhile."""
    kept = request.lines.take(_key(parts)) if request.lines else None
    if kept is None:
        return None
    kept.timeout = _left(request.deadline)
    if kept.sock is not None:
        kept.sock.settimeout(kept.timeout)
    try:
        return _ask(kept, parts, request)
    except Unreachable:
        return None


def _ask(connection: Line, parts: SplitResult, request: _Request) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": "Rathaus", "Accept-Encoding": "identity", **request.headers}
    keeps = False
    try:
        with _ended_at(connection, request.deadline):
            connection.request(request.method, path, body=request.body, headers=headers)
            with connection.getresponse() as response:
                body = _read(response, request.most_bytes)
        keeps = request.lines is not None and not response.will_close
    except (OSError, http.client.HTTPException, ValueError) as problem:  # ValueError: an address that HTTP can't say
        if time.monotonic() >= request.deadline:
            raise TooSlow("it took too long") from None
        raise Unreachable(type(problem).__name__) from None
    finally:
        if not keeps:
            connection.close()
    if time.monotonic() >= request.deadline:  # an answer of unknown length looks whole when it is cut off
        connection.close()
        raise TooSlow("it took too long")
    if keeps and request.lines is not None:
        request.lines.keep(_key(parts), connection)
    return Answer(response.status, body, {name.lower(): value for name, value in response.getheaders()})


def _key(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", _port(parts)


def _read(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """Stops one piece after the limit, whatever length was announced, or none."""
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise NotAllowed("a packed answer, which could be longer than it looks")
    data = bytearray()
    while chunk := response.read(_CHUNK):
        data += chunk
        if len(data) > most_bytes:
            raise TooBig(f"more than {most_bytes} bytes")
    return bytes(data)


def _connection(parts: SplitResult, address: str, deadline: float) -> Line:
    context = _context() if parts.scheme == "https" else None
    return Line(parts.hostname or "", _port(parts), address=address, context=context, timeout=_left(deadline))


@cache
def _context() -> ssl.SSLContext:
    """Reading the authorities' certificates takes longer than greeting a server."""
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow("it took too long")
    return left


@contextlib.contextmanager
def _ended_at(connection: Line, deadline: float) -> Iterator[None]:
    """Whoever sends a letter a second would keep each single read alive; so the whole connection is ended."""
    _watched.add(connection, deadline)
    try:
        yield
    finally:
        _watched.remove(connection)


class _Watch:
    """Ends connections at their deadlines, a quarter of a second late at most. One thread, while there are any: a
    timer for each request costs more than a short request itself."""

    def __init__(self) -> None:
        self._lock, self._deadlines, self._runs = threading.Lock(), dict[Line, float](), False

    def add(self, connection: Line, deadline: float) -> None:
        with self._lock:
            self._deadlines[connection] = deadline
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, daemon=True).start()

    def remove(self, connection: Line) -> None:
        with self._lock:
            self._deadlines.pop(connection, None)

    def _run(self) -> None:
        idle_since = time.monotonic()
        while True:
            time.sleep(_TICK)
            now = time.monotonic()
            with self._lock:
                late = [connection for connection, deadline in self._deadlines.items() if deadline <= now]
                for connection in late:
                    del self._deadlines[connection]
                if self._deadlines or late:
                    idle_since = now
                elif now - idle_since > _IDLE:
                    self._runs = False
                    return
            for connection in late:
                connection.cut()


_watched = _Watch()
