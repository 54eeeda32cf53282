"""Reading a queue: the line, a place in it, and what the screen in the hall shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rathaus.appointments.service import CounterOffering, NoSuchOffering, Offering, find_wish, free_times
from rathaus.core import clock

from .models import OPEN, EventKind, Queue, QueueEvent, State, Ticket
from .ordering import expected_minutes, in_order
from .serving import in_service

_CALLS = (EventKind.CALLED, EventKind.RECALLED)
_SHOWN = 6
_MOST_EVENTS = 200


@dataclass(frozen=True)
class Call:
    """What everybody in the hall may know: a number and where to go."""

    revision: int
    number: str
    counter: str


@dataclass(frozen=True)
class Place:
    """`ahead`: how many are before this one; `minutes`: until it is their turn, roughly."""

    ahead: int
    minutes: int


def queue_at(office_key: str) -> Queue | None:
    found: Queue | None = (
        Queue.objects.filter(office__key=office_key, office__is_active=True, is_active=True)
        .select_related("office")
        .first()
    )
    return found


def queues() -> list[Queue]:
    found = Queue.objects.filter(office__is_active=True, is_active=True).select_related("office")
    return list(found.order_by("office__position", "office__name"))


def tickets_today(queue: Queue) -> list[Ticket]:
    """All that are not over, by number, with offering, booking and counter. One query."""
    rows = Ticket.objects.filter(queue=queue, day=clock.today(), state__in=OPEN)
    return list(rows.select_related("offering", "booking", "counter", "wanted").order_by("serial"))


def line_of(queue: Queue) -> list[Ticket]:
    """Who waits, the next one first. One query."""
    rows = Ticket.objects.filter(queue=queue, day=clock.today(), state=State.WAITING)
    return in_order(rows.select_related("offering", "booking", "wanted"), queue, clock.now())


def find_ticket(queue: Queue, code: str) -> Ticket | None:
    """The ticket of a personal page, of today or an earlier day."""
    if not code.isprintable():  # a cookie can hold anything, and PostgreSQL refuses NUL
        return None
    found: Ticket | None = (
        Ticket.objects.filter(queue=queue, code=code[:16]).select_related("offering", "counter", "booking").first()
    )
    return found


def ticket_in(queue: Queue, key: UUID) -> Ticket | None:
    """A ticket of today."""
    found: Ticket | None = Ticket.objects.filter(queue=queue, pk=key, day=clock.today()).first()
    return found


def place_of(ticket: Ticket, queue: Queue) -> Place:
    """Two queries."""
    line, served = line_of(queue), in_service(queue)
    before: list[Ticket] = []
    for other in line:
        if other.pk == ticket.pk:
            break
        before.append(other)
    return _place(ticket.offering_id, before, served)


def place_at_end(queue: Queue, offering: Offering) -> Place:
    """Where somebody would stand who took a number now. Two queries."""
    return _place(offering.pk, line_of(queue), in_service(queue))


def offerings_at(queue: Queue) -> list[Offering]:
    """What can be done at this office, in the municipality's order."""
    served = CounterOffering.objects.filter(counter__office=queue.office_id, counter__is_active=True)
    found = Offering.objects.filter(is_active=True, pk__in=served.values("offering"))
    return list(found.order_by("position", "name"))


def _place(offering: UUID, before: Sequence[Ticket], served: Mapping[UUID, list[UUID]]) -> Place:
    """Only those count who wait for a counter that serves this offering too."""
    counters = set(served.get(offering, []))
    rivals = [other for other in before if counters & set(served.get(other.offering_id, []))]
    return Place(len(rivals), expected_minutes([other.minutes for other in rivals], len(counters)))


def current_calls(queue: Queue) -> list[Call]:
    """Who is called or being served, the last call first. One query."""
    rows = QueueEvent.objects.filter(
        queue=queue, kind__in=_CALLS, ticket__day=clock.today(), ticket__state__in=[State.CALLED, State.SERVING]
    )
    calls: dict[UUID, Call] = {}
    for event in rows.select_related("ticket", "counter").order_by("-revision")[:50]:
        calls.setdefault(event.ticket_id, _call_of(event))
    return list(calls.values())[:_SHOWN]


def news_since(queue: UUID, revision: int) -> list[tuple[int, Call | None]]:
    """What happened after a revision, in order: a call, or None for what only changes the line.

    At most 200: who has missed more reads the page anew.
    """
    rows = QueueEvent.objects.filter(queue=queue, revision__gt=revision)
    found = rows.select_related("ticket", "counter").order_by("revision")[:_MOST_EVENTS]
    return [(event.revision, _call_of(event) if event.kind in _CALLS else None) for event in found]


def free_today(queue: Queue, offering: Offering) -> datetime | None:
    """The next free time of today at this office, for who doesn't want to wait. Four queries."""
    try:
        wish = find_wish([offering.key])
    except NoSuchOffering:
        return None
    return next(iter(free_times(wish, start=clock.today(), days=1).starts(queue.office_id)), None)


def _call_of(event: QueueEvent) -> Call:
    return Call(event.revision, event.ticket.number, event.counter.name if event.counter else "")
