"""Holding a time: what a person telephones or types in while it is kept."""

from typing import Annotated
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest
from ninja import Header, Router
from ninja.responses import Status

from rathaus.appointments.service import (
    Hold,
    Office,
    Wish,
    extend_hold,
    find_hold,
    find_wish,
    give_up_hold,
    hold_time,
    is_same_choice,
)
from rathaus.core.clock import BERLIN

from .callers import Caller
from .problems import Problem
from .schemas import HoldIn, HoldOut
from .tokens import held, hold_id_of, hold_token

router = Router()
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]
Proof = Annotated[str, Header(alias="Proof-Of-Work", max_length=300)]


@router.post("/holds", response={201: HoldOut}, summary="Hold a time for ten minutes")
def create_hold(
    request: HttpRequest,
    wanted: HoldIn,
    idempotency_key: Key = None,
    proof: Proof = "",
) -> Status[HoldOut]:
    """With an `Idempotency-Key` the same request again gives the same hold.

    Under attack the answer is `proof-needed` with a `challenge`: send `Proof-Of-Work: <challenge>.<number>`, with a
    number that lets the SHA-256 of that text begin with so many zero `bits`.
    """
    return Status(201, told(keep(request, wanted, idempotency_key, proof)[0]))


@router.get("/holds/{hold_id}", response=HoldOut, summary="Whether a time is still held")
def show_hold(request: HttpRequest, hold_id: UUID) -> HoldOut:
    return told(held(request, hold_id))


@router.post("/holds/{hold_id}/extension", response=HoldOut, summary="Ten minutes more, once")
def extend(request: HttpRequest, hold_id: UUID) -> HoldOut:
    hold = held(request, hold_id)
    changed = extend_hold(hold)
    hold.expires_at, hold.is_extended = changed.expires_at, changed.is_extended
    return told(hold)


@router.delete("/holds/{hold_id}", response={204: None}, summary="Give a held time up")
def release(request: HttpRequest, hold_id: UUID) -> Status[None]:
    """At once. What became a booking stays; giving up again changes nothing."""
    give_up_hold(held(request, hold_id))
    return Status(204, None)


def keep(request: HttpRequest, wanted: HoldIn, idempotency_key: str | None, proof: str) -> tuple[Hold, Wish | None]:
    """The hold for a time with its wish, or without it the one that was made with the same key before."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    wish = find_wish(wanted.offerings, wanted.people)
    office = _office(wish, wanted)
    hold_id = hold_id_of(caller.network, idempotency_key) if idempotency_key else None
    known, is_new = (find_hold(hold_id) if hold_id else None), False
    if known is None:
        known, is_new = _hold(wish, wanted, office, caller, hold_id, proof=proof)
    if not is_same_choice(known, wish, wanted.start, office.pk):
        raise Problem("key-used")
    return known, wish if is_new else None


def told(hold: Hold) -> HoldOut:
    return HoldOut(
        id=str(hold.pk),
        token=hold_token(hold),
        offerings=hold.offerings,
        people=hold.people,
        office=hold.office.key,
        start=hold.starts_at.astimezone(BERLIN),
        end=hold.ends_at.astimezone(BERLIN),
        expires_at=hold.expires_at.astimezone(BERLIN),
        extended=hold.is_extended,
        booked=hold.booking_id is not None,
    )


def _office(wish: Wish, wanted: HoldIn) -> Office:
    if wanted.minutes not in {None, wish.length.minutes}:
        raise Problem("wrong-length", minutes=wish.length.minutes)
    for office in wish.offices:
        if office.key == wanted.office:
            return office
    raise Problem("no-such-office")


def _hold(
    wish: Wish, wanted: HoldIn, office: Office, caller: Caller, hold_id: UUID | None, *, proof: str
) -> tuple[Hold, bool]:
    """Of two at the same moment with the same key one makes it, and both get it. Also whether it was us."""
    try:
        made = hold_time(
            wish,
            wanted.start,
            office=office.pk,
            network=caller.network,
            hold_id=hold_id,
            most=caller.holds,
            proof=proof,
            is_trusted=caller.is_partner,
        )
    except IntegrityError:
        known = find_hold(hold_id) if hold_id else None
        if known is None:
            raise
        return known, False
    return made, True
