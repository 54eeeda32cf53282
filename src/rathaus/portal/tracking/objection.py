"""Objecting to a notice: what it takes, and the way into the form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.applying.service import reader_language
from rathaus.cases.service import (
    AlreadyObjected,
    NotAvailable,
    Notice,
    NotPossible,
    deliveries_of,
    law,
    notice_of,
    objection_offer,
    record_of,
    start_objection,
)
from rathaus.catalogue.service import Offer, compiled
from rathaus.portal.applying.access import find_application
from rathaus.portal.applying.tokens import remember_draft

from .grants import granted_case, holders_persona
from .notice_words import delivery_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Says until when and in which form; begins, or goes on with what was begun. A second one leads to the first."""
    case = granted_case(request, number)
    found = notice_of(case)
    offer = objection_offer(found) if found is not None else None
    if found is None or offer is None:
        raise Http404
    if found.objection_number is not None:
        messages.info(request, _("Sie haben schon Widerspruch eingelegt."))
        return redirect("case_notice", number=number)
    by = holders_persona(request, case)
    if by is not None and not by.may_apply_for(offer.service_key):
        raise Http404
    if request.method == "POST":
        return _begin(request, found, offer)
    record = record_of(found, deliveries_of(case), law())
    context = {"case": case, "notice": found, "record": record, "delivery": delivery_words(record)}
    return render(request, "portal/tracking/objection.html", context)


def _begin(request: HttpRequest, found: Notice, offer: Offer) -> HttpResponse:
    """Go on with what this browser began about this notice. What it began about another one is pushed aside: that
    can be begun again there.
    """
    key = offer.service_key
    begun = find_application(request, key)
    if begun is not None and begun.draft.case_id is None and begun.draft.about_id == found.case_id:
        return redirect("apply", key=key)
    try:
        by = holders_persona(request, found.case)
        _draft, token = start_objection(found, language=reader_language(), by=by)
    except (AlreadyObjected, NotAvailable, NotPossible):
        return redirect("case_notice", number=found.case.number)
    first = compiled(offer.current_version).form.layout.pages[0].key  # the reasons, though nothing is missing there
    response = redirect("apply_page", key=key, page=first)
    remember_draft(response, key, token)
    return response
