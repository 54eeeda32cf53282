"""What a browser holds: the time it keeps, and the visits that it booked or opened with a private link.

Signed cookies, bound to the municipality. No row and no session: reading them costs nothing.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase

from rathaus.accounts.service import persona_of
from rathaus.appointments.service import Booking, Hold, find_booking, find_hold
from rathaus.core import clock

_PREFIX = "__Host-" if settings.RATHAUS_HTTPS else ""
_HOLD, _VISITS = f"{_PREFIX}reservierung", f"{_PREFIX}termine"
_HOLD_SECONDS = 3600
_HOURS = 2
_MOST = 10

Grants = dict[str, list[int]]  # number → [access generation, second since 1970 when it ends]


def remember_hold(request: HttpRequest, response: HttpResponseBase, hold: Hold) -> None:
    _set(response, _HOLD, signing.dumps(str(hold.pk), salt=_salt(request, "hold")), _HOLD_SECONDS)


def held_by(request: HttpRequest) -> Hold | None:
    """What this browser keeps or kept; None for a cookie that is forged, of another town hall, or an hour old."""
    try:
        found = signing.loads(request.COOKIES.get(_HOLD, ""), salt=_salt(request, "hold"), max_age=_HOLD_SECONDS)
        return find_hold(UUID(found))
    except (signing.BadSignature, ValueError):
        return None


def forget_hold(response: HttpResponseBase) -> None:
    response.delete_cookie(_HOLD)


def grant_visit(request: HttpRequest, response: HttpResponseBase, booking: Booking) -> None:
    """Let this browser see the visit for two hours, besides those it may see already (ten at most)."""
    grants = _read(request)
    grants.pop(booking.number, None)
    grants[booking.number] = [booking.access_generation, int(clock.now().timestamp()) + _HOURS * 3600]
    kept = dict(list(grants.items())[-_MOST:])
    _set(response, _VISITS, signing.dumps(kept, salt=_salt(request, "visit"), compress=True), _HOURS * 3600)


def granted_visit(request: HttpRequest, number: str) -> Booking:
    """The visit, if this browser booked it or opened it with its link, or who is signed in has it in their postbox.

    Raises Http404, the same for a foreign one.
    """
    holder = holder_of(request)
    generation, ends = _read(request).get(number, [0, 0])
    is_granted = ends > int(clock.now().timestamp())
    booking = find_booking(number) if is_granted or holder is not None else None
    if booking is not None and holder is not None and booking.holder == holder:
        return booking
    if not is_granted:
        raise Http404
    if booking is None or booking.access_generation != generation:
        raise Http404
    return booking


def holder_of(request: HttpRequest) -> UUID | None:
    """Into whose postbox a visit belongs that is booked here; None for who isn't signed in, or may not read there."""
    persona = persona_of(request)
    return persona.holder if persona is not None and persona.may_read else None


def forget_visits(response: HttpResponseBase) -> None:
    response.delete_cookie(_VISITS)


def _read(request: HttpRequest) -> Grants:
    try:
        found: Any = signing.loads(request.COOKIES.get(_VISITS, ""), salt=_salt(request, "visit"))
    except signing.BadSignature:
        return {}
    return dict(found)


def _salt(request: HttpRequest, what: str) -> str:
    municipality: Any = request.municipality  # type: ignore[attr-defined]  # set by the tenancy middleware
    return f"portal.appointments.{what}.{municipality.pk}"


def _set(response: HttpResponseBase, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.RATHAUS_HTTPS)
