"""Onto the waiting list, and off it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rathaus.appointments.booking import Contact
from rathaus.appointments.changing import is_changeable
from rathaus.appointments.codes import code_hash, link_code, person_hash
from rathaus.appointments.errors import NotChangeable, TooMany, WaitsAlready
from rathaus.appointments.limits import check_places
from rathaus.appointments.models import Booking, Waiting
from rathaus.appointments.wishes import Wish
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.core.ids import uuid7

from .freed import note_freed_time
from .mails import tell_waiting
from .suiting import When

_LONGEST = timedelta(days=400)
PER_PERSON = 3  # open places on the list with one address


@transaction.atomic
def join_list(wish: Wish, when: When, contact: Contact, *, network: str, before: datetime | None = None) -> Waiting:
    """Wait for a time without having one. Needs an e-mail address. The same wish again is the same place.

    `before`: only for earlier ones, for who has seen that this one is free and doesn't want it.
    `network` is the caller's IP address. Raises ValueError for days that are none, TooMany for a fourth place with
    one address, or too many from one network.
    """
    if not contact.email:
        raise ValueError("offers are sent by e-mail")
    return _join(_row(wish.keys, wish.people, when, contact, None, before=before), network=check_places(network))


@transaction.atomic
def join_with_booking(booking: Booking, when: When, *, before: datetime | None = None) -> Waiting:
    """Wait for an earlier time, which then replaces the one that is booked. Raises NotChangeable, WaitsAlready.

    `before`: as for `join_list`.
    """
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if not is_changeable(booking) or not booking.email:
        raise NotChangeable
    if place_of(booking) is not None:
        raise WaitsAlready
    latest = min(when.latest, booking.starts_at.astimezone(BERLIN).date())
    when = replace(when, earliest=min(when.earliest, latest), latest=latest)
    contact = Contact(booking.name, booking.email, booking.phone, "", booking.language)
    return _join(_row(booking.offerings, booking.people, when, contact, booking, before=before), network="")


@transaction.atomic
def leave_list(waiting: Waiting) -> None:
    """Leave at once; an open offer is passed on. Leaving again changes nothing."""
    from .answering import end_offers  # which imports what ends a place here

    end_place(waiting, Waiting.End.LEFT)
    end_offers(waiting)


def end_place(waiting: Waiting, end: Waiting.End) -> None:
    Waiting.objects.filter(pk=waiting.pk, ended_at=None).update(ended_at=clock.now(), end=end)


def lock_place(waiting: UUID) -> None:
    """Until the commit."""
    Waiting.objects.select_for_update(of=("self",)).get(pk=waiting)


def find_place(code: str) -> Waiting | None:
    """The place of a private link, also one that has ended."""
    found: Waiting | None = Waiting.objects.filter(code_hash=code_hash(code)).first()
    return found


def place_of(booking: Booking) -> Waiting | None:
    """Where a visit waits for an earlier time."""
    found: Waiting | None = Waiting.objects.filter(booking=booking, ended_at=None).first()
    return found


def _join(row: Waiting, *, network: str) -> Waiting:
    today = clock.today()
    if not today <= row.latest <= today + _LONGEST or row.earliest > row.latest:
        raise ValueError("a time to come that ends after it begins")
    row.network = network
    mine = list(Waiting.objects.select_for_update().filter(person=row.person, ended_at=None))
    for other in mine:
        if _wanted(other) == _wanted(row):
            return other
    if len(mine) >= PER_PERSON:
        raise TooMany
    row.save(force_insert=True)
    tell_waiting(row)
    note_freed_time()
    return row


def _row(
    keys: Sequence[str],
    people: int,
    when: When,
    contact: Contact,
    booking: Booking | None,
    *,
    before: datetime | None,
) -> Waiting:
    """There is nothing to wait for after the day of `before`."""
    pk: UUID = uuid7()
    latest = min(when.latest, before.astimezone(BERLIN).date()) if before else when.latest
    return Waiting(
        id=pk,
        offerings=list(keys),
        people=people,
        offices=list(when.offices),
        earliest=when.earliest,
        latest=latest,
        before=before,
        part=when.part,
        booking=booking,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
        person=person_hash(contact.email),
        code_hash=code_hash(link_code("waiting", pk)),
    )


def _wanted(row: Waiting) -> tuple[object, ...]:
    return (row.offerings, row.people, row.offices, row.earliest, row.latest, row.part, row.booking_id)
