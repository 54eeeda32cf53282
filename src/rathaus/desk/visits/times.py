"""Free times of a day at each counter, for staff: bound neither by lead nor by window."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rathaus.appointments.service import Booking, Counter, Wish, bits, free_times, read_start, start_value
from rathaus.core.clock import BERLIN


@dataclass(frozen=True, slots=True)
class Choice:
    counter: UUID
    start: datetime

    @property
    def value(self) -> str:
        return start_value(self.counter, self.start)

    @property
    def clock(self) -> str:
        return f"{self.start.astimezone(BERLIN):%H:%M}"


def times_of_day(wish: Wish, day: date, *, but: UUID | None = None) -> list[tuple[Counter, list[Choice]]]:
    free = free_times(wish, start=day, days=1, but=but, by_staff=True)
    return [
        (counter, [Choice(counter.pk, free.raster.instant(bit)) for bit in bits(free.counters.get(counter.pk, 0))])
        for counter in wish.counters
    ]


def times_to_move_to(booking: Booking, wish: Wish, day: date) -> list[tuple[Counter, list[Choice]]]:
    """Less the one that it has."""
    own = Choice(booking.counter_id, booking.starts_at)
    counters = times_of_day(wish, day, but=booking.pk)
    return [(counter, [choice for choice in choices if choice != own]) for counter, choices in counters]


def read_choice(value: str) -> Choice | None:
    """What a button sent; None for what none of our buttons sends."""
    read = read_start(value)
    try:
        return Choice(UUID(read[0]), read[1]) if read else None
    except ValueError:
        return None
