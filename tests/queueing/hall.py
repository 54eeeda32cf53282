"""Makes a hall of an installation live: `python -m tests.queueing.hall <town> furnish|draw|call …`.

The hall is always open, Clara (in Thale: Theo) sits at the first counter. Each verb is done in its own transaction;
prints the queue's id, its revision and the last number as JSON.
"""

import json
import sys

import django

django.setup()

from rathaus.accounts.service import StaffMember  # noqa: E402 -- needs the settings
from rathaus.appointments.service import (  # noqa: E402
    Contact,
    Counter,
    Offering,
    Office,
    book_held,
    find_wish,
    free_times,
    hold_time,
)
from rathaus.queueing.service import (  # noqa: E402
    EventKind,
    Queue,
    State,
    Ticket,
    act_on,
    call_next,
    draw_ticket,
    seat_of,
    take_seat,
)
from rathaus.tenancy.service import Municipality, scope  # noqa: E402
from tests import cast  # noqa: E402

ALWAYS = [{"days": ["mo", "di", "mi", "do", "fr", "sa", "so"], "from": "00:00", "to": "24:00"}]


def open_hall() -> None:
    Queue.objects.update(opening=ALWAYS)


def furnish() -> None:
    open_hall()
    queue = Queue.objects.select_related("office").get()
    counter = Counter.objects.select_related("office").get(office=queue.office_id, key="schalter-1")
    take_seat(counter, queue, by=_clerk())


def draw() -> str:
    queue = Queue.objects.select_related("office").get()
    return draw_ticket(queue, Offering.objects.get(key="wohnsitz")).number


def visit() -> str:
    """Anna has an appointment in a few minutes; its number."""
    Office.objects.update(opening=ALWAYS)
    office = Queue.objects.get().office_id
    wish = find_wish(["abholung"])
    held = hold_time(wish, free_times(wish).starts(office)[0], office=office, network="test")
    return book_held(held, Contact(cast.ANNA.name, email=cast.ANNA.email)).number


def call() -> str:
    """Whoever was there is done."""
    clerk = _clerk()
    seat = seat_of(clerk)
    assert seat is not None
    for ticket in Ticket.objects.filter(counter=seat.counter_id, state=State.CALLED):
        act_on(ticket, EventKind.DONE, seat=seat, by=clerk)
    return call_next(seat, by=clerk).number


def _clerk() -> StaffMember:
    return StaffMember.objects.filter(role=StaffMember.Role.CLERK, unit__key="buergerservice").order_by("id")[0]


def main(town: str, *verbs: str) -> None:
    number = ""
    for verb in verbs:
        with scope(Municipality.objects.get(key=town)):
            number = {"open": open_hall, "furnish": furnish, "draw": draw, "call": call, "visit": visit}[verb]() or ""
    with scope(Municipality.objects.get(key=town)):
        queue = Queue.objects.get()
    sys.stdout.write(json.dumps({"queue": str(queue.pk), "revision": queue.revision, "number": number}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
