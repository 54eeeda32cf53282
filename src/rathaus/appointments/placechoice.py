"""Which office, and which of its counters, a page of the desk shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from rathaus.accounts.service import StaffMember

from .models import Counter, Office
from .rules import visible_counters


@dataclass(frozen=True, kw_only=True)
class PlaceChoice:
    """`counters`: all that this person may see, of all offices; without a `counter` all of the `office` are meant."""

    counters: Sequence[Counter]
    office: Office | None
    counter: Counter | None

    @property
    def offices(self) -> list[Office]:
        return list({counter.office_id: counter.office for counter in self.counters}.values())

    @property
    def here(self) -> list[Counter]:
        return [counter for counter in self.counters if self.office and counter.office_id == self.office.pk]

    @property
    def shown(self) -> list[Counter]:
        return [self.counter] if self.counter else self.here


def choose_place(staff: StaffMember, *, office: str, counter: str) -> PlaceChoice:
    """By their keys. What is unknown to this person is left out: the first office, all of its counters. One query."""
    counters = list(visible_counters(staff))
    offices = {c.office.key: c.office for c in counters}
    chosen = offices.get(office) or next(iter(offices.values()), None)
    place = PlaceChoice(counters=counters, office=chosen, counter=None)
    one = next((c for c in place.here if c.key == counter), None)
    return PlaceChoice(counters=counters, office=chosen, counter=one)
