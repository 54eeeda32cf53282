"""For what, when and where: three choices, and the time is kept."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import client_address
from rathaus.appointments.service import (
    Free,
    Gone,
    NoSuchOffering,
    NotOpen,
    Offering,
    Office,
    ProofNeeded,
    TooMany,
    Wish,
    find_wish,
    free_times,
    hold_time,
    offerings,
    read_start,
)

from .days import Board, Time
from .filters import Filters, read_filters
from .proving import ask_proof, proof_in
from .refusing import nearest_times, refusal, unknown
from .tokens import held_by, remember_hold


@require_safe
def offerings_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/appointments/offerings.html", {"offerings": offerings()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def times_page(request: HttpRequest, key: str) -> HttpResponse:
    """Free times, the next one first; choosing one keeps it for ten minutes."""
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    wish = find_or_404(key, filters)
    return _hold(request, wish, filters) if request.method == "POST" else times_response(request, wish, filters)


def find_or_404(key: str, filters: Filters) -> Wish:
    try:
        return find_wish([key, *filters.more], filters.people)
    except NoSuchOffering:
        raise Http404 from None


def times_response(
    request: HttpRequest, wish: Wish, filters: Filters, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "wish": wish,
        "post_url": reverse("appointment_times", kwargs={"key": wish.offerings[0].key}),
        "offering": wish.offerings[0],
        "filters": filters,
        **listed(wish, free_times(wish), filters),
        "others": _others(wish.offerings[0], filters),
        "numbers": range(1, min(offering.people for offering in wish.offerings) + 1),
        **more,
    }
    return render(request, "portal/appointments/times.html", context, status=status)


def listed(wish: Wish, free: Free, filters: Filters) -> dict[str, Any]:
    """What the list of times needs, with the addresses that lead through it."""
    board = Board(wish, free, filters)
    times = board.times()
    return {
        "times": times,
        "facets": board.facets(),
        "first_url": filters.address(),
        "later_url": filters.address(since=times.later),
    }


def find_office(wish: Wish, key: str) -> Office | None:
    return next((office for office in wish.offices if office.key == key), None)


def chosen_time(request: HttpRequest, wish: Wish) -> tuple[Office, datetime] | None:
    """What a button of the list sent; None for what none of them sends."""
    read = read_start(request.POST.get("wann", ""))
    office = find_office(wish, read[0]) if read else None
    return (office, read[1]) if read and office else None


def _hold(request: HttpRequest, wish: Wish, filters: Filters) -> HttpResponse:
    chosen = chosen_time(request, wish)
    if chosen is None:
        return times_response(request, wish, filters, **unknown())
    office, start = chosen
    try:
        network, before, proof = client_address(request), held_by(request), proof_in(request)
        hold = hold_time(wish, start, office=office.pk, network=network, instead_of=before, proof=proof)
    except Gone as gone:
        return _too_slow(request, wish, filters, nearest_times(gone, office))
    except ProofNeeded as needed:
        return ask_proof(request, needed)
    except (NotOpen, TooMany) as reason:
        return times_response(request, wish, filters, **refusal(reason, office))
    response = redirect("reservation")
    remember_hold(request, response, hold)
    return response


def _too_slow(request: HttpRequest, wish: Wish, filters: Filters, nearest: list[Time]) -> HttpResponse:
    """A page of its own, without the whole list: in a crowd it is made for nearly everybody."""
    times_url = reverse("appointment_times", kwargs={"key": wish.offerings[0].key})
    context = {"wish": wish, "filters": filters, "nearest": nearest, "problem": "gone", "post_url": times_url}
    context["times_url"] = times_url + filters.address()
    return render(request, "portal/appointments/gone.html", context, status=409)


def _others(offering: Offering, filters: Filters) -> list[tuple[Offering, bool]]:
    """What can be done in the same visit, and whether it is chosen."""
    if not offering.together:
        return []
    together = (other for other in offerings() if other.together and other.pk != offering.pk)
    return [(other, other.key in filters.more) for other in together]
