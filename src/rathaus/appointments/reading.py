"""Reading offerings and bookings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rathaus.core import clock
from rathaus.occupancy.service import resources_of

from .availability import Plan, Wish, read_plan
from .codes import code_hash
from .models import Booking, BookingEvent, Counter, CounterOffering, Equipment, Offering, Office
from .raster import Raster, bits

_LOOK_AHEAD = timedelta(days=14)


def offerings() -> list[Offering]:
    """What can be booked, in the order in which the municipality lists it."""
    served = CounterOffering.objects.filter(counter__is_active=True, counter__office__is_active=True)
    found = Offering.objects.filter(is_active=True, pk__in=served.values("offering"))
    return list(found.order_by("position", "name"))


def offering_of(service_key: str) -> Offering | None:
    """What can be booked for a service of the catalogue."""
    found: Offering | None = Offering.objects.filter(service_key=service_key, is_active=True).first()
    return found


def open_booking(code: str) -> Booking | None:
    """The booking of a private link. With 120 bits it needs no limit on tries."""
    found: Booking | None = Booking.objects.filter(code_hash=code_hash(code)).first()
    return found


def find_booking(number: str) -> Booking | None:
    found: Booking | None = Booking.objects.select_related("office", "counter__unit").filter(number=number).first()
    return found


def story_of(booking: Booking) -> list[BookingEvent]:
    """Everything that happened to it, the newest first."""
    events = BookingEvent.objects.filter(booking=booking).select_related("staff__account", "counter")
    return list(events.order_by("-at", "-id"))


def equipment_of(booking: Booking) -> list[Equipment]:
    """What is reserved for it besides the counter."""
    ids = resources_of(booking.pk)
    return list(Equipment.objects.filter(pk__in=ids).order_by("name")) if len(ids) > 1 else []


def last_word(booking: Booking) -> str:
    """What the town hall wrote to the visitor with the last change; empty where it wrote nothing."""
    events = BookingEvent.objects.filter(booking=booking).exclude(text="")
    return events.order_by("-at", "-id").values_list("text", flat=True).first() or ""


@dataclass(frozen=True)
class NextFree:
    """The first free time of an offering, anywhere."""

    offering: Offering
    starts_at: datetime
    office: Office


def next_free() -> NextFree | None:
    """The first free time of all that people come for most, within two weeks: three queries at most."""
    wishes = _popular_wishes()
    if not wishes:
        return None
    now = clock.now()
    counters: dict[object, Counter] = {counter.pk: counter for wish in wishes for counter in wish.counters}
    needs = {kind for wish in wishes for kind in wish.needs}
    raster = Raster.between(now, now + _LOOK_AHEAD + timedelta(hours=12))
    plan = read_plan(list(counters.values()), needs, raster)
    found = [first for wish in wishes if (first := _first(plan, wish, now))]
    return min(found, key=lambda first: first.starts_at, default=None)


def _popular_wishes() -> list[Wish]:
    rows = CounterOffering.objects.filter(
        offering__is_active=True, offering__is_popular=True, counter__is_active=True, counter__office__is_active=True
    ).select_related("offering", "counter__office")
    served: dict[Offering, list[Counter]] = {}
    for row in rows.order_by("offering__position"):
        served.setdefault(row.offering, []).append(row.counter)
    return [Wish((offering,), 1, tuple(counters)) for offering, counters in served.items()]


def _first(plan: Plan, wish: Wish, now: datetime) -> NextFree | None:
    earliest, latest = wish.bounds(now)
    free = plan.free(wish, earliest, min(latest, now + _LOOK_AHEAD), now)
    first = next(bits(free.anywhere), None)
    if first is None:
        return None
    office = next(office for office in wish.offices if free.offices.get(office.pk, 0) >> first & 1)
    return NextFree(wish.offerings[0], free.raster.instant(first), office)
