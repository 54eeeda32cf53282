"""Free times of what somebody wants: at most four queries, whatever the size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.occupancy.service import Packed, busy
from rathaus.tenancy.service import current_municipality

from .closures import closures_between, concerns
from .errors import NoSuchOffering
from .free import Free, Place, find_free, free_places
from .models import Closure, Counter, CounterOffering, Equipment, Offering, Office
from .opening import local_instant
from .raster import Raster, whole_days
from .remembering import opened, taken
from .visits import Length, Part, visit_length

_LONGEST = timedelta(hours=12)  # of a visit with all that precedes and follows it


@dataclass(frozen=True)
class Wish:
    """What somebody wants to come for, and where that is possible."""

    offerings: tuple[Offering, ...]
    people: int
    counters: tuple[Counter, ...]

    @property
    def keys(self) -> list[str]:
        return [offering.key for offering in self.offerings]

    @property
    def length(self) -> Length:
        parts = [Part(o.minutes, o.before, o.after, o.per_person) for o in self.offerings]
        return visit_length(parts, self.people)

    @property
    def needs(self) -> frozenset[str]:
        return frozenset(kind for offering in self.offerings for kind in offering.needs)

    @property
    def step(self) -> int:
        return max(offering.step for offering in self.offerings)

    @property
    def title(self) -> str:
        """In German."""
        return ", ".join(offering.name for offering in self.offerings)

    @property
    def local_title(self) -> str:
        return ", ".join(offering.local_name for offering in self.offerings)

    @property
    def offices(self) -> list[Office]:
        found = {counter.office_id: counter.office for counter in self.counters}
        return sorted(found.values(), key=lambda office: (office.position, office.name))

    def bounds(self, now: datetime, *, by_staff: bool = False) -> tuple[datetime, datetime]:
        """From the lead time to the end of the booking window, the tightest of all offerings.

        Staff are bound by neither, for a year.
        """
        if by_staff:
            return now - timedelta(minutes=self.step), now + timedelta(days=366)
        last = now.astimezone(BERLIN).date() + timedelta(days=min(o.window for o in self.offerings))
        return now + timedelta(minutes=max(o.lead for o in self.offerings)), local_instant(last, "24:00")


def find_wish(keys: Sequence[str], people: int = 1) -> Wish:
    """One query. Raises NoSuchOffering for what isn't offered, or not in one visit, or not for so many."""
    wanted = list(dict.fromkeys(keys))
    if not all(key.isprintable() for key in wanted):  # PostgreSQL refuses NUL
        raise NoSuchOffering
    served: dict[Offering, list[Counter]] = {}
    rows = CounterOffering.objects.filter(
        offering__key__in=wanted, offering__is_active=True, counter__is_active=True, counter__office__is_active=True
    )
    for row in rows.select_related("offering", "counter__office"):
        served.setdefault(row.offering, []).append(row.counter)
    offerings = sorted(served, key=lambda offering: wanted.index(offering.key))
    if not wanted or len(offerings) != len(wanted) or people < 1 or any(people > o.people for o in offerings):
        raise NoSuchOffering
    if len(offerings) > 1 and not all(offering.together for offering in offerings):
        raise NoSuchOffering
    everywhere = set.intersection(*(set(counters) for counters in served.values()))
    counters = sorted(everywhere, key=lambda counter: (counter.office.position, counter.position, counter.key))
    wish = Wish(tuple(offerings), people, tuple(counters))
    length = wish.length
    if timedelta(minutes=length.before + length.minutes + length.after) > _LONGEST:
        raise NoSuchOffering
    return wish


def free_times(
    wish: Wish, *, start: date | None = None, days: int | None = None, but: UUID | None = None, by_staff: bool = False
) -> Free:
    """Where the visit can begin, from a day on for so many days, inside the booking window. Three queries at most.

    `but`: an owner in occupancy whose times count as free, since they are given up. Staff are bound neither by lead
    and window nor by releases, for a year.
    """
    now = clock.now()
    earliest, latest = wish.bounds(now, by_staff=by_staff)
    if start is not None:
        earliest = max(earliest, local_instant(start, "00:00"))
    if days is not None:
        first = start or earliest.astimezone(BERLIN).date()
        latest = min(latest, local_instant(first + timedelta(days=days), "00:00"))
    length = wish.length
    raster = whole_days(length.span(earliest)[0], max(earliest, latest) + _LONGEST)
    plan = read_plan(wish.counters, wish.needs, raster, but=but)
    return plan.free(wish, earliest, latest, now, by_staff=by_staff)


@dataclass(frozen=True)
class Plan:
    """What is there, closed and taken in a time, for counters and what they need."""

    raster: Raster
    counters: tuple[Counter, ...]
    equipment: tuple[Equipment, ...]
    closures: tuple[Closure, ...]
    taken: Mapping[UUID, Packed]
    opened: dict[bool, dict[UUID, Mapping[str, int]]] = field(default_factory=dict)

    def free(
        self, wish: Wish, earliest: datetime, latest: datetime, now: datetime, *, by_staff: bool = False
    ) -> Free:
        """For a wish that is served by some of the counters."""
        there = self.there(wish.counters, now, released_only=not by_staff)
        return find_free(
            free_places(there, self._taken),
            {kind: self._pieces(kind) for kind in wish.needs},
            self.raster,
            wish.length,
            step=wish.step,
            earliest=earliest,
            latest=latest,
        )

    def there(
        self, counters: Iterable[Counter], now: datetime, *, released_only: bool = True
    ) -> list[tuple[UUID, UUID, int]]:
        """Counter, office, and when somebody is there, whether taken or not."""
        hours = self._by_office(now, released_only=released_only)
        return [
            (counter.pk, counter.office_id, hours[counter.office_id][counter.key] & ~self._closed(counter))
            for counter in counters
        ]

    @cached_property
    def _taken(self) -> Mapping[UUID, int]:
        return {resource: taken(times, self.raster) for resource, times in self.taken.items()}

    def _by_office(self, now: datetime, *, released_only: bool) -> Mapping[UUID, Mapping[str, int]]:
        if released_only not in self.opened:
            offices = {counter.office_id: counter.office for counter in self.counters}
            keys: dict[UUID, list[str]] = {}
            for counter in self.counters:
                keys.setdefault(counter.office_id, []).append(counter.key)
            state = current_municipality().state
            self.opened[released_only] = {
                pk: opened(office, state, keys[pk], self.raster, now, released_only=released_only)
                for pk, office in offices.items()
            }
        return self.opened[released_only]

    def _closed(self, counter: Counter) -> int:
        mask = 0
        for closure in self.closures:
            if concerns(closure, counter):
                mask |= self.raster.touching(closure.starts_at, closure.ends_at)
        return mask

    def _pieces(self, kind: str) -> list[Place]:
        always = (1 << self.raster.length) - 1
        pieces = ((e.pk, e.office_id, always) for e in self.equipment if e.kind == kind)
        return free_places(pieces, self._taken)


def read_plan(counters: Sequence[Counter], needs: Iterable[str], raster: Raster, *, but: UUID | None = None) -> Plan:
    """Equipment where it is needed, closures, occupancy: three queries at most, none for no counters."""
    if not counters:
        return Plan(raster, (), (), (), {})
    offices = {counter.office_id for counter in counters}
    needed = list(needs)
    equipment = tuple(Equipment.objects.filter(kind__in=needed, office__in=offices, is_active=True)) if needed else ()
    concerned = closures_between(raster.start, raster.end).filter(Q(office=None) | Q(office__in=offices))
    resources = [counter.pk for counter in counters] + [piece.pk for piece in equipment]
    times = busy(resources, raster.start, raster.end, but=but)
    return Plan(raster, tuple(counters), equipment, tuple(concerned), times)
