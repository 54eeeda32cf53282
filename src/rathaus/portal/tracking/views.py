"""Open a case with number and code, see whose turn it is, fetch its documents, take the application back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import Persona, client_address
from rathaus.cases.service import (
    Case,
    NotPossible,
    TooManyTries,
    access_code,
    case_link,
    next_steps,
    open_case,
    open_file,
    receipt_pdf,
    withdraw_case,
)
from rathaus.core.text import clean_text
from rathaus.files.service import download_response
from rathaus.portal.applying.tokens import forget_sent

from .grants import find_granted, forget_grants, grant, granted_case, holders_persona, may_act
from .keeping import keeping_of
from .page import status_response

_MAX_TYPED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The form for number and code. The code arrives by POST only: no address, log or referrer ever holds it."""
    if request.method == "POST":
        return _open(request)
    number = clean_text(request.GET.get("nr", "")[:20])
    if find_granted(request, number) is not None:
        return redirect("case_status", number=number)
    return render(request, "portal/tracking/find.html", {"number": number})


def _open(request: HttpRequest) -> HttpResponse:
    number, code = (clean_text(request.POST.get(name, "")[:_MAX_TYPED]).strip() for name in ("nummer", "code"))
    try:
        case = open_case(number, code, network=client_address(request))
    except TooManyTries as refusal:
        context = {"number": number, "minutes": refusal.minutes}
        return render(request, "portal/tracking/find.html", context, status=429)
    if case is None:
        return render(request, "portal/tracking/find.html", {"number": number, "wrong": True}, status=422)
    response = redirect("case_status", number=case.number)
    grant(request, response, case)
    return response


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Is it my turn or yours? And everything that was said, sent and decided.

    Who has not opened it is asked for the code, or to sign in, whether or not there is such a case.
    """
    case = find_granted(request, number)
    return redirect(f"/vorgang/?nr={number}") if case is None else status_response(request, case)


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Where sending leads: the number, the private link, the copy, and what happens next."""
    case = granted_case(request, number)
    context = {
        "case": case,
        "next_steps": next_steps(case),
        **_private_link(case, holders_persona(request, case)),
        **keeping_of(request, case),
    }
    return render(request, "portal/tracking/receipt.html", context)


def _private_link(case: Case, by: Persona | None) -> dict[str, str]:
    """Number and code open a case for whoever has them; so who sent it for another isn't given the code: it would
    outlast the representation."""
    if by is not None and not by.is_self:
        return {}
    return {"code": access_code(case), "link": case_link(case, with_code=True)}


@never_cache
@require_safe
def receipt_document(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation of receipt; while others must confirm, it says that nothing was received yet."""
    case = granted_case(request, number)
    by = holders_persona(request, case)
    document = receipt_pdf(case, with_code=by is None or by.is_self)
    response = HttpResponse(document, content_type="application/pdf")
    name = "Antrag" if case.withheld else "Eingangsbestaetigung"
    response["Content-Disposition"] = f'attachment; filename="{name}-{case.number}.pdf"'
    return response


@never_cache
@require_safe
def document(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A file that the applicant handed in."""
    found = open_file(granted_case(request, number), file_id, by=None)
    if found is None:
        raise Http404
    return download_response(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Asks once, then takes the application back."""
    case = granted_case(request, number)
    if not may_act(request, case):
        raise Http404
    if request.method != "POST":
        return render(request, "portal/tracking/withdraw.html", {"case": case})
    try:
        withdraw_case(case, by=holders_persona(request, case))
    except NotPossible:
        messages.warning(request, _("Dieser Antrag lässt sich nicht mehr zurücknehmen."))
    else:
        messages.success(request, _("Ihr Antrag ist zurückgenommen."))
    return redirect("case_status", number=number)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """On a shared device: this browser may see no case any more."""
    response = redirect("home")
    forget_grants(response)
    forget_sent(request, response)
    return response
