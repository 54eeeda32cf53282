"""The kiosk in the hall: large buttons, and the next person finds it as it was."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import may, may_go_on
from rathaus.queueing.service import (
    NoVisitToday,
    Queue,
    Ticket,
    VisitElsewhere,
    check_in,
    is_giving_numbers,
    offerings_at,
    place_of,
)
from rathaus.ui.qr import qr_svg

from .frame import draw_or_offer, find_queue, rounded, ticket_or_404

_MOST_TYPED = 40


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, office: str) -> HttpResponse:
    queue = find_queue(office)
    if request.method != "POST":
        return _page(request, queue, {"open": is_giving_numbers(queue)})
    drawn = draw_or_offer(request, queue)
    if isinstance(drawn, Ticket):
        return redirect("queue_drawn", office=office, code=drawn.code)
    return _offer(request, queue, drawn)


@never_cache
@require_http_methods(["POST"])
def arrive(request: HttpRequest, office: str) -> HttpResponse:
    """Somebody with an appointment is there. Who guesses learns nothing but that there is none, and soon nothing."""
    queue = find_queue(office)
    if not may_go_on(request, "visit_tried"):
        return _refuse(request, queue, status=429, too_many=True)
    try:
        ticket = check_in(queue, request.POST.get("nummer", "")[:_MOST_TYPED])
    except NoVisitToday:
        may(request, "visit_tried")
        return _refuse(request, queue, no_visit=True)
    except VisitElsewhere as found:
        return _refuse(request, queue, elsewhere=found.office)
    return redirect("queue_drawn", office=office, code=ticket.code)


@never_cache
@require_safe
def drawn(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """The number, and a way to take it along on the phone. Goes back to the start by itself."""
    queue = find_queue(office)
    ticket = ticket_or_404(queue, code)
    link = request.build_absolute_uri(reverse("ticket", kwargs={"office": office, "code": ticket.code}))
    place = place_of(ticket, queue)
    context = {
        "ticket": ticket,
        "place": place,
        "minutes": rounded(place.minutes),
        "qr": qr_svg(link, _("QR-Code mit dem Link zu Ihrer Nummer")),
    }
    return render(request, "portal/queueing/drawn.html", {"queue": queue, "office": queue.office, **context})


def _refuse(request: HttpRequest, queue: Queue, *, status: int = 422, **why: Any) -> HttpResponse:
    return _page(request, queue, {"open": is_giving_numbers(queue), **why}, status=status)


def _page(request: HttpRequest, queue: Queue, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shown = {"queue": queue, "office": queue.office, "offerings": offerings_at(queue), **context}
    return render(request, "portal/queueing/kiosk.html", shown, status=status)


def _offer(request: HttpRequest, queue: Queue, offered: dict[str, Any]) -> HttpResponse:
    """Booking is done on one's own phone: nobody should type their name in front of the hall."""
    if "offering" not in offered:
        return redirect("queue_kiosk", office=queue.office.key)
    link = reverse("appointment_times", kwargs={"key": offered["offering"].key})
    code = qr_svg(request.build_absolute_uri(link), _("QR-Code mit dem Link zu freien Terminen"))
    context = {"queue": queue, "office": queue.office, "qr": code, **offered}
    return render(request, "portal/queueing/kiosk_offered.html", context, status=409)
