"""The link or code of the e-mail makes the held time a booking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.appointments.service import (
    Hold,
    HoldGone,
    NoSuchOffering,
    TooMany,
    asked_for,
    confirm_booking,
    find_confirmation,
    nearest_to,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .days import Time, in_words
from .tokens import grant_visit, held_by

_MAX_TYPED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Where the link leads, and where one waits for it. The code comes by POST only."""
    if request.method != "POST":
        return _page(request)
    found = find_confirmation(request.POST.get("code", "")[:_MAX_TYPED])
    if found is None:
        return _page(request, status=422, wrong=True)
    try:
        booking = confirm_booking(found)
    except TooMany:
        return _page(request, status=429, too_many=True)
    except (HoldGone, NoSuchOffering):
        return _gone(request, found.hold)
    response = redirect("visit", number=booking.number)
    grant_visit(request, response, booking)
    return response


def _page(request: HttpRequest, *, status: int = 200, wrong: bool = False, too_many: bool = False) -> HttpResponse:
    """What this browser waits for stands there too, if it is the one that chose the time."""
    hold = held_by(request)
    asked = asked_for(hold) if hold is not None and hold.booking_id is None else None
    context = {
        "hold": hold if asked else None,
        "email": asked.email if asked else "",
        "when": in_words(hold.starts_at) if hold else "",
        "is_over": hold is not None and hold.expires_at <= clock.now(),
        "wrong": wrong,
        "too_many": too_many,
    }
    return render(request, "portal/appointments/confirm.html", context, status=status)


def _gone(request: HttpRequest, hold: Hold) -> HttpResponse:
    times_url = reverse("appointment_times", kwargs={"key": hold.offerings[0]})
    times = [Time(start.astimezone(BERLIN), hold.office) for start in nearest_to(hold)]
    context = {
        "nearest": times,
        "post_url": times_url,
        "times_url": times_url,
        "kept": {"mit": hold.offerings[1:], "personen": hold.people},
    }
    return render(request, "portal/appointments/expired.html", context, status=409)
