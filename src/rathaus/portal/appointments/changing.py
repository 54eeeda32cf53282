"""Moving and cancelling: at once, and without a reason."""

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
    NotChangeable,
    Wish,
    cancel_booking,
    find_wish,
    free_times,
    is_changeable,
    move_booking,
)

from .choosing import chosen_time, listed
from .days import Time, in_words
from .filters import read_filters
from .refusing import REFUSED, refusal, unknown
from .tokens import granted_visit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: str) -> HttpResponse:
    booking = granted_visit(request, number)
    try:
        wish = find_wish(booking.offerings, booking.people)
    except NoSuchOffering:
        messages.warning(request, _("Dieses Anliegen gibt es so nicht mehr. Rufen Sie uns an."))
        return redirect("visit", number=number)
    if not is_changeable(booking):
        return _too_late(request, number)
    return _move(request, booking, wish) if request.method == "POST" else _times(request, booking, wish)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Asks once, then cancels."""
    booking = granted_visit(request, number)
    if request.method != "POST":
        context = {"booking": booking, "when": in_words(booking.starts_at)}
        return render(request, "portal/appointments/cancel.html", context)
    try:
        cancel_booking(booking)
    except NotChangeable:
        return _too_late(request, number)
    messages.success(request, _("Ihr Termin ist abgesagt. Danke, die Zeit ist jetzt für andere frei."))
    return redirect("visit", number=number)


def _move(request: HttpRequest, booking: Booking, wish: Wish) -> HttpResponse:
    chosen = chosen_time(request, wish)
    if chosen is None:
        return _times(request, booking, wish, **unknown())
    office, start = chosen
    try:
        moved = move_booking(booking, to=start, office=office.pk)
    except REFUSED as reason:
        return _times(request, booking, wish, **refusal(reason, office))
    except NotChangeable:
        return _too_late(request, booking.number)
    messages.success(request, _("Ihr Termin ist verschoben: %(when)s.") % {"when": in_words(moved.starts_at)})
    return redirect("visit", number=booking.number)


def _times(
    request: HttpRequest,
    booking: Booking,
    wish: Wish,
    *,
    status: int = 200,
    problem: str = "",
    nearest: list[Time] | None = None,
) -> HttpResponse:
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    free = free_times(wish, but=booking.pk).without(booking.starts_at, booking.office_id)
    context = {
        "booking": booking,
        "when": in_words(booking.starts_at),
        "wish": wish,
        "post_url": reverse("visit_move", kwargs={"number": booking.number}),
        "filters": filters,
        **listed(wish, free, filters),
        "problem": problem,
        "nearest": nearest or [],
    }
    return render(request, "portal/appointments/move.html", context, status=status)


def _too_late(request: HttpRequest, number: str) -> HttpResponse:
    messages.warning(request, _("Dieser Termin lässt sich nicht mehr ändern. Rufen Sie uns an."))
    return redirect("visit", number=number)
