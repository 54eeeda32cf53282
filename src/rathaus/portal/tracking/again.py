"""Applying for the same again, with the answers of an earlier application."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import level_of
from rathaus.applying.service import reader_language
from rathaus.cases.service import NotAvailable, TrustTooLow, apply_again, may_apply_again
from rathaus.portal.applying.access import find_application
from rathaus.portal.applying.tokens import remember_draft

from .grants import granted_case, holders_persona, may_act
from .turn import title_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Says what is taken over, and begins. What is begun on this device is not pushed aside unasked."""
    case = granted_case(request, number)
    if not may_act(request, case):
        raise Http404
    if request.method == "POST":
        try:
            draft, token = apply_again(
                case, language=reader_language(), by=holders_persona(request, case), level=level_of(request)
            )
        except NotAvailable:
            return redirect("case_again", number=number)
        except TrustTooLow:  # the first page says what must be proved, and how
            return redirect("apply", key=case.service_key)
        response = redirect("apply", key=draft.service_key)
        remember_draft(response, draft.service_key, token)
        return response
    here = find_application(request, case.service_key)
    begun = here if here is not None and here.draft.case_id is None else None
    context = {"case": case, "title": title_of(case), "availability": may_apply_again(case), "begun": begun}
    return render(request, "portal/tracking/again.html", context)
