"""Keeping a time for somebody while they tell who they are."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.core.transactions import whole
from rathaus.occupancy.service import NotHeld, hold, release
from rathaus.occupancy.service import extend_hold as extend_in_occupancy
from rathaus.tenancy.service import TenantModel, insert

from .choosing import take_time
from .errors import AlreadyExtended, HoldGone
from .limits import check_holds
from .models import Confirmation, Hold
from .proving import ask_for_proof, check_proof
from .waitlist.freed import note_freed_time
from .wishes import Wish, find_wish

KEPT = timedelta(minutes=10)


def hold_time(
    wish: Wish,
    start: datetime,
    *,
    office: UUID | None,
    network: str,
    instead_of: Hold | None = None,
    hold_id: UUID | None = None,
    most: int | None = None,
    proof: str = "",
    is_trusted: bool = False,
) -> Hold:
    """Keep a time for ten minutes. `instead_of`: what this browser held before, given up once the new one is kept.

    The same choice once more, while it is held, is the same hold. `network` is the caller's IP address, or what else
    counts as one; it may have `most` holds an hour, where that isn't the usual number. `hold_id` makes it once: the
    second of two with the same raises IntegrityError. Under attack it takes a `proof`, unless the caller
    `is_trusted`. Raises NotOpen, Gone, TooMany, ProofNeeded.
    """
    now = clock.now()
    if instead_of is not None and _is_same(instead_of, wish, start, office, now):
        return instead_of
    mark, is_attack = check_holds(network, most=most)
    row = new_hold(wish, start, mark, hold_id=hold_id, proof=proof, needs_proof=is_attack and not is_trusted)
    row.expires_at = now + KEPT
    with undoing(row, hold_id):
        counter = take_time(wish, start, lambda slots: hold(slots, owner=row.pk, until=row.expires_at), office=office)
        row.counter, row.office = counter, counter.office
        row.ends_at = start + timedelta(minutes=wish.length.minutes)
        insert_hold(row)
        if instead_of is not None and instead_of.booking_id is None:
            release(instead_of.pk)
    return row


def new_hold(wish: Wish, start: datetime, mark: str, *, hold_id: UUID | None, proof: str, needs_proof: bool) -> Hold:
    """Not saved, without a place, an end and an expiry yet. `mark`: of the network. Raises ProofNeeded."""
    return Hold(
        id=hold_id or uuid7(),
        offerings=wish.keys,
        people=wish.people,
        starts_at=start,
        network=mark,
        proof=check_proof(proof, mark) if needs_proof else None,
    )


def undoing(row: Hold, hold_id: UUID | None) -> AbstractContextManager[None]:
    """For taking its time and inserting it: what undoes both when it fails at one of the two UNIQUE columns."""
    return transaction.atomic() if row.proof or hold_id else whole()


def insert_hold(row: Hold, *more: TenantModel) -> None:
    """With what is made of it in the same statement. Of two that show the same proof at the same moment one is asked
    for another (ProofNeeded)."""
    if row.proof is None:
        insert(row, *more)
        return
    try:
        with transaction.atomic():
            insert(row, *more)
    except IntegrityError:
        if not Hold.objects.filter(proof=row.proof).exists():
            raise
        raise ask_for_proof(row.network) from None


@transaction.atomic
def extend_hold(row: Hold) -> Hold:
    """Ten minutes more, once; who was late has them from now. Raises AlreadyExtended, HoldGone."""
    current: Hold = Hold.objects.select_for_update().get(pk=row.pk)
    if current.is_extended:
        raise AlreadyExtended
    current.is_extended = True
    keep_until(current, max(current.expires_at, clock.now()) + KEPT)
    return current


def keep_until(row: Hold, until: datetime) -> None:
    """Keep a hold that the caller has locked, and save it. Raises HoldGone when its time is over."""
    try:
        extend_in_occupancy(row.pk, until=until)
    except NotHeld:
        raise HoldGone from None
    row.expires_at = until
    row.save(update_fields=["expires_at", "is_extended"])


@transaction.atomic
def give_up_hold(row: Hold) -> None:
    """Free the time at once. What became a booking stays."""
    current: Hold = Hold.objects.select_for_update().get(pk=row.pk)
    if current.booking_id is None:
        release(current.pk)
        Hold.objects.filter(pk=current.pk).update(expires_at=clock.now())
        note_freed_time()


def is_same_choice(row: Hold, wish: Wish, start: datetime, office: UUID | None) -> bool:
    """Whether a hold, living or not, is for this."""
    return (row.starts_at, row.people, list(row.offerings)) == (start, wish.people, wish.keys) and office in {
        None,
        row.office_id,
    }


def find_hold(hold_id: UUID) -> Hold | None:
    """Also one that expired or became a booking: what is to be told differs."""
    found: Hold | None = Hold.objects.filter(pk=hold_id).first()
    return found


def wish_of(row: Hold) -> Wish:
    """Raises NoSuchOffering when it was withdrawn meanwhile."""
    return find_wish(row.offerings, row.people)


def delete_old_holds() -> int:
    """Nightly: holds are of no use a day later."""
    old = list(Hold.objects.filter(created_at__lt=clock.now() - timedelta(days=1)))
    for row in old:
        if row.booking_id is None:
            release(row.pk)
    Confirmation.objects.filter(hold__in=[row.pk for row in old]).delete()
    Hold.objects.filter(pk__in=[row.pk for row in old]).delete()
    return len(old)


def _is_same(row: Hold, wish: Wish, start: datetime, office: UUID | None, now: datetime) -> bool:
    return row.booking_id is None and row.expires_at > now and is_same_choice(row, wish, start, office)
