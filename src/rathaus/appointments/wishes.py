"""What somebody wants to come for, and where that is possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rathaus.core.clock import BERLIN

from .errors import NoSuchOffering
from .models import MOST_TITLE, Counter, CounterOffering, Offering, Office
from .opening import local_instant
from .remembering import Memory, stamped
from .visits import Length, Part, visit_length

LONGEST = timedelta(hours=12)  # of a visit with all that precedes and follows it
_MOST_KNOWN = 500


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
        """In German, no longer than a booking keeps it: five names may have a thousand characters."""
        return ", ".join(offering.name for offering in self.offerings)[:MOST_TITLE]

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


_wishes: Memory[Wish] = Memory(_MOST_KNOWN)
_chosen: Memory[tuple[Offering, ...]] = Memory(_MOST_KNOWN)


def find_wish(keys: Sequence[str], people: int = 1) -> Wish:
    """Two queries at most, one where nothing changed since a wish was asked for last.

    Raises NoSuchOffering for what isn't offered, or not in one visit, or not for so many. The rows are shared with
    others who ask: nobody may change them.
    """
    wanted = tuple(dict.fromkeys(keys))
    if not all(key.isprintable() for key in wanted):  # PostgreSQL refuses NUL
        raise NoSuchOffering
    return stamped(_wishes, (wanted, people), lambda: _find_wish(wanted, people))


def offerings_of(keys: Sequence[str]) -> list[Offering]:
    """In the order of the keys; what was removed is left out, what is switched off is not. Shared like a wish's."""
    wanted = tuple(keys)
    found = stamped(_chosen, wanted, lambda: _find_offerings(wanted))
    return list(found)


def _find_wish(wanted: tuple[str, ...], people: int) -> Wish:
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
    if timedelta(minutes=length.before + length.minutes + length.after) > LONGEST:
        raise NoSuchOffering
    return wish


def _find_offerings(wanted: tuple[str, ...]) -> tuple[Offering, ...]:
    known = {offering.key: offering for offering in Offering.objects.filter(key__in=wanted)}
    return tuple(known[key] for key in wanted if key in known)
