"""Visits of the last three weeks for the demo, with what became of them, so that the figures have something to tell.

Written as rows, without occupancy: nobody takes a time that is over. Never for a real town hall.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.core.ids import uuid7

from .availability import free_times
from .codes import booking_code, code_hash, new_number
from .models import Booking, BookingEvent, Channel, Counter, EventKind, Status
from .raster import bits
from .wishes import Wish

_DAYS = 21
_TAKEN, _MISSED = 0.12, 0.08  # of the times; of the visits
_HOURS = (7, 8, 9, 10, 11, 12, 14, 17, 18, 19, 20, 20, 20, 21, 21, 22)  # half of it after eight in the evening
_CHANNELS = (Channel.ONLINE, Channel.ONLINE, Channel.ONLINE, Channel.PHONE, Channel.COUNTER)


def create_demo_past(wishes: Sequence[Wish], names: Sequence[str]) -> int:
    """Some of the times of the last three weeks at each counter, the same ones each time; how many."""
    dice, taken = Random("rathaus"), dict[UUID, datetime]()  # noqa: S311 -- invented visits
    staff = StaffMember.objects.filter(is_active=True).order_by("id").first()
    visits: list[Booking] = []
    events: list[BookingEvent] = []
    for start, counter, wish in _times(wishes):
        if start < taken.get(counter.pk, start) or dice.random() > _TAKEN:
            continue
        booking = _visit(wish, counter, start, dice.choice(names), dice)
        taken[counter.pk] = booking.ends_at
        visits.append(booking)
        events += _events(booking, staff, dice)
    Booking.objects.bulk_create(visits)
    BookingEvent.objects.bulk_create(events)
    return len(visits)


def _times(wishes: Sequence[Wish]) -> list[tuple[datetime, Counter, Wish]]:
    """When something could have begun, as it would have been shown three weeks ago, by time."""
    began = clock.now() - timedelta(days=_DAYS)
    with clock.freeze(began):
        free = [(wish, free_times(wish, days=_DAYS, by_staff=True)) for wish in wishes]
    found = [
        (start, counter, wish)
        for wish, times in free
        for counter in wish.counters
        for start in map(times.raster.instant, bits(times.counters.get(counter.pk, 0)))
    ]
    return sorted(found, key=lambda time: (time[0], time[1].pk, time[2].keys))


def _visit(wish: Wish, counter: Counter, start: datetime, name: str, dice: Random) -> Booking:
    pk = uuid7()
    day = start.astimezone(BERLIN) - timedelta(days=dice.randint(1, 9))
    return Booking(
        id=pk,
        number=new_number(),
        code_hash=code_hash(booking_code(pk, 0)),
        status=Status.NO_SHOW if dice.random() < _MISSED else Status.DONE,
        office=counter.office,
        counter=counter,
        offerings=wish.keys,
        title=wish.title,
        starts_at=start,
        ends_at=start + timedelta(minutes=wish.length.minutes),
        name=name,
        phone="+493935000099",
        channel=dice.choice(_CHANNELS),
        created_at=day.replace(hour=dice.choice(_HOURS), minute=dice.randrange(60)),
    )


def _events(booking: Booking, staff: StaffMember | None, dice: Random) -> Iterator[BookingEvent]:
    """Booked, and then either not come, or come, served and done."""
    online = booking.channel == Channel.ONLINE
    yield _event(booking, EventKind.BOOKED, booking.created_at, None if online else staff)
    if booking.status == Status.NO_SHOW:
        yield _event(booking, EventKind.NO_SHOW, booking.ends_at, staff)
        return
    arrived = booking.starts_at - timedelta(minutes=dice.randint(-2, 8))
    serving = max(arrived, booking.starts_at) + timedelta(minutes=dice.randint(0, 9))
    done = serving + (booking.ends_at - booking.starts_at)
    for kind, at in ((EventKind.ARRIVED, arrived), (EventKind.SERVING, serving), (EventKind.DONE, done)):
        yield _event(booking, kind, at, staff)


def _event(booking: Booking, kind: EventKind, at: datetime, staff: StaffMember | None) -> BookingEvent:
    return BookingEvent(
        booking=booking, kind=kind, at=at, staff=staff, starts_at=booking.starts_at, counter=booking.counter
    )
