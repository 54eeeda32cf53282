"""Free times as a page shows them: the next one first, then day by day and office by office."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.appointments.service import Free, Office, Wish
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import WEEKDAYS
from rathaus.portal.hours import DAYS

from .filters import Filters

SHOWN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Time:
    """A start at an office, in local time; `value` is what its button sends."""

    start: datetime
    office: Office

    @property
    def value(self) -> str:
        return f"{self.office.key} {self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    @property
    def clock(self) -> str:
        return f"{self.start:%H:%M}"

    @property
    def day(self) -> date:
        return self.start.date()


@dataclass(frozen=True)
class Day:
    day: date
    offices: list[tuple[Office, list[Time]]]

    @property
    def count(self) -> int:
        return len({time.start for _office, times in self.offices for time in times})

    @property
    def first(self) -> Time:
        return min((times[0] for _office, times in self.offices), key=lambda time: time.start)


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


def all_times(wish: Wish, free: Free) -> list[Time]:
    """Whatever the filters say, in order of time."""
    found = [Time(start.astimezone(BERLIN), office) for office in wish.offices for start in free.starts(office.pk)]
    return sorted(found, key=lambda time: time.start)


def list_times(everything: Sequence[Time], filters: Filters) -> Times:
    found = [time for time in everything if filters.fits(time.start, time.office.key)]
    since = filters.since
    days: dict[date, dict[Office, list[Time]]] = {}
    for time in found:
        if since is None or time.day >= since:
            days.setdefault(time.day, {}).setdefault(time.office, []).append(time)
    shown = [
        Day(day, sorted(offices.items(), key=lambda item: item[0].position))
        for day, offices in list(days.items())[:SHOWN_DAYS]
    ]
    later = list(days)[SHOWN_DAYS] if len(days) > SHOWN_DAYS else None
    return Times(found[0] if found else None, shown, later, len(found))


def facets(everything: Sequence[Time], filters: Filters) -> list[Facet]:
    """Where one can narrow down, with how many times each choice leaves. Only choices that leave some."""
    offices = {time.office.key: time.office.local_name for time in everything}
    names: dict[str, tuple[str, Mapping[str, str]]] = {
        "office": (_("Standort"), offices),
        "weekday": (_("Wochentag"), dict(zip(WEEKDAYS, map(str, DAYS), strict=True))),
        "part": (
            _("Tageszeit"),
            {"vormittag": _("Vormittag"), "nachmittag": _("Nachmittag"), "abend": _("ab 16 Uhr")},
        ),
    }
    made = [Facet(name, _links(field, choices, everything, filters)) for field, (name, choices) in names.items()]
    return [facet for facet in made if len(facet.links) > 1 or any(link.is_chosen for link in facet.links)]


def in_words(start: datetime) -> str:
    """“Dienstag, 1. Dezember 2026, 9:00 Uhr”, in the reader's language."""
    local = start.astimezone(BERLIN)
    words = {"day": date_format(local.date(), "l, j. F Y"), "time": f"{local:%H:%M}"}
    return _("%(day)s, %(time)s Uhr") % words


def read_choice(value: str) -> tuple[str, datetime] | None:
    """What a button sent; None for what none of our buttons sends."""
    office, _blank, given = value[:100].partition(" ")
    try:
        start = datetime.strptime(given, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return office, start


def _links(field: str, choices: Mapping[str, str], everything: Sequence[Time], filters: Filters) -> list[Link]:
    chosen = getattr(filters, field)
    others = filters.without(field)
    counts = Counter(
        others.kind(field, time.start, time.office.key)
        for time in everything
        if others.fits(time.start, time.office.key)
    )
    return [
        Link(filters.address(**{field: "" if key == chosen else key}), label, counts[key], key == chosen)
        for key, label in choices.items()
        if counts[key] or key == chosen
    ]
