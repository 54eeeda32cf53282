"""A counter stays closed for a day: its visits go to others, or are cancelled, in one act.

The counter is closed first: what is free of it is blocked, which waits for whoever is just booking there. Only then
its visits are read, so that none is overlooked. Doing it again does what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.booking import cancel_booking, move_booking
from rathaus.appointments.errors import NotChangeable, NotPossible
from rathaus.appointments.models import Booking, BookingEvent, Closure, Counter, Office, Status
from rathaus.appointments.opening import day_span

from .access import keeps
from .closing import ClosureDraft, block_closure, insert_closure
from .placing import DayOff, Placing, plan_day_off, visits_of
from .preview import NotYours

_TRIES = 5


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

    Who gets another time, office or room is told, with the message behind their link. Raises NotYours, PlanChanged.
    """
    close_day(counters, day, by=by)
    current = plan_day_off(counters, day)
    if current.placings and current.mark != seen:
        raise PlanChanged(current)
    return [placing for placing in current.placings if not _move(placing, message, by)]


@transaction.atomic
def cancel_day(counters: Sequence[Counter], day: date, *, message: str, by: StaffMember) -> int:
    """Close the counters for the day and cancel all their visits; returns how many. Raises NotYours.

    Each person is told by e-mail, with a link to choose another time; the message stands behind it.
    """
    close_day(counters, day, by=by)
    cancelled = 0
    for booking in visits_of(counters, day):
        try:
            cancel_booking(booking, by=by, message=message)
            cancelled += 1
        except NotChangeable:  # it begins this second
            continue
    return cancelled


@transaction.atomic
def close_day(counters: Sequence[Counter], day: date, *, by: StaffMember) -> None:
    """Let nobody book there any more that day; who has booked stays. Again it blocks what became free."""
    if not counters or not keeps(by, counters):
        raise NotYours
    # One such act at a time: two that move visits to each other's counters would wait for each other.
    list(Office.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                _close_day(counters, day, by)
        except _CameIn:
            if not tries_left:
                raise PlanChanged(plan_day_off(counters, day)) from None
        else:
            return


def people_to_call(counters: Sequence[Counter], day: date) -> list[Booking]:
    """Whom no e-mail reaches, of those who were to come there that day and no longer are."""
    start, end = day_span(day)
    ids = [counter.pk for counter in counters]
    events = BookingEvent.objects.filter(counter__in=ids, starts_at__gte=start, starts_at__lt=end)
    found = Booking.objects.filter(pk__in=events.values("booking"), email="").exclude(name="")
    rows = found.select_related("counter", "office").order_by("starts_at", "id")
    here = [Status.ARRIVED, Status.SERVING, Status.DONE, Status.NO_SHOW]
    changed = [row for row in rows if row.status == Status.CANCELLED or row.counter_id not in ids]
    return [row for row in changed if row.status not in here]


def _close_day(counters: Sequence[Counter], day: date, by: StaffMember) -> None:
    """Visits are locked first, since whoever moves one has it while waiting for a time that is ours."""
    start, end = day_span(day)
    there = Booking.objects.filter(counter__in=[c.pk for c in counters], starts_at__gte=start, starts_at__lt=end)
    locked = set(there.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    for counter in sorted(counters, key=lambda each: each.pk):
        draft = ClosureDraft(start, end, counter=counter)
        closure = Closure.objects.filter(counter=counter, starts_at=start, ends_at=end, lifted_at=None).first()
        others = block_closure(closure, [counter]) if closure else insert_closure(draft, [counter], by=by)[1]
        if Booking.objects.filter(pk__in=others - locked).exists():
            raise _CameIn


def _move(placing: Placing, message: str, by: StaffMember) -> bool:
    if placing.counter is None or placing.start is None:
        return False
    try:
        with transaction.atomic():
            move_booking(
                placing.booking, to=placing.start, by=by, counter=placing.counter.pk, message=message, quiet=True
            )
    except NotPossible:
        return False
    return True
