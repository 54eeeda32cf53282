"""The page for calling: one's counter, who is there, and who waits."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.core import clock
from rathaus.desk.frame import desk_page
from rathaus.queueing.service import (
    EventKind,
    Seat,
    State,
    Ticket,
    allow_stream,
    can_serve,
    free_counters,
    in_order,
    offerings_at,
    open_seats,
    seat_of,
    stream_address,
    tickets_today,
)

WORDS = {
    EventKind.RECALLED: gettext_lazy("Noch einmal aufrufen"),
    EventKind.SERVING: gettext_lazy("Ist da"),
    EventKind.DONE: gettext_lazy("Fertig"),
    EventKind.NO_SHOW: gettext_lazy("Nicht gekommen"),
    EventKind.PARKED: gettext_lazy("Zurückstellen"),
    EventKind.RESUMED: gettext_lazy("Wieder einreihen"),
    EventKind.PREFERRED: gettext_lazy("Vorziehen"),
}
HERE = {
    State.CALLED: (EventKind.SERVING, EventKind.RECALLED, EventKind.DONE, EventKind.NO_SHOW, EventKind.PARKED),
    State.SERVING: (EventKind.DONE, EventKind.PARKED),
}
WAITING = {
    State.WAITING: (EventKind.PREFERRED, EventKind.PARKED),
    State.PARKED: (EventKind.RESUMED, EventKind.NO_SHOW),
}


@never_cache
@require_safe
@staff_required
def show(request: StaffRequest) -> HttpResponse:
    seat = seat_of(request.staff)
    if seat is None:
        context: dict[str, Any] = {"counters": free_counters(request.staff)}
        return desk_page(request, "desk/queueing/sit_down.html", context, current="queue")
    context = {"seat": seat, "stream": stream_address(request, seat.queue), **_hall(seat)}
    return allow_stream(request, desk_page(request, "desk/queueing/call.html", context, current="queue"))


def _hall(seat: Seat) -> dict[str, Any]:
    """Everybody who is there, by what they are to this counter."""
    there = tickets_today(seat.queue)
    line = in_order([one for one in there if one.state == State.WAITING], seat.queue, clock.now())
    mine = {one.pk for one in can_serve(seat.counter, line)}
    here = next((one for one in there if one.counter_id == seat.counter_id), None)
    return {
        "here": here and row_of(here, HERE),
        "line": [{**row_of(one, WAITING), "mine": one.pk in mine} for one in line],
        "parked": [row_of(one, WAITING) for one in there if one.state == State.PARKED],
        "others": [one for one in there if one.counter_id and one.counter_id != seat.counter_id],
        "seats": [one for one in open_seats(seat.queue) if one.pk != seat.pk],
        "offerings": offerings_at(seat.queue),
        "next": next((one for one in line if one.pk in mine), None),
    }


def row_of(ticket: Ticket, steps: Mapping[State, tuple[EventKind, ...]]) -> dict[str, Any]:
    shown = [kind for kind in steps.get(State(ticket.state), ()) if not _is_idle(ticket, kind)]
    return {"ticket": ticket, "steps": [(kind.value, WORDS[kind]) for kind in shown]}


def _is_idle(ticket: Ticket, kind: EventKind) -> bool:
    return kind == EventKind.PREFERRED and ticket.has_priority
