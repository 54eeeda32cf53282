"""All free times for the appointment in a form: the next one first, by day and office."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.applying.service import Application, choose_time, offered_visit, wanted_visit
from rathaus.appointments.service import ProofNeeded, Wish, free_times
from rathaus.cases.service import AlreadySubmitted
from rathaus.portal.appointments.choosing import chosen_time, listed
from rathaus.portal.appointments.filters import read_filters
from rathaus.portal.appointments.proving import ask_proof, proof_in
from rathaus.portal.appointments.refusing import REFUSED, refusal, unknown

from .access import find_application


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, key: str, page: str) -> HttpResponse:
    application = find_application(request, key)
    if application is None or application.draft.case_id is not None:
        return redirect("apply", key=key)
    visit = wanted_visit(application)
    wish = offered_visit(visit) if visit is not None and visit.page == page else None
    if visit is None or wish is None:
        raise Http404
    if request.method != "POST":
        return _show(request, application, page, wish)
    return _choose(request, application, page, wish)


def _choose(request: HttpRequest, application: Application, page: str, wish: Wish) -> HttpResponse:
    chosen = chosen_time(request, wish)
    if chosen is None:
        return _show(request, application, page, wish, **unknown())
    office, start = chosen
    try:
        choose_time(request, application, office.key, start, proof=proof_in(request))
    except ProofNeeded as needed:
        return ask_proof(request, needed)
    except REFUSED as reason:
        return _show(request, application, page, wish, **refusal(reason, office))
    except AlreadySubmitted:
        return redirect(application.face.sent_url)
    back = application.face.summary_url if request.GET.get("_zur") == "summary" else application.face.page_url(page)
    return redirect(back)


def _show(
    request: HttpRequest, application: Application, page: str, wish: Wish, *, status: int = 200, **more: Any
) -> HttpResponse:
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    place = "?_zur=summary" if request.GET.get("_zur") == "summary" else ""
    context = {
        "application": application,
        "wish": wish,
        "filters": filters,
        "post_url": application.face.times_url(page) + place,
        "back_url": application.face.page_url(page) + place,
        **listed(wish, free_times(wish), filters),
        **more,
    }
    return render(request, "portal/applying/times.html", context, status=status)
