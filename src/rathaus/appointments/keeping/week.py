"""The week of an office, counter by counter: four queries of ours, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rathaus.accounts.service import StaffMember
from rathaus.appointments.closures import closures_between, concerns
from rathaus.appointments.models import Block, Booking, Closure, Counter, Status
from rathaus.appointments.opening import day_span, local_instant
from rathaus.appointments.placechoice import PlaceChoice, choose_place
from rathaus.core.clock import BERLIN

from .access import hours_here

_DAYS = 7
_WORKDAYS = 5


@dataclass(frozen=True)
class Cell:
    """A counter on a day. `opens`: whether it has times then; `shut`: from, until and why nobody comes then."""

    counter: Counter
    day: date
    opens: bool
    visits: Sequence[Booking]
    shut: Sequence[tuple[datetime, datetime, str]]


@dataclass(frozen=True, kw_only=True)
class Week(PlaceChoice):
    """`rows`: a counter with its days; Saturday and Sunday only where there is something."""

    monday: date
    days: Sequence[date]
    rows: Sequence[tuple[Counter, Sequence[Cell]]]


def plan_week(staff: StaffMember, day: date, *, office: str = "", counter: str = "") -> Week:
    """The week that a day is in. What is unknown to this person is left out: the first office, all its counters."""
    monday = day - timedelta(days=day.weekday())
    place = choose_place(staff, office=office, counter=counter)
    visits, shut = _visits(place.shown, monday), _Shut(place.shown, monday)
    dates = [monday + timedelta(days=n) for n in range(_DAYS)]
    opens = {(c, each) for c in place.shown for each in dates if _opens(c, each)}
    busy = {booking.starts_at.astimezone(BERLIN).date() for booking in visits} | {each for _c, each in opens}
    days = [each for each in dates if each.weekday() < _WORKDAYS or each in busy]
    rows = [
        (c, [Cell(c, each, (c, each) in opens, _on(visits, c, each), shut.at(c, each)) for each in days])
        for c in place.shown
    ]
    return Week(**vars(place), monday=monday, days=days, rows=rows)


def _visits(counters: Sequence[Counter], monday: date) -> list[Booking]:
    found = Booking.objects.filter(
        counter__in=[counter.pk for counter in counters],
        starts_at__gte=local_instant(monday, "00:00"),
        starts_at__lt=local_instant(monday + timedelta(days=_DAYS), "00:00"),
    )
    return list(
        found.exclude(status=Status.CANCELLED).select_related("counter", "office").order_by("starts_at", "id")
    )


def _opens(counter: Counter, day: date) -> bool:
    hours = hours_here(counter.office)
    mine = (rule for rule in hours.rules if not rule.counters or counter.key in rule.counters)
    return any(hours.has(rule, day) for rule in mine)


def _on(visits: Sequence[Booking], counter: Counter, day: date) -> list[Booking]:
    return [v for v in visits if v.counter_id == counter.pk and v.starts_at.astimezone(BERLIN).date() == day]


class _Shut:
    """Blocks and closures of some counters in a week."""

    def __init__(self, counters: Sequence[Counter], monday: date) -> None:
        start, end = local_instant(monday, "00:00"), local_instant(monday + timedelta(days=_DAYS), "00:00")
        ids = [counter.pk for counter in counters]
        self.blocks = list(
            Block.objects.filter(starts_at__lt=end, ends_at__gt=start, lifted_at=None, counter__in=ids)
        )
        self.closures = list(closures_between(start, end))

    def at(self, counter: Counter, day: date) -> list[tuple[datetime, datetime, str]]:
        start, end = day_span(day)
        mine: list[Block | Closure] = [block for block in self.blocks if block.counter_id == counter.pk]
        mine += [closure for closure in self.closures if concerns(closure, counter)]
        spans = [(max(start, m.starts_at), min(end, m.ends_at), m.reason) for m in mine]
        return sorted(span for span in spans if span[0] < span[1])
