"""A counter stays closed for a day: its visits go to others, or are cancelled, in one act.

What is free of it is blocked, which waits for whoever is just booking there; if somebody was, it begins anew, so that
nobody is overlooked. Doing it again does what is left.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.changing import cancel_booking, lock_bookings, reseat
from rathaus.appointments.errors import NotChangeable, NotPossible
from rathaus.appointments.models import Booking, BookingEvent, Closure, Counter, EventKind, Office, Status
from rathaus.appointments.opening import day_span
from rathaus.occupancy.service import SlotTaken, rearrange

from .access import keeps
from .closing import ClosureDraft, closed_slots, insert_closure
from .placing import DayOff, Placing, plan_day_off, visits_of
from .preview import NotYours

_TRIES = 5
_STATIONS = (EventKind.BOOKED, EventKind.MOVED, EventKind.CANCELLED)


@dataclass
class PlanChanged(NotPossible):
    """Visits or free counters are others by now than those that were shown; nothing was done."""

    plan: DayOff


class _CameIn(Exception):
    """Somebody booked at the counter while it was being closed."""


@transaction.atomic
def reassign_day(
    counters: Sequence[Counter], day: date, *, seen: str, message: str, by: StaffMember
) -> list[Placing]:
    """Close the counters for the day and move their visits as shown; returns those that have no place.

    All of it takes its times in one order, so that nobody who books meanwhile waits for it while it waits for them.
    Who gets another time, office or room is told, with the message behind their link. Raises NotYours, PlanChanged.
    """
    plan = _close_and_move(counters, day, seen=seen, by=by)
    for placing in plan.placed:
        if placing.counter is not None and placing.start is not None:
            reseat(placing.booking, placing.counter, placing.start, by=by, message=message)
    return [placing for placing in plan.placings if placing.counter is None]


@transaction.atomic
def cancel_day(counters: Sequence[Counter], day: date, *, message: str, by: StaffMember) -> int:
    """Close the counters for the day and cancel all their visits; returns how many. Raises NotYours.

    Each person is told by e-mail, with a link to choose another time; the message stands behind it.
    """
    _close_and_move(counters, day, seen=None, by=by)
    cancelled = 0
    for booking in visits_of(counters, day):
        try:
            cancel_booking(booking, by=by, message=message)
            cancelled += 1
        except NotChangeable:  # it begins this second
            continue
    return cancelled


def _close_and_move(counters: Sequence[Counter], day: date, *, seen: str | None, by: StaffMember) -> DayOff:
    """Let nobody book there any more that day, and give the visits that move their new times in occupancy.

    Without `seen` all of them stay. Again it blocks what became free. Raises NotYours, PlanChanged.
    """
    if not counters or not keeps(by, counters):
        raise NotYours
    # One such act at a time: two that move visits to each other's counters would wait for each other.
    list(Office.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    for _try in range(_TRIES):
        with suppress(_CameIn, SlotTaken), transaction.atomic():
            return _try_once(counters, day, seen, by)
    raise PlanChanged(plan_day_off(counters, day))


def _try_once(counters: Sequence[Counter], day: date, seen: str | None, by: StaffMember) -> DayOff:
    """Visits are locked first, since whoever moves one has it while waiting for a time that is ours."""
    start, end = day_span(day)
    there = Booking.objects.filter(counter__in=[c.pk for c in counters], starts_at__gte=start, starts_at__lt=end)
    locked = lock_bookings(there)
    plan = plan_day_off(counters, day) if seen is not None else DayOff(day, counters, [])
    if plan.placings and plan.mark != seen:
        raise PlanChanged(plan)
    blocks = {}
    for counter in counters:
        closure = Closure.objects.filter(counter=counter, starts_at=start, ends_at=end, lifted_at=None).first()
        closure = closure or insert_closure(ClosureDraft(start, end, counter=counter), by=by)
        blocks[closure.pk] = closed_slots(closure, [counter])
    others = {taken.owner for taken in rearrange({p.booking.pk: p.slots for p in plan.placed}, blocks)}
    if Booking.objects.filter(pk__in=others - locked).exists():
        raise _CameIn
    return plan


def people_to_call(counters: Sequence[Counter], day: date) -> list[Booking]:
    """Whom no e-mail reaches and for whom we changed that day: whose visit is cancelled, or at another time, office
    or room. Another counter in the same room is told to nobody, as `reseat` does; what visitors did they know.
    """
    start, end = day_span(day)
    ids = {counter.pk for counter in counters}
    there = BookingEvent.objects.filter(counter__in=ids, starts_at__gte=start, starts_at__lt=end).values("booking")
    found = Booking.objects.filter(pk__in=there, email="", status__in=[Status.BOOKED, Status.CANCELLED])
    rows = list(found.exclude(name="").select_related("counter", "office").order_by("starts_at", "id"))
    stations = BookingEvent.objects.filter(booking__in=[row.pk for row in rows], kind__in=_STATIONS)
    was, last = dict[UUID, BookingEvent](), dict[UUID, BookingEvent]()
    for event in stations.select_related("counter").order_by("at", "id"):
        last[event.booking_id] = event
        if event.counter_id in ids and start <= event.starts_at < end:
            was[event.booking_id] = event
    return [row for row in rows if last[row.pk].staff_id and _has_changed(row, was[row.pk])]


def _has_changed(row: Booking, was: BookingEvent) -> bool:
    before = (was.starts_at, was.counter.office_id, was.counter.room)
    return row.status == Status.CANCELLED or before != (row.starts_at, row.office_id, row.counter.room)
