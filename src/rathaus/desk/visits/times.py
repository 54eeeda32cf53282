"""Free times of a day at each counter, for staff: bound neither by lead nor by window."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from rathaus.appointments.service import Counter, Wish, bits, free_times
from rathaus.core.clock import BERLIN


@dataclass(frozen=True, slots=True)
class Choice:
    counter: UUID
    start: datetime

    @property
    def value(self) -> str:
        return f"{self.counter} {self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    @property
    def clock(self) -> str:
        return f"{self.start.astimezone(BERLIN):%H:%M}"


def times_of_day(wish: Wish, day: date, *, but: UUID | None = None) -> list[tuple[Counter, list[Choice]]]:
    free = free_times(wish, start=day, days=1, but=but, by_staff=True)
    return [
        (counter, [Choice(counter.pk, free.raster.instant(bit)) for bit in bits(free.counters.get(counter.pk, 0))])
        for counter in wish.counters
    ]


def read_choice(value: str) -> Choice | None:
    """What a button sent; None for what none of our buttons sends."""
    counter, _blank, given = value[:100].partition(" ")
    try:
        return Choice(UUID(counter), datetime.strptime(given, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC))
    except ValueError:
        return None
