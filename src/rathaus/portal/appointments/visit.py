"""A visit that is booked: when, where, what to bring; opened with the private link or by who just booked it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.applying.service import reader_language
from rathaus.appointments.service import (
    booking_ics,
    booking_link,
    can_book_again,
    is_changeable,
    last_word,
    offerings_of,
    open_booking,
    place_of,
    what_to_bring,
)

from .days import in_words
from .tokens import forget_hold, forget_visits, grant_visit, granted_visit

_MAX_TYPED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Where the private link leads. The code comes by POST only, so that no log and no referrer ever holds it."""
    if request.method != "POST":
        return render(request, "portal/appointments/find.html")
    booking = open_booking(request.POST.get("code", "")[:_MAX_TYPED])
    if booking is None:
        return render(request, "portal/appointments/find.html", {"wrong": True}, status=422)
    response = redirect("visit", number=booking.number)
    grant_visit(request, response, booking)
    return response


@never_cache
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    try:
        booking = granted_visit(request, number)
    except Http404:  # the grant is over, or there is no such visit: the same page either way
        return redirect("visit_find")
    context = {
        "booking": booking,
        "when": in_words(booking.starts_at),
        "title": ", ".join(o.local_name for o in offerings_of(booking.offerings)) or booking.title,
        "bring": what_to_bring(booking, reader_language())[0],
        "link": booking_link(booking),
        "changeable": is_changeable(booking),
        "word": last_word(booking),
        "again": can_book_again(booking),
        "waiting": place_of(booking),
    }
    return render(request, "portal/appointments/visit.html", context)


@never_cache
@require_safe
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    booking = granted_visit(request, number)
    response = HttpResponse(booking_ics(booking), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """On a shared device: this browser may see no visit any more."""
    response = redirect("home")
    forget_visits(response)
    forget_hold(response)
    return response
