"""What the pages of a queue share."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rathaus.appointments.service import Offering, start_value
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.queueing.service import (
    Closed,
    Full,
    NotServed,
    Queue,
    Ticket,
    allow_stream,
    draw_ticket,
    find_ticket,
    free_today,
    offerings_at,
    place_at_end,
    queue_at,
    stream_address,
)


def find_queue(office: str) -> Queue:
    """Raises Http404."""
    queue = queue_at(office[:60])
    if queue is None:
        raise Http404
    return queue


def ticket_or_404(queue: Queue, code: str) -> Ticket:
    ticket = find_ticket(queue, code)
    if ticket is None:
        raise Http404
    return ticket


def live_page(request: HttpRequest, template: str, queue: Queue, context: dict[str, Any]) -> HttpResponse:
    """A page that learns what happens in the queue."""
    shown = {"queue": queue, "office": queue.office, "stream": stream_address(request, queue), **context}
    return allow_stream(request, render(request, template, shown))


def draw_or_offer(request: HttpRequest, queue: Queue) -> Ticket | dict[str, Any]:
    """A number, or why not and what else is possible today.

    Where the wait is long, it is said first; who wants to wait all the same sends `trotzdem`.
    """
    offering = next((one for one in offerings_at(queue) if one.key == request.POST.get("anliegen")), None)
    if offering is None:
        return {"reason": "unknown"}
    place = place_at_end(queue, offering)
    if place.minutes > queue.long_wait and "trotzdem" not in request.POST:
        minutes = rounded(place.minutes)
        return {"reason": "long", "minutes": minutes, **_offered(queue, offering, minutes)}
    try:
        return draw_ticket(queue, offering)
    except Closed:
        return {"reason": "closed", **_offered(queue, offering)}
    except NotServed:
        return {"reason": "not_served", **_offered(queue, offering)}
    except Full:
        return {"reason": "full", **_offered(queue, offering)}


def rounded(minutes: int) -> int:
    """Up to the next five: nobody can say it more exactly."""
    return -(-minutes // 5) * 5


def _offered(queue: Queue, offering: Offering, minutes: int = 0) -> dict[str, Any]:
    """The next free time of today. `waits`: who takes a number is served no later than then, so that comes first."""
    slot = free_today(queue, offering)
    return {
        "offering": offering,
        "slot": slot.astimezone(BERLIN) if slot else None,
        "slot_value": start_value(queue.office.key, slot) if slot else "",
        "waits": minutes > 0 and (slot is None or clock.now() + timedelta(minutes=minutes) <= slot),
    }
