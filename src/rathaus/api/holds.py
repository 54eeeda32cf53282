"""Holding a time: what a person telephones or types in while it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest
from ninja import Header, Router
from ninja.responses import Status

from rathaus.appointments.service import (
    Booking,
    Contact,
    Hold,
    Offering,
    Office,
    Wish,
    book_held,
    book_now,
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
Made = TypeVar("Made")
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
    return Status(201, told(keep(request, wanted, idempotency_key, proof)))


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


def keep(request: HttpRequest, wanted: HoldIn, idempotency_key: str | None, proof: str) -> Hold:
    """The hold for a time, or the one that was made with the same key before."""
    choice = _read(request, wanted, idempotency_key, proof)
    return _refuse_other(choice, _once(choice, lambda: hold_time(choice.wish, choice.start, **choice.terms)))


def book_at_once(
    request: HttpRequest, wanted: HoldIn, contact: Contact, idempotency_key: str | None, proof: str
) -> tuple[Booking, list[Offering]]:
    """A booking without a hold before it, or the one that was made with the same key; and what it is for."""
    choice = _read(request, wanted, idempotency_key, proof)
    made = _once(choice, lambda: book_now(choice.wish, choice.start, contact, **choice.terms))
    if isinstance(made, Hold):
        made = book_held(_refuse_other(choice, made), contact)
        if (made.email, made.phone) != (contact.email, contact.phone):  # the key of somebody in this network
            raise Problem("key-used")
    return made, list(choice.wish.offerings)


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


@dataclass(frozen=True)
class _Choice:
    """What somebody asks for, and on which terms: those of `hold_time`."""

    wish: Wish
    start: datetime
    terms: dict[str, Any]


def _read(request: HttpRequest, wanted: HoldIn, idempotency_key: str | None, proof: str) -> _Choice:
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    wish = find_wish(wanted.offerings, wanted.people)
    terms = {
        "office": _office(wish, wanted).pk,
        "network": caller.network,
        "hold_id": hold_id_of(caller.network, idempotency_key) if idempotency_key else None,
        "most": caller.holds,
        "proof": proof,
        "is_trusted": caller.is_partner,
    }
    return _Choice(wish, wanted.start, terms)


def _once(choice: _Choice, make: Callable[[], Made]) -> Made | Hold:
    """What is made, or the hold that has the same key. Of two at the same moment one makes it, and both get it."""
    hold_id = choice.terms["hold_id"]
    known = find_hold(hold_id) if hold_id else None
    if known is not None:
        return known
    try:
        return make()
    except IntegrityError:
        known = find_hold(hold_id) if hold_id else None
        if known is None:
            raise
        return known


def _refuse_other(choice: _Choice, hold: Hold) -> Hold:
    if not is_same_choice(hold, choice.wish, choice.start, choice.terms["office"]):
        raise Problem("key-used")
    return hold
