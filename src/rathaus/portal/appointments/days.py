"""Free times as a page shows them: the next one first, then day by day and office by office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.appointments.service import (
    PARTS_OF_DAY,
    SECONDS,
    Free,
    Office,
    Wish,
    bits,
    day_masks,
    joined,
    start_stamp,
    start_value,
)
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import WEEKDAYS
from rathaus.ui.moments import DAYS

from .filters import Filters

SHOWN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Time:
    """A start at an office, in local time; `value` is what its button sends."""

    start: datetime
    office: Office

    @property
    def value(self) -> str:
        return start_value(self.office.key, self.start)

    @property
    def clock(self) -> str:
        return f"{self.start:%H:%M}"

    @property
    def day(self) -> date:
        return self.start.date()


@dataclass(frozen=True)
class Day:
    """A day with at least one time; `offices` with the buttons of their times."""

    day: date
    count: int
    first: str
    offices: list[tuple[Office, SafeString]]


@dataclass(frozen=True)
class Times:
    """Everything that fits the filters: the first, and the days from `since` on, a few at a time."""

    next: Time | None
    days: list[Day]
    later: date | None
    total: int


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    links: list[Link]


class Board:
    """The free times of a wish, narrowed by what the address asks for. Only what is shown is made of masks."""

    def __init__(self, wish: Wish, free: Free, filters: Filters) -> None:
        self.free, self.filters = free, filters
        self.offices = {office.key: office for office in wish.offices}
        self.masks = {key: free.offices.get(office.pk, 0) for key, office in self.offices.items()}
        self.local = day_masks(free.raster)

    def times(self) -> Times:
        kept = self._time_of_week(self.filters.weekday, self.filters.part)
        masks = {key: self.masks[key] & kept for key in self._chosen_offices(self.filters.office)}
        anywhere = joined(masks.values())
        since = self.filters.since
        days = [(day, all_) for day, all_ in self.local.days if all_ & anywhere and (not since or day >= since)]
        shown = [self._day(masks, *day) for day in days[:SHOWN_DAYS]]
        later = days[SHOWN_DAYS][0] if len(days) > SHOWN_DAYS else None
        return Times(self._first(masks), shown, later, anywhere.bit_count())

    def facets(self) -> list[Facet]:
        """Where one can narrow down, with how many times each choice leaves. Only choices that leave some."""
        parts = {"vormittag": _("Vormittag"), "nachmittag": _("Nachmittag"), "abend": _("ab 16 Uhr")}
        made = [
            Facet(_("Standort"), self._links("office", {key: o.local_name for key, o in self.offices.items()})),
            Facet(_("Wochentag"), self._links("weekday", dict(zip(WEEKDAYS, map(str, DAYS), strict=True)))),
            Facet(_("Tageszeit"), self._links("part", parts)),
        ]
        return [facet for facet in made if len(facet.links) > 1 or any(link.is_chosen for link in facet.links)]

    def _links(self, field: str, choices: Mapping[str, str]) -> list[Link]:
        chosen = getattr(self.filters, field)
        counts = {key: self._count(self.filters.narrowed(field, key)) for key in choices}
        return [
            Link(self.filters.address(**{field: "" if key == chosen else key}), label, counts[key], key == chosen)
            for key, label in choices.items()
            if counts[key] or key == chosen
        ]

    def _count(self, filters: Filters) -> int:
        masks = (self.masks[key] for key in self._chosen_offices(filters.office))
        return (joined(masks) & self._time_of_week(filters.weekday, filters.part)).bit_count()

    def _chosen_offices(self, key: str) -> list[str]:
        return [known for known in self.offices if key in {"", known}]

    def _time_of_week(self, weekday: str, part: str) -> int:
        mask = -1
        if weekday:
            mask &= self._weekdays[weekday]
        return mask & self._parts[part] if part else mask

    @cached_property
    def _weekdays(self) -> dict[str, int]:
        return {key: self.local.weekday(number) for number, key in enumerate(WEEKDAYS)}

    @cached_property
    def _parts(self) -> dict[str, int]:
        return {part: self.local.part(part) for part in PARTS_OF_DAY}

    def _day(self, masks: Mapping[str, int], day: date, all_: int) -> Day:
        found = {self.offices[key]: mask & all_ for key, mask in masks.items() if mask & all_}
        union = joined(found.values())
        first = self.free.raster.first
        buttons = [(office, time_buttons(office.key, first, mask)) for office, mask in found.items()]
        return Day(day, union.bit_count(), shown(first + next(bits(union)))[0], buttons)

    def _first(self, masks: Mapping[str, int]) -> Time | None:
        firsts = (self._time(next(bits(mask)), self.offices[key]) for key, mask in masks.items() if mask)
        return min(firsts, key=lambda time: time.start, default=None)

    def _time(self, bit: int, office: Office) -> Time:
        return Time(self.free.raster.instant(bit).astimezone(BERLIN), office)


def time_buttons(office: str, first: int, mask: int) -> SafeString:
    """A button for each bit, as `Time.value` and `Time.clock` say it. Hundreds of them: a template takes ten times
    as long.
    """
    before = format_html('<li><button class="times__time" type="submit" name="wann" value="{} ', office)
    times = (shown(first + bit) for bit in bits(mask))
    made = "".join(f'{before}{value}">{clock}</button></li>' for clock, value in times)
    return mark_safe(made)  # noqa: S308 -- digits, and what format_html made


@lru_cache(maxsize=20_000)
def shown(tick: int) -> tuple[str, str]:
    """Local time of day and value of the five minutes that begin then."""
    start = datetime.fromtimestamp(tick * SECONDS, UTC)
    return f"{start.astimezone(BERLIN):%H:%M}", start_stamp(start)


def in_words(start: datetime) -> str:
    """“Dienstag, 1. Dezember 2026, 9:00 Uhr”, in the reader's language."""
    local = start.astimezone(BERLIN)
    words = {"day": date_format(local.date(), "LONG_DAY_FORMAT"), "time": f"{local:%H:%M}"}
    return _("%(day)s, %(time)s Uhr") % words
