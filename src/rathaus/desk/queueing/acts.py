"""What a clerk does with numbers. Each act leads back to the page for calling."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.queueing.service import (
    CounterTaken,
    EventKind,
    NobodyWaits,
    NotNow,
    Seat,
    Ticket,
    act_on,
    call_next,
    call_ticket,
    forward,
    free_counters,
    leave_seat,
    offerings_at,
    open_seats,
    seat_of,
    take_seat,
    ticket_in,
)

from .page import WORDS


@require_POST
@staff_required
def sit_down(request: StaffRequest) -> HttpResponse:
    """At a counter of one's own unit; the others are not there."""
    asked = request.POST.get("schalter", "")
    found = next(((c, queue) for c, queue, _sitting in free_counters(request.staff) if str(c.pk) == asked), None)
    if found is None:
        raise Http404
    try:
        take_seat(*found, by=request.staff)
    except CounterTaken:
        messages.warning(request, _("An diesem Schalter sitzt schon jemand."))
    return redirect("desk_queue")


@require_POST
@staff_required
def stand_up(request: StaffRequest) -> HttpResponse:
    try:
        leave_seat(_seat(request))
    except NotNow:
        messages.warning(request, _("Schließen Sie erst ab, wen Sie aufgerufen haben."))
    return redirect("desk_queue")


@require_POST
@staff_required
def call_the_next(request: StaffRequest) -> HttpResponse:
    """`fertig` names whom one was serving: two acts with one click, and a second click does nothing twice."""
    seat = _seat(request)
    try:
        if done := request.POST.get("fertig"):
            act_on(_ticket(seat, UUID(done)), EventKind.DONE, seat=seat, by=request.staff)
        call_next(seat, by=request.staff)
    except NobodyWaits:
        messages.info(request, _("Für Ihren Schalter wartet niemand."))
    except NotNow:
        messages.warning(request, _("Schließen Sie erst ab, wen Sie aufgerufen haben."))
    except ValueError:
        raise Http404 from None
    return redirect("desk_queue")


@require_POST
@staff_required
def act(request: StaffRequest, ticket_id: UUID) -> HttpResponse:
    seat = _seat(request)
    ticket, kind = _ticket(seat, ticket_id), request.POST.get("akt", "")
    try:
        if kind == EventKind.CALLED:
            call_ticket(seat, ticket, by=request.staff)
        elif kind in WORDS:
            act_on(ticket, EventKind(kind), seat=seat, by=request.staff)
    except NobodyWaits:
        messages.warning(request, _("%(number)s ist schon an einem anderen Schalter.") % {"number": ticket.number})
    except NotNow:
        messages.warning(request, _("Das geht beim jetzigen Stand von %(number)s nicht.") % {"number": ticket.number})
    return redirect("desk_queue")


@require_POST
@staff_required
def send_on(request: StaffRequest, ticket_id: UUID) -> HttpResponse:
    """To a counter where somebody sits, or to any that does something else."""
    seat = _seat(request)
    ticket, to = _ticket(seat, ticket_id), request.POST.get("wohin", "")
    counter = next((one.counter for one in open_seats(seat.queue) if str(one.counter_id) == to), None)
    offering = next((one for one in offerings_at(seat.queue) if one.key == to), None)
    if counter is None and offering is None:
        messages.warning(request, _("Wählen Sie, wohin es weitergeht."))
        return redirect("desk_queue")
    try:
        forward(ticket, seat.queue, seat=seat, by=request.staff, counter=counter, offering=offering)
    except NotNow:
        messages.warning(request, _("Das geht beim jetzigen Stand von %(number)s nicht.") % {"number": ticket.number})
    return redirect("desk_queue")


def _seat(request: StaffRequest) -> Seat:
    """Raises Http404 for who sits nowhere: they have no business with numbers."""
    seat = seat_of(request.staff)
    if seat is None:
        raise Http404
    return seat


def _ticket(seat: Seat, ticket_id: UUID) -> Ticket:
    """Raises Http404 for a number of another queue or day."""
    ticket = ticket_in(seat.queue, ticket_id)
    if ticket is None:
        raise Http404
    return ticket
