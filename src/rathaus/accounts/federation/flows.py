"""What this browser was sent away with: kept in its session, by which the answer is held to it, and taken once."""

import secrets
from dataclasses import asdict, dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from rathaus.core import clock

from .claims import Claims, Refused

_FLOWS, _PENDING = "state_account_flows", "state_account_pending"
_MINUTES = 15
_MOST = 5  # several tabs, but no end of them


@dataclass(frozen=True, slots=True)
class Flow:
    """One way out and back. `state` comes back in the address or the assertion, `nonce` in the signed token."""

    method: str
    state: str
    nonce: str
    verifier: str
    next: str
    began: int


@dataclass(frozen=True, slots=True)
class Pending:
    """Who has signed in at the provider, but isn't connected with an account yet; and where they were going."""

    claims: Claims
    next: str


def begin_flow(request: HttpRequest, method: str, *, next_url: str, state: str = "") -> Flow:
    flow = Flow(
        method=method,
        state=state or secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next=safe_next(request, next_url),
        began=_now(),
    )
    flows = {**request.session.get(_FLOWS, {}), flow.state: asdict(flow)}
    request.session[_FLOWS] = dict(list(flows.items())[-_MOST:])
    return flow


def take_flow(request: HttpRequest, method: str, state: str) -> Flow:
    """The flow that this session began with this state, never a second time. Raises Refused.

    Where the provider is down, the request ends with a server error, and the rollback gives the flow back.
    """
    flows = request.session.get(_FLOWS, {})
    kept = flows.get(state)
    if kept is None or kept["method"] != method:
        raise Refused("state")
    request.session[_FLOWS] = {key: flow for key, flow in flows.items() if key != state}
    if kept["began"] < _now() - _MINUTES * 60:
        raise Refused("state too old")
    return Flow(**kept)


def keep_pending(request: HttpRequest, claims: Claims, next_url: str) -> None:
    request.session[_PENDING] = {"claims": claims.to_json(), "next": next_url, "at": _now()}


def pending(request: HttpRequest) -> Pending | None:
    kept = request.session.get(_PENDING)
    if kept is None or kept["at"] < _now() - _MINUTES * 60:
        return None
    return Pending(Claims.from_json(kept["claims"]), kept["next"])


def forget_pending(request: HttpRequest) -> None:
    request.session.pop(_PENDING, None)


def safe_next(request: HttpRequest, url: str) -> str:
    """An address of this host, or nothing."""
    allowed = url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=request.is_secure())
    return url if allowed and url.startswith("/") else ""


def _now() -> int:
    return int(clock.now().timestamp())
