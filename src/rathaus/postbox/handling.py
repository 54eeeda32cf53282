"""What a unit does with a conversation besides answering it."""

from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember, Unit
from rathaus.core import clock

from .asking import show_thread
from .errors import NotYours
from .models import Thread, ThreadAct
from .rules import may_answer


@transaction.atomic
def settle_thread(thread: Thread, *, by: StaffMember) -> None:
    """Nothing needs an answer any more. For the thread of a case too; then that they may see it is the caller's to
    know. Raises NotYours."""
    locked = _lock(thread, by)
    if locked.waiting_since is not None:
        _record(locked, ThreadAct.Kind.SETTLED, by, waiting_since=None)


@transaction.atomic
def close_thread(thread: Thread, *, by: StaffMember) -> None:
    """The question is dealt with; a new message opens it again. Raises NotYours."""
    locked = _lock(thread, by)
    if locked.closed_at is None:
        _record(locked, ThreadAct.Kind.CLOSED, by, waiting_since=None, closed_at=clock.now())


@transaction.atomic
def hand_thread_on(thread: Thread, *, to: Unit, by: StaffMember) -> None:
    """To the unit that knows the answer; it waits there as long as it waited here. Raises NotYours."""
    locked = _lock(thread, by)
    if locked.unit_id != to.pk:
        _record(locked, ThreadAct.Kind.HANDED_ON, by, unit=to)


def follow_case(case_id: UUID, *, to_unit: UUID) -> None:
    """The thread of a case goes where the case goes. One statement."""
    Thread.objects.filter(case=case_id).update(unit_id=to_unit)


def _lock(thread: Thread, by: StaffMember) -> Thread:
    locked: Thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if locked.case_id is None and not may_answer(by, locked):
        raise NotYours
    return locked


def _record(thread: Thread, kind: str, by: StaffMember, *, unit: Unit | None = None, **changed: object) -> None:
    ThreadAct.objects.create(thread=thread, kind=kind, staff=by, unit=unit)
    if unit is not None:
        changed["unit"] = unit
    for name, value in changed.items():
        setattr(thread, name, value)
    thread.save(update_fields=[*changed])
    show_thread(thread)
