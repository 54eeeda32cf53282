"""What the calendar tells afterwards: load, who didn't come, how long people waited, when they book. Names nobody."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

from rathaus.appointments.models import Booking, BookingEvent, Counter, EventKind, Status
from rathaus.appointments.opening import day_span, local_instant, open_masks
from rathaus.appointments.raster import Raster
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .access import hours_here

_CAME = (Status.ARRIVED, Status.SERVING, Status.DONE)
_MARKS = (EventKind.ARRIVED, EventKind.SERVING, EventKind.DONE)
_TICK_MINUTES = 5
_HOURS = 24
_ENOUGH = 2  # values that a tenth can be told of


@dataclass(frozen=True)
class Row:
    """A visit without the visitor, with when it was marked."""

    booking: Booking
    marks: dict[str, datetime]

    @property
    def day(self) -> date:
        return self.booking.starts_at.astimezone(BERLIN).date()

    @property
    def minutes(self) -> int:
        return int((self.booking.ends_at - self.booking.starts_at).total_seconds() // 60)

    @property
    def waited(self) -> int | None:
        """Whole minutes from arrival to being served."""
        arrived, serving = self.marks.get(EventKind.ARRIVED), self.marks.get(EventKind.SERVING)
        return None if arrived is None or serving is None else max(0, int((serving - arrived).total_seconds() // 60))


@dataclass(frozen=True)
class Load:
    """Minutes of visits (cancelled ones aside) and minutes open, of a counter; by weekday, 0 is Monday."""

    counter: Counter
    booked: Sequence[int]
    opened: Sequence[int]

    @property
    def percent(self) -> int | None:
        return share(sum(self.booked), sum(self.opened))

    @property
    def by_weekday(self) -> list[int | None]:
        return [share(booked, opened) for booked, opened in zip(self.booked, self.opened, strict=True)]


@dataclass(frozen=True)
class Figures:
    """`no_show`: (counter, who didn't come, whose time is over and who was marked either way)."""

    loads: Sequence[Load]
    no_show: Sequence[tuple[Counter, int, int]]
    waits: Sequence[tuple[Counter, int, int | None, int | None]]
    booked_at: Sequence[int]
    rows: Sequence[Row]


def figures_of(counters: Sequence[Counter], first: date, last: date) -> Figures:
    """Of the visits from one day to another, both included. Two queries."""
    rows = visits_between(counters, first, last)
    return Figures(
        _loads(counters, rows, first, last),
        [(c, *_missed([row for row in rows if row.booking.counter_id == c.pk])) for c in counters],
        [(c, *_waits([row for row in rows if row.booking.counter_id == c.pk])) for c in counters],
        _hours(rows),
        rows,
    )


def visits_between(counters: Sequence[Counter], first: date, last: date) -> list[Row]:
    """Cancelled ones too, in order of time. Two queries."""
    found = Booking.objects.filter(
        counter__in=[counter.pk for counter in counters],
        starts_at__gte=local_instant(first, "00:00"),
        starts_at__lt=local_instant(last, "24:00"),
    )
    unnamed = found.defer("name", "email", "phone", "note").select_related("counter", "office")
    bookings = list(unnamed.order_by("starts_at", "id"))
    marks: dict[UUID, dict[str, datetime]] = {}
    events = BookingEvent.objects.filter(booking__in=[b.pk for b in bookings], kind__in=[*_MARKS, EventKind.REOPENED])
    for booking, kind, at in events.order_by("at", "id").values_list("booking_id", "kind", "at"):
        if kind == EventKind.REOPENED:
            marks.pop(booking, None)
        else:
            marks.setdefault(booking, {})[kind] = at
    return [Row(booking, marks.get(booking.pk, {})) for booking in bookings]


def share(part: int, whole: int) -> int | None:
    """Percent, rounded; None of nothing."""
    return round(100 * part / whole) if whole else None


def _loads(counters: Sequence[Counter], rows: Sequence[Row], first: date, last: date) -> list[Load]:
    booked: Tally[tuple[UUID, int]] = Tally()
    for row in rows:
        if row.booking.status != Status.CANCELLED:
            booked[row.booking.counter_id, row.day.weekday()] += row.minutes
    opened = _opened(counters, first, last)
    return [
        Load(c, [booked[c.pk, day] for day in range(7)], [opened[c.pk, day] for day in range(7)]) for c in counters
    ]


def _opened(counters: Sequence[Counter], first: date, last: date) -> Tally[tuple[UUID, int]]:
    """Minutes by today's rules; a past change of them isn't followed."""
    minutes: Tally[tuple[UUID, int]] = Tally()
    raster = Raster.between(local_instant(first, "00:00"), local_instant(last, "24:00"))
    for office in {counter.office_id: counter.office for counter in counters}.values():
        here = [counter for counter in counters if counter.office_id == office.pk]
        masks = open_masks(hours_here(office), [c.key for c in here], raster, clock.now(), released_only=False)
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            of_day = raster.within(*day_span(day))
            for counter in here:
                ticks = (masks[counter.key] & of_day).bit_count()
                minutes[counter.pk, day.weekday()] += ticks * _TICK_MINUTES
    return minutes


def _missed(rows: Sequence[Row]) -> tuple[int, int]:
    missed = sum(row.booking.status == Status.NO_SHOW for row in rows)
    return missed, missed + sum(row.booking.status in _CAME for row in rows)


def _waits(rows: Sequence[Row]) -> tuple[int, int | None, int | None]:
    """How many, the middle one, and what nine of ten stay below; in minutes."""
    waited = [row.waited for row in rows if row.waited is not None]
    if not waited:
        return 0, None, None
    ninth = quantiles(waited, n=10, method="inclusive")[-1] if len(waited) >= _ENOUGH else waited[0]
    return len(waited), round(median(waited)), round(ninth)


def _hours(rows: Sequence[Row]) -> list[int]:
    tally = Tally(row.booking.created_at.astimezone(BERLIN).hour for row in rows)
    return [tally[hour] for hour in range(_HOURS)]
