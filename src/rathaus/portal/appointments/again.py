"""Another time instead of a visit that was cancelled: same errand, same contact, nothing to type again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.appointments.service import (
    Booking,
    NoSuchOffering,
    NotPossible,
    Wish,
    book_again,
    can_book_again,
    find_wish,
    free_times,
    last_word,
    open_booking,
)

from .choosing import chosen_time, listed
from .days import in_words
from .filters import read_filters
from .refusing import REFUSED, refusal, unknown
from .tokens import grant_visit, granted_visit

_MAX_TYPED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Where the link in the e-mail leads; like that of a visit, the code comes by POST only."""
    if request.method != "POST":
        return render(request, "portal/appointments/find.html", {"again": True})
    booking = open_booking(request.POST.get("code", "")[:_MAX_TYPED])
    if booking is None:
        return render(request, "portal/appointments/find.html", {"again": True, "wrong": True}, status=422)
    response = redirect("visit_again", number=booking.number)
    grant_visit(request, response, booking)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """A visit that stands, or whose visitor was forgotten, is only shown."""
    booking = granted_visit(request, number)
    if not can_book_again(booking):
        return redirect("visit", number=number)
    try:
        wish = find_wish(booking.offerings, booking.people)
    except NoSuchOffering:
        messages.warning(request, _("Dieses Anliegen gibt es so nicht mehr. Rufen Sie uns an."))
        return redirect("visit", number=number)
    return _book(request, booking, wish) if request.method == "POST" else _times(request, booking, wish)


def _book(request: HttpRequest, booking: Booking, wish: Wish) -> HttpResponse:
    chosen = chosen_time(request, wish)
    if chosen is None:
        return _times(request, booking, wish, **unknown())
    office, start = chosen
    try:
        made = book_again(booking, to=start, office=office.pk)
    except REFUSED as reason:
        return _times(request, booking, wish, **refusal(reason, office))
    except NotPossible:
        return redirect("visit", number=booking.number)
    response = redirect("visit", number=made.number)
    grant_visit(request, response, made)
    return response


def _times(request: HttpRequest, booking: Booking, wish: Wish, *, status: int = 200, **more: Any) -> HttpResponse:
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    context = {
        "booking": booking,
        "when": in_words(booking.starts_at),
        "word": last_word(booking),
        "wish": wish,
        "post_url": reverse("visit_again", kwargs={"number": booking.number}),
        "filters": filters,
        **listed(wish, free_times(wish), filters),
        **more,
    }
    return render(request, "portal/appointments/again.html", context, status=status)
