"""The decision: the notice as a preview first, then issued once and for all."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest
from rathaus.cases import service as cases
from rathaus.cases.service import Case, Choice, NotPossible, Stale

from .acts import Incomplete, act, needed_text, seen_revision
from .frame import desk_page
from .sheets import sheets_of_draft

_PDF = "application/pdf"


@act("entscheidung")
def preview(request: StaffRequest, case: Case) -> HttpResponse:
    """The notice as it would be, as pictures of its pages, or as PDF. Nothing is written but the look."""
    choice, reasons = read_decision(request, case)
    document = cases.preview_notice(case, outcome=choice.outcome.key, reasons=reasons, by=request.staff)
    if "pdf" in request.POST:
        return _as_download(document, case)
    context = {"case": case, "choice": choice, "reasons": reasons, "sheets": sheets_of_draft(document)}
    return desk_page(request, "desk/preview.html", context)


@act("entscheidung")
def decide(request: StaffRequest, case: Case) -> None:
    choice, reasons = read_decision(request, case)
    cases.decide_case(
        case, outcome=choice.outcome.key, reasons=reasons, by=request.staff, revision=seen_revision(request)
    )
    messages.success(request, _("Entschieden. Der Bescheid wird erstellt und bereitgestellt."))


def read_decision(request: StaffRequest, case: Case) -> tuple[Choice, str]:
    """The chosen outcome and the reasons. Raises Stale, Incomplete, and NotPossible when nothing can be decided."""
    if case.revision != seen_revision(request):
        raise Stale(case)
    choices = cases.choices_for(case, request.staff)
    if not choices:
        raise NotPossible("nothing to decide")
    chosen = next((c for c in choices if c.outcome.key == request.POST.get("ergebnis")), None)
    if chosen is None:
        raise Incomplete(_("Wählen Sie, wie Sie entscheiden."))
    if chosen.outcome.reasons == "required":
        return chosen, needed_text(request, "gruende", _("Diese Entscheidung braucht eine Begründung."))
    given = request.POST.get("gruende", "")
    return chosen, needed_text(request, "gruende", "") if given.strip() else ""


def _as_download(document: bytes, case: Case) -> HttpResponse:
    response = HttpResponse(document, content_type=_PDF)
    response["Content-Disposition"] = f'attachment; filename="Entwurf-{case.number}.pdf"'
    return response
