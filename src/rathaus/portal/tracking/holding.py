"""Taking a case into one's postbox, and renewing its private link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import Persona
from rathaus.cases.service import Case, NotAllowed, NotPossible, access_code, adopt_case, case_link, renew_code
from rathaus.portal.account.access import PersonaRequest, persona_required

from .grants import came_with_code, granted_case, holders_persona


@require_POST
@persona_required
def adopt(request: PersonaRequest, number: str) -> HttpResponse:
    """Only for who opened it with number and code; afterwards the old link can be made useless."""
    case = granted_case(request, number)
    if not came_with_code(request, case) and case.holder != request.persona.holder:
        raise Http404
    try:
        adopt_case(case, by=request.persona)
    except NotAllowed:
        raise Http404 from None
    except NotPossible:
        messages.warning(request, _("Dieser Vorgang liegt schon in einem anderen Postfach."))
        return redirect("case_status", number=number)
    messages.success(request, _("Der Vorgang liegt jetzt in Ihrem Postfach."))
    return redirect("case_link" if may_have_link(request.persona) else "case_status", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def private_link(request: PersonaRequest, number: str) -> HttpResponseBase:
    """The private link of a case, for its holder: to keep, or to make useless and get another."""
    case = _held(request, number)
    if request.method == "POST":
        renew_code(case, by=request.persona)
        messages.success(
            request, _("Der alte Link und der alte Zugangscode öffnen nichts mehr. Hier sind die neuen.")
        )
        return redirect("case_link", number=number)
    context = {"case": case, "code": access_code(case), "link": case_link(case, with_code=True)}
    return render(request, "portal/tracking/link.html", context)


def _held(request: HttpRequest, number: str) -> Case:
    case = granted_case(request, number)
    by = holders_persona(request, case)
    if by is None or not may_have_link(by):
        raise Http404
    return case


def may_have_link(by: Persona) -> bool:
    """Oneself, and for an organisation who administers it: for others number and code would outlast the
    representation."""
    return by.may_administer and by.may_apply and by.may_read
