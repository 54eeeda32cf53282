"""The notice: what became of it on its way, which dates follow, and the document itself."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.cases.service import (
    Case,
    Notice,
    deliveries_of,
    event_rows,
    law,
    notice_of,
    objection_offer,
    record_of,
    retrieve_notice,
    was_retrieved,
)
from rathaus.files.service import download_response

from .grants import granted_case, holders_persona
from .notice_words import delivery_words
from .page import note_seen
from .turn import title_of


@never_cache
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    case, found = _find(request, number)
    note_seen(request, case, found.pk)
    by, offer, events = holders_persona(request, case), objection_offer(found), deliveries_of(case)
    record = record_of(found, events, law())
    context = {
        "case": case,
        "title": title_of(case),
        "notice": found,
        "record": record,
        "delivery": delivery_words(record),
        "rows": list(event_rows(events)),
        "persona": by,
        "may_object": offer is not None and (by is None or by.may_apply_for(offer.service_key)),
    }
    return render(request, "portal/tracking/notice.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice_document(request: HttpRequest, number: str) -> HttpResponseBase:
    """The document. Retrieving it is a person's act, so the first time it is a POST: what a program fetches ahead, or
    asks the head of, must not begin anybody's time limit. Afterwards the address can be opened as any other.
    """
    _case, found = _find(request, number)
    if request.method != "POST" and not was_retrieved(found):
        return redirect("case_notice", number=number)
    return download_response(retrieve_notice(found, by=None))


def _find(request: HttpRequest, number: str) -> tuple[Case, Notice]:
    case = granted_case(request, number)
    found = notice_of(case)
    if found is None:
        raise Http404
    return case, found
