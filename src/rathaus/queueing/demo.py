"""A hall where people wait, for the demo. Never for a real town hall."""

from rathaus.accounts.service import StaffMember
from rathaus.appointments.service import Counter
from rathaus.core import clock

from .calling import call_next
from .drawing import draw_always
from .models import Queue, Seat, Ticket
from .reading import offerings_at
from .serving import take_seat

_WAITING = ("abholung", "wohnsitz", "personalausweis", "fuehrungszeugnis", "wohnsitz", "abholung")


def create_demo_queue() -> int:
    """Somebody sits at the second counter of each queue, calls the first number, and others wait; once a day.

    Whether the town hall is open doesn't matter, so that there is something to see at any hour.
    """
    made = 0
    for queue in Queue.objects.filter(is_active=True).select_related("office"):
        if Ticket.objects.filter(queue=queue, day=clock.today()).exists():
            continue
        seat = _sit_down(queue)
        if seat is None:
            continue
        offered = {offering.key: offering for offering in offerings_at(queue)}
        for key in _WAITING:
            if key in offered:
                draw_always(queue, offered[key])
                made += 1
        call_next(seat, by=seat.staff)
    return made


def _sit_down(queue: Queue) -> Seat | None:
    lead = StaffMember.objects.filter(role=StaffMember.Role.LEAD, is_active=True).first()
    if lead is None:
        return None
    counters = Counter.objects.filter(office=queue.office_id, unit=lead.unit_id, is_active=True)
    counter = counters.select_related("office").order_by("position")[1:2].first()
    return take_seat(counter, queue, by=lead) if counter else None
