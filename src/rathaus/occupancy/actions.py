"""Taking times, and giving them back. Each takes all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rathaus.core import clock
from rathaus.core.transactions import whole

from .models import Occupied
from .periods import Slot, Taken, without
from .writing import confirm_rows, first_unlocked, in_the_way, insert_all, lock_rows, slots_of

State = Occupied.State
_TRIES = 5


class SlotTaken(Exception):
    """Somebody else has (part of) the time. `conflicts` are the rows in the way, of the first slot that is taken."""

    def __init__(self, conflicts: Sequence[Taken]) -> None:
        super().__init__("the time is taken")
        self.conflicts = tuple(conflicts)


class NotHeld(Exception):
    """The owner has no such hold any more: it expired, was released, or never was."""


def hold(slots: Iterable[Slot], *, owner: UUID, until: datetime) -> None:
    """Keep times for somebody until an instant. Raises SlotTaken, and then nothing is kept."""
    _take(slots, owner=owner, state=State.HELD, expires_at=until)


def book(slots: Iterable[Slot], *, owner: UUID) -> None:
    """Take times for good. Raises SlotTaken, and then nothing is taken."""
    _take(slots, owner=owner, state=State.BOOKED)


def block(slots: Iterable[Slot], *, owner: UUID) -> None:
    """The same for a time that is kept free of visits."""
    _take(slots, owner=owner, state=State.BLOCKED)


def block_rest(slots: Iterable[Slot], *, owner: UUID) -> list[Taken]:
    """Block what is free of these times, holds included; returns what others have in them, which stays theirs.

    Waits for whoever is just taking one of the times. Again for the same owner it blocks what became free since.
    Everything free is taken in the fixed order before a hold ends. Raises SlotTaken when others keep being faster.
    """
    wanted = sorted(slots)
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return _block_pieces(wanted, owner)
        except SlotTaken:
            if not tries_left:
                raise
    return []


@transaction.atomic
def extend_hold(owner: UUID, *, until: datetime) -> None:
    """Keep a living hold longer. Raises NotHeld for one that expired, even if nobody has removed it yet."""
    rows = _living(owner)
    Occupied.objects.filter(pk__in=[row.pk for row in rows]).update(expires_at=until)


def confirm_hold(owner: UUID, *, new_owner: UUID) -> None:
    """Make a living hold a booking. Raises NotHeld."""
    if not confirm_rows(owner, new_owner):
        raise NotHeld


@transaction.atomic
def move_to_hold(owner: UUID, *, held_by: UUID) -> None:
    """Give `owner` what somebody holds for them, in place of what they had, which is free then. Raises NotHeld."""
    old = lock_rows(owner)
    confirm_hold(held_by, new_owner=owner)
    Occupied.objects.filter(pk__in=[row.pk for row in old]).delete()


@transaction.atomic
def release(owner: UUID) -> int:
    """Free everything that somebody has; returns how many rows. Nothing there is no error."""
    rows = lock_rows(owner)
    Occupied.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def move(owner: UUID, *, to: Sequence[Slot]) -> None:
    """Book other times, then free those that the owner had. Raises SlotTaken, and then everything stays as it was.

    The new is taken before the old is freed: two who change places would wait for each other otherwise. A new time
    may overlap an old one of the same owner: then only what is new of it is taken first.
    """
    rows = lock_rows(owner)
    own = slots_of(rows)
    new = _pieces(to, own)
    if conflicts := insert_all(new, owner=owner, state=State.BOOKED):
        raise SlotTaken(conflicts)
    if sorted(new) != sorted(to):  # everything in between is ours by now, so nobody can come in
        Occupied.objects.filter(owner=owner).delete()
        _expect_free(insert_all(to, owner=owner, state=State.BOOKED))
    else:
        Occupied.objects.filter(pk__in=[row.pk for row in rows]).delete()


def unhurried(choices: Sequence[Sequence[Slot]]) -> int:
    """Which of several choices nobody else who asks this is just about to take; 0 where somebody is at each of them.

    A hint that spares waiting for a commit, only to find the time taken: the constraint decides. Until the commit
    others are told of the choice.
    """
    if len(choices) == 1:
        return 0
    return first_unlocked([slots[0] for slots in choices]) or 0


@transaction.atomic
def rearrange(moves: Mapping[UUID, Sequence[Slot]], blocks: Mapping[UUID, Sequence[Slot]]) -> list[Taken]:
    """Move several owners and block what is free of some times for others, all in one fixed order.

    One move after the other would wait for whoever needs one of its times and has one that a later move needs. The
    caller keeps anybody else from changing what the moved ones have. Returns what others have in the blocked times,
    which stays theirs. Raises SlotTaken, and then everything stays as it was.
    """
    old = {owner: slots_of(lock_rows(owner)) for owner in sorted(moves)}
    there = {owner: [taken for slot in slots for taken in in_the_way(slot)] for owner, slots in blocks.items()}
    news = [(s, owner, State.BOOKED) for owner, to in moves.items() for s in _pieces(to, old[owner])]
    rest = [(s, o, State.BLOCKED) for o, to in blocks.items() for s in _pieces(to, (t.slot for t in there[o]))]
    for slot, owner, state in in_fixed_order([*news, *rest]):
        _expect_free(insert_all([slot], owner=owner, state=state))
    for owner, to in moves.items():  # nothing more is waited for
        Occupied.objects.filter(owner=owner).delete()
        _expect_free(insert_all(to, owner=owner, state=State.BOOKED))
    return [taken for owner, slots in blocks.items() for taken in _block_pieces(slots, owner)]


def in_fixed_order(wanted: Iterable[tuple[Slot, UUID, State]]) -> list[tuple[Slot, UUID, State]]:
    return sorted(wanted)


def conflicts(slots: Iterable[Slot]) -> list[Taken]:
    """What stands in the way of these times now; expired holds don't."""
    return [taken for slot in sorted(slots) for taken in in_the_way(slot)]


def _take(slots: Iterable[Slot], *, owner: UUID, state: State, expires_at: datetime | None = None) -> None:
    wanted = list(slots)
    # Where one is all, there is nothing to undo when it is taken.
    with whole() if len(wanted) == 1 else transaction.atomic():
        if found := insert_all(wanted, owner=owner, state=state, expires_at=expires_at):
            raise SlotTaken(found)


def _block_pieces(slots: Sequence[Slot], owner: UUID) -> list[Taken]:
    """First what is free, then what was only held: nobody can wait for us while we wait for them."""
    there = _block_between(slots, owner)
    for holder in sorted({taken.owner for taken in there if taken.state == State.HELD}):
        release(holder)  # a hold that became a booking meanwhile has another owner, and stays
        there = _block_between(slots, owner)
    return [taken for taken in there if taken.owner != owner]


def _block_between(slots: Sequence[Slot], owner: UUID) -> list[Taken]:
    there = [taken for slot in slots for taken in in_the_way(slot)]
    block([piece for slot in slots for piece in without(slot, (taken.slot for taken in there))], owner=owner)
    return there


def _pieces(wanted: Iterable[Slot], others: Iterable[Slot]) -> list[Slot]:
    known = list(others)
    return [piece for slot in wanted for piece in without(slot, known)]


def _living(owner: UUID) -> list[Occupied]:
    now = clock.now()
    rows = lock_rows(owner)
    if not rows or any(row.expires_at is None or row.expires_at <= now for row in rows):
        raise NotHeld
    return rows


def _expect_free(found: Sequence[Taken]) -> None:
    if found:
        raise SlotTaken(found)
