"""A time that is kept for somebody who waits: take it, or let it go to the next.

The code of the link comes by POST only, and stays in the page's own form: no cookie, no address holds it.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.appointments.service import (
    NoSuchOffering,
    Offer,
    OfferGone,
    TooMany,
    accept_offer,
    decline_offer,
    find_offer,
    is_offer_open,
    offerings_of,
)

from .days import in_words
from .tokens import grant_visit

_MAX_TYPED = 100
_PAGE = "portal/appointments/waiting/offer.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/appointments/waiting/find.html")
    code = request.POST.get("code", "")[:_MAX_TYPED]
    found = find_offer(code)
    if found is None:
        return render(request, "portal/appointments/waiting/find.html", {"wrong": True}, status=422)
    if "_nehmen" in request.POST:
        return _take(request, found, code)
    if "_ablehnen" in request.POST:
        return _decline(request, found)
    return _show(request, found, code)


def _take(request: HttpRequest, found: Offer, code: str) -> HttpResponse:
    try:
        booking = accept_offer(found)
    except (OfferGone, NoSuchOffering):
        return _show(request, found, code, status=409)
    except TooMany:
        return _show(request, found, code, status=429, too_many=True)
    messages.success(request, _("Die Zeit gehört Ihnen: %(when)s.") % {"when": in_words(booking.starts_at)})
    response = redirect("visit", number=booking.number)
    grant_visit(request, response, booking)
    return response


def _decline(request: HttpRequest, found: Offer) -> HttpResponse:
    decline_offer(found)
    messages.success(request, _("Danke, wir fragen jetzt die Nächsten. Sie bleiben auf der Warteliste."))
    return redirect("appointments")


def _show(
    request: HttpRequest, found: Offer, code: str, *, status: int = 200, too_many: bool = False
) -> HttpResponse:
    booking = found.waiting.booking
    context = {
        "offer": found,
        "code": code,
        "is_open": is_offer_open(found),
        "is_taken": found.end == Offer.End.TAKEN,
        "when": in_words(found.starts_at),
        "before": in_words(booking.starts_at) if booking else "",
        "title": ", ".join(one.local_name for one in offerings_of(found.waiting.offerings)),
        "too_many": too_many,
    }
    return render(request, _PAGE, context, status=status)
