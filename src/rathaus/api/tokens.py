"""Secrets that come in `Authorization: Bearer …`, never in an address, where logs would keep them."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from rathaus.appointments.service import Booking, Hold, find_hold, open_booking
from rathaus.core.secrets import keyed_hash
from rathaus.tenancy.service import current_municipality

from .problems import Problem

_MOST = 200


def hold_token(hold: Hold) -> str:
    """The same each time, so that the same request again gets the same answer."""
    return signing.Signer(salt=_salt()).sign(str(hold.pk))


def held(request: HttpRequest, hold_id: UUID) -> Hold:
    """The hold, for who has its token. Raises Problem: 401 without one, 404 for all others alike."""
    try:
        known = UUID(signing.Signer(salt=_salt()).unsign(bearer(request)))
    except (signing.BadSignature, ValueError):
        raise Problem("unknown-key") from None
    hold = find_hold(known) if known == hold_id else None
    if hold is None:
        raise Problem("not-found")
    return hold


def visit(request: HttpRequest, number: str) -> Booking:
    """The booking, for who has the code of its private link. Raises Problem like `held`."""
    booking = open_booking(bearer(request))
    if booking is None:
        raise Problem("unknown-key")
    if booking.number != number:
        raise Problem("not-found")
    return booking


def bearer(request: HttpRequest) -> str:
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Problem("who")
    return secret.strip()[:_MOST]


def hold_id_of(network: str, key: str) -> UUID:
    """What a hold is called that was asked for with this Idempotency-Key: its primary key makes it once."""
    what = f"api:hold:{current_municipality().pk}:{network}:{key}"
    return UUID(bytes=keyed_hash(what)[:16], version=4)


def _salt() -> str:
    return f"api.hold.{current_municipality().pk}"
