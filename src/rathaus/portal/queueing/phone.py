"""A number on one's own phone, by the QR code in the hall."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.core import clock
from rathaus.queueing.service import Queue, State, Ticket, find_ticket, is_giving_numbers, offerings_at, queues

from .frame import draw_or_offer, find_queue

_COOKIE = "nummer"
_SECONDS = 12 * 3600
_OVER = (State.DONE, State.NO_SHOW, State.LEFT)


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    found = queues()
    if len(found) == 1:
        return redirect("queue", office=found[0].office.key)
    return render(request, "portal/queueing/offices.html", {"queues": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, office: str) -> HttpResponse:
    """One number for one browser: who has one that isn't over is led to it."""
    queue = find_queue(office)
    if found := _own(request, queue):
        return redirect("ticket", office=office, code=found.code)
    context = {"queue": queue, "office": queue.office, "offerings": offerings_at(queue)}
    if request.method != "POST":
        return render(request, "portal/queueing/draw.html", {**context, "open": is_giving_numbers(queue)})
    drawn = draw_or_offer(request, queue)
    if not isinstance(drawn, Ticket):
        return render(request, "portal/queueing/offered.html", {**context, **drawn}, status=409)
    response = redirect("ticket", office=office, code=drawn.code)
    response.set_cookie(
        _COOKIE,
        drawn.code,
        max_age=_SECONDS,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _own(request: HttpRequest, queue: Queue) -> Ticket | None:
    ticket = find_ticket(queue, request.COOKIES.get(_COOKIE, ""))
    return ticket if ticket and ticket.day == clock.today() and ticket.state not in _OVER else None
