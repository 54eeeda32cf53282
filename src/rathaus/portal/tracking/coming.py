"""The town hall asked for an appointment: choosing a time is the answer."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts.service import client_address
from rathaus.appointments.service import (
    Booking,
    NoSuchOffering,
    Office,
    Wish,
    find_wish,
    free_times,
    hold_time,
)
from rathaus.cases.service import Case, NotPossible, Query, answer_with_visit
from rathaus.portal.appointments.choosing import chosen_time, listed
from rathaus.portal.appointments.days import in_words
from rathaus.portal.appointments.filters import read_filters
from rathaus.portal.appointments.refusing import REFUSED, refusal, unknown

from .grants import holders_persona


def choose_time(request: HttpRequest, case: Case, query: Query) -> HttpResponse:
    """Free times; who chooses one has booked it and answered. Who the person is, the case knows."""
    try:
        wish = find_wish([query.offering])
    except NoSuchOffering:
        messages.warning(request, _("Dieses Anliegen gibt es so nicht mehr. Rufen Sie uns an."))
        return redirect("case_status", number=case.number)
    if request.method != "POST":
        return _show(request, case, query, wish)
    chosen = chosen_time(request, wish)
    if chosen is None:
        return _show(request, case, query, wish, **unknown())
    office, start = chosen
    try:
        booking = _book(request, query, wish, office, start)
    except NotPossible:
        pass  # it was answered meanwhile: the page of the case says so
    except REFUSED as reason:
        return _show(request, case, query, wish, **refusal(reason, office))
    else:
        messages.success(request, _("Ihr Termin steht: %(when)s.") % {"when": in_words(booking.starts_at)})
    return redirect("case_status", number=case.number)


@transaction.atomic
def _book(request: HttpRequest, query: Query, wish: Wish, office: Office, start: datetime) -> Booking:
    """Kept, booked and answered, or none of it."""
    network = client_address(request)  # trusted, since the town hall asked for this one
    hold = hold_time(wish, start, office=office.pk, network=network, is_trusted=True)
    words = _("Termin: %(when)s") % {"when": in_words(start)}
    return answer_with_visit(query, hold, words=words, by=holders_persona(request, query.case))


def _show(
    request: HttpRequest, case: Case, query: Query, wish: Wish, *, status: int = 200, **more: Any
) -> HttpResponse:
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    context = {
        "case": case,
        "query": query,
        "wish": wish,
        "filters": filters,
        "post_url": reverse("case_answer", kwargs={"number": case.number, "query_id": query.pk}),
        **listed(wish, free_times(wish), filters),
        **more,
    }
    return render(request, "portal/tracking/coming.html", context, status=status)
