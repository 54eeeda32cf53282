"""Where the visits of counters that stay closed could go: shown first, then done."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from rathaus.appointments.availability import free_times
from rathaus.appointments.errors import NoSuchOffering
from rathaus.appointments.free import Free
from rathaus.appointments.models import Booking, Counter, Status
from rathaus.appointments.opening import day_span
from rathaus.appointments.wishes import Wish, find_wish
from rathaus.core import clock
from rathaus.occupancy.service import Slot

Where = Literal["same", "office", "time", "none"]
Spans = dict[UUID, list[tuple[datetime, datetime]]]


@dataclass(frozen=True)
class Placing:
    """A visit and where it could go; nowhere without `counter`. `slots`: what it needs there, equipment included."""

    booking: Booking
    counter: Counter | None = None
    start: datetime | None = None
    slots: Sequence[Slot] = ()

    @property
    def where(self) -> Where:
        """same: same time and office; office: same time, another office; time: another time of the day."""
        if self.counter is None:
            return "none"
        if self.start != self.booking.starts_at:
            return "time"
        return "same" if self.counter.office_id == self.booking.office_id else "office"


@dataclass(frozen=True)
class DayOff:
    """The visits of a day that are to come at some counters, in order of time."""

    day: date
    counters: Sequence[Counter]
    placings: Sequence[Placing]

    @property
    def mark(self) -> str:
        """Changes with every visit and every place."""
        lines = [
            f"{p.booking.pk} {p.booking.starts_at} {p.counter and p.counter.pk} {p.start}" for p in self.placings
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def placed(self) -> list[Placing]:
        return [placing for placing in self.placings if placing.counter is not None]


def plan_day_off(counters: Sequence[Counter], day: date) -> DayOff:
    """Same time and office before another office, before the nearest other time of that day.

    Four queries an errand; for one that needs equipment three a visit, which may stay with the piece that it has.
    """
    closed = {counter.pk for counter in counters}
    given: Spans = {}
    look = _Look(day)
    return DayOff(day, counters, [_place(booking, look, closed, given) for booking in visits_of(counters, day)])


def visits_of(counters: Sequence[Counter], day: date) -> list[Booking]:
    """Those that can still be moved or cancelled."""
    start, end = day_span(day)
    found = Booking.objects.filter(
        counter__in=[counter.pk for counter in counters],
        status=Status.BOOKED,
        starts_at__gte=max(start, clock.now() + timedelta(microseconds=1)),
        starts_at__lt=end,
    )
    return list(found.select_related("counter", "office").order_by("starts_at", "counter__position", "id"))


class _Look:
    """What is free on a day for the errand of a visit, looked up once for all that come for the same."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.wishes: dict[tuple[tuple[str, ...], int], Wish | None] = {}
        self.free: dict[tuple[tuple[str, ...], int], Free] = {}

    def for_visit(self, booking: Booking) -> tuple[Wish, Free] | None:
        """None where the errand was withdrawn. Without equipment a visit has nothing but a counter that is closed."""
        key = (tuple(booking.offerings), booking.people)
        if key not in self.wishes:
            self.wishes[key] = self._wish(booking)
        if (wish := self.wishes[key]) is None:
            return None
        if wish.needs:
            return wish, self._free(wish, booking)
        if key not in self.free:
            self.free[key] = self._free(wish, booking)
        return wish, self.free[key]

    def _wish(self, booking: Booking) -> Wish | None:
        try:
            return find_wish(booking.offerings, booking.people)
        except NoSuchOffering:
            return None

    def _free(self, wish: Wish, booking: Booking) -> Free:
        return free_times(wish, start=self.day, days=1, but=booking.pk, by_staff=True)


def _place(booking: Booking, look: _Look, closed: Collection[UUID], given: Spans) -> Placing:
    found = look.for_visit(booking)
    if found is None:
        return Placing(booking)
    wish, free = found
    others = [counter for counter in wish.counters if counter.pk not in closed]
    starts = sorted(
        (start for start in free.starts() if start > clock.now()),
        key=lambda start: (abs(start - booking.starts_at), start),
    )
    for start in starts:
        taken = _taken(wish, start, given)
        counter = _first(others, booking, free, start, taken)
        pieces = _pieces(wish, free, start, counter, taken) if counter is not None else None
        if counter is not None and pieces is not None:
            slots = [Slot(resource, *wish.length.span(start)) for resource in (counter.pk, *pieces)]
            for slot in slots:
                given.setdefault(slot.resource, []).append((slot.start, slot.end))
            return Placing(booking, counter, start, slots)
    return Placing(booking)


def _first(
    counters: Sequence[Counter], booking: Booking, free: Free, start: datetime, taken: Collection[UUID]
) -> Counter | None:
    possible = set(free.counters_at(start)) - set(taken)
    found = [counter for counter in counters if counter.pk in possible]
    return min(found, key=lambda counter: counter.office_id != booking.office_id, default=None)


def _pieces(wish: Wish, free: Free, start: datetime, counter: Counter, taken: Collection[UUID]) -> list[UUID] | None:
    """A free piece of each kind of equipment at the counter's office; None where one is missing."""
    found = []
    for kind in sorted(wish.needs):
        left = [piece for piece in free.pieces_at(start, counter.office_id, kind) if piece not in taken]
        if not left:
            return None
        found.append(left[0])
    return found


def _taken(wish: Wish, start: datetime, given: Spans) -> set[UUID]:
    """Counters and equipment that another visit of this plan gets then."""
    first, last = wish.length.span(start)
    return {resource for resource, spans in given.items() if any(a < last and first < b for a, b in spans)}
