"""Keeping a counter free of visits for a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.ids import uuid7
from rathaus.occupancy.service import Slot, SlotTaken, block, conflicts, release

from .errors import NotPossible
from .models import Block, Booking, Counter
from .waitlist.freed import note_freed_time

_MOST = timedelta(hours=24)


@dataclass
class InTheWay(NotPossible):
    """Visits that are booked in the time; `held`: how many more times somebody is just choosing, or are blocked."""

    bookings: tuple[Booking, ...]
    held: int


@transaction.atomic
def block_time(counter: Counter, start: datetime, end: datetime, *, reason: str, by: StaffMember) -> Block:
    """Block up to a day. Raises ValueError for a time that is none, InTheWay with what is booked then."""
    if not start < end <= start + _MOST:
        raise ValueError("it ends after it starts, a day later at the latest")
    row = Block(id=uuid7(), counter=counter, starts_at=start, ends_at=end, reason=reason[:200], by=by)
    try:
        block([Slot(counter.pk, start, end)], owner=row.pk)
    except SlotTaken:
        raise _in_the_way(counter, start, end) from None
    row.save(force_insert=True)
    return row


@transaction.atomic
def lift_block(row: Block) -> None:
    """Lifting again changes nothing."""
    release(row.pk)
    Block.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=clock.now())
    note_freed_time()


def find_block(block_id: UUID, counters: Sequence[Counter]) -> Block | None:
    """At one of these counters."""
    found: Block | None = Block.objects.filter(pk=block_id, counter__in=[c.pk for c in counters]).first()
    return found


def _in_the_way(counter: Counter, start: datetime, end: datetime) -> InTheWay:
    owners = {taken.owner for taken in conflicts([Slot(counter.pk, start, end)])}
    bookings = tuple(Booking.objects.filter(pk__in=owners).order_by("starts_at"))
    return InTheWay(bookings, len(owners) - len(bookings))
