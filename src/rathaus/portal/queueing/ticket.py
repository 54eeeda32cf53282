"""One's own number: how many are before it, and where to go."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rathaus.core import clock
from rathaus.queueing.service import NotNow, State, leave_line, place_of

from .frame import find_queue, live_page, rounded, ticket_or_404


@never_cache
@require_safe
def show(request: HttpRequest, office: str, code: str) -> HttpResponse:
    queue = find_queue(office)
    ticket = ticket_or_404(queue, code)
    waits = ticket.state == State.WAITING
    place = place_of(ticket, queue) if waits else None
    context = {
        "ticket": ticket,
        "place": place,
        "minutes": rounded(place.minutes) if place else 0,
        "over": ticket.day != clock.today() or ticket.state in {State.DONE, State.NO_SHOW, State.LEFT},
    }
    return live_page(request, "portal/queueing/ticket.html", queue, context)


@require_POST
def leave(request: HttpRequest, office: str, code: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the number back. Who is being served already stays where they are."""
    queue = find_queue(office)
    ticket = ticket_or_404(queue, code)
    with suppress(NotNow):
        leave_line(ticket)
    return redirect("ticket", office=office, code=code)
