"""Which days are working days at the seat of a town hall."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """By the law of the state (`ST`: with 6 January and 31 October), and the town's own holidays.

    24 and 31 December are working days in law, however few people work.
    """

    state: str
    local: Collection[date] = ()

    def includes(self, day: date) -> bool:
        return (
            day.weekday() < _SATURDAY and day not in self.local and day not in _public_holidays(self.state, day.year)
        )

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day: § 193 BGB, § 31 (3) VwVfG, § 108 (3) AO."""
        while not self.includes(day):
            day += timedelta(days=1)
        return day


@cache
def _public_holidays(state: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=state, years=year))
