"""When counters are there: from rules in local time to masks of instants. Pure.

Times of day are Europe/Berlin. A time that a day lacks in spring is an hour later, one that it has twice in autumn
is the first (as RFC 5545 reads them).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from holidays import country_holidays

from rathaus.core.clock import BERLIN
from rathaus.formengine.service import WEEKDAYS, OpeningRule

from .raster import Raster

_WEEK = 7
_LAST = -1


@lru_cache(maxsize=20_000)
def local_instant(day: date, at: str) -> datetime:
    """A time of a day as an instant; "24:00" is the midnight after it."""
    if at == "24:00":
        day, at = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(at), BERLIN).astimezone(UTC)


def day_span(day: date) -> tuple[datetime, datetime]:
    """From one midnight to the next: 23 or 25 hours when the clocks change."""
    return local_instant(day, "00:00"), local_instant(day, "24:00")


@lru_cache(maxsize=500)
def state_holidays(state: str, year: int) -> frozenset[date]:
    """Public holidays of a German state."""
    return frozenset(country_holidays("DE", subdiv=state, years=year))


@dataclass(frozen=True)
class Hours:
    """The rules of one office, and the days on which they rest."""

    rules: tuple[OpeningRule, ...]
    state: str = "ST"
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays or day in state_holidays(self.state, day.year)

    def has(self, rule: "OpeningRule", day: date) -> bool:
        """Whether a rule has times that begin on a day, holidays considered: then only rules with dates hold."""
        return rule_holds(rule, day) and (bool(rule.dates) or not self.is_holiday(day))


def rule_holds(rule: OpeningRule, day: date) -> bool:
    """Whether a rule has times that begin on a day, holidays aside."""
    if rule.dates:
        return day in rule.dates
    if WEEKDAYS[day.weekday()] not in rule.days or not _in_force(rule, day):
        return False
    if rule.weeks > 1 and rule.since is not None:
        weeks = (_monday(day) - _monday(rule.since)).days // _WEEK
        if weeks % rule.weeks:
            return False
    return not rule.nth or bool({(day.day - 1) // _WEEK + 1, *_last(day)} & set(rule.nth))


def rule_span(rule: OpeningRule, day: date) -> tuple[datetime, datetime]:
    """From when until when, for a time that begins on a day."""
    ends_on = day if rule.to > rule.from_ else day + timedelta(days=1)
    return local_instant(day, rule.from_), local_instant(ends_on, rule.to)


def is_released(rule: OpeningRule, day: date, now: datetime) -> bool:
    if rule.released is None:
        return True
    opens = day - timedelta(days=rule.released.days_before)
    return local_instant(opens, rule.released.at) <= now


def open_masks(
    hours: Hours, counters: Collection[str], raster: Raster, now: datetime, *, released_only: bool = True
) -> Mapping[str, int]:
    """When each counter (by key) is there. Times that are not released by `now` are left out, unless asked for."""
    masks = dict.fromkeys(counters, 0)
    days = list(days_of(raster))
    for rule in hours.rules:
        concerned = masks.keys() & rule.counters if rule.counters else masks.keys()
        if not concerned:
            continue
        mask = 0
        for day in days:
            if hours.has(rule, day) and (not released_only or is_released(rule, day, now)):
                mask |= raster.within(*rule_span(rule, day))
        for key in concerned:
            masks[key] |= mask
    return masks


def days_of(raster: Raster) -> Iterable[date]:
    """The local days that a raster touches, and the one before: its times may reach over midnight."""
    day = raster.start.astimezone(BERLIN).date() - timedelta(days=1)
    last = raster.end.astimezone(BERLIN).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _in_force(rule: OpeningRule, day: date) -> bool:
    return (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _last(day: date) -> tuple[int, ...]:
    return (_LAST,) if (day + timedelta(days=_WEEK)).month != day.month else ()
