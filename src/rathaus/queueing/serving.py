"""At which counters somebody sits, and what can be done there."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter, CounterOffering, Offering, visible_counters
from rathaus.core import clock

from .errors import CounterTaken, NotNow
from .models import Queue, Seat, State, Ticket


def seat_of(staff: StaffMember) -> Seat | None:
    """Where somebody sits today, if they may still be there."""
    mine = Seat.objects.filter(staff=staff, day=clock.today(), closed_at=None, queue__is_active=True)
    found: Seat | None = (
        mine.filter(counter__in=visible_counters(staff)).select_related("counter__office", "queue__office").first()
    )
    return found


def free_counters(staff: StaffMember) -> list[tuple[Counter, Queue, StaffMember | None]]:
    """The counters of one's own unit at offices with a queue, and who sits there. Three queries."""
    queues = {queue.office_id: queue for queue in Queue.objects.filter(is_active=True)}
    taken = Seat.objects.filter(day=clock.today(), closed_at=None).select_related("staff__account")
    sitting = {seat.counter_id: seat.staff for seat in taken}
    mine = [counter for counter in visible_counters(staff) if counter.office_id in queues]
    return [(counter, queues[counter.office_id], sitting.get(counter.pk)) for counter in mine]


def open_seats(queue: Queue) -> list[Seat]:
    """Where somebody sits now."""
    rows = Seat.objects.filter(queue=queue, day=clock.today(), closed_at=None).select_related("counter")
    return list(rows.order_by("counter__position", "counter__name"))


@transaction.atomic
def take_seat(counter: Counter, queue: Queue, *, by: StaffMember) -> Seat:
    """Sit down at a counter. Raises CounterTaken; PostgreSQL decides between two who sit down at once."""
    try:
        with transaction.atomic():
            seat: Seat = Seat.objects.create(counter=counter, queue=queue, staff=by)
            return seat
    except IntegrityError:
        raise CounterTaken from None


@transaction.atomic
def leave_seat(seat: Seat) -> None:
    """Raises NotNow while somebody is called or served there."""
    if Ticket.objects.filter(counter=seat.counter_id, day=seat.day, state__in=[State.CALLED, State.SERVING]).exists():
        raise NotNow
    Seat.objects.filter(pk=seat.pk, closed_at=None).update(closed_at=clock.now())


def counters_serving(queue: Queue, offering: Offering) -> list[UUID]:
    """Counters in service that do this."""
    return in_service(queue).get(offering.pk, [])


def in_service(queue: Queue) -> dict[UUID, list[UUID]]:
    """By offering: the counters where somebody sits now. One query."""
    seats = Seat.objects.filter(queue=queue, day=clock.today(), closed_at=None)
    served: dict[UUID, list[UUID]] = {}
    rows = CounterOffering.objects.filter(counter__in=seats.values("counter"), offering__is_active=True)
    for offering, counter in rows.values_list("offering_id", "counter_id"):
        served.setdefault(offering, []).append(counter)
    return served


def can_serve(counter: Counter, waiting: Iterable[Ticket]) -> list[Ticket]:
    """Those whom a counter may call, in the same order."""
    served = set(CounterOffering.objects.filter(counter=counter).values_list("offering_id", flat=True))
    return [
        ticket
        for ticket in waiting
        if (ticket.wanted_id == counter.pk) or (ticket.wanted_id is None and ticket.offering_id in served)
    ]
