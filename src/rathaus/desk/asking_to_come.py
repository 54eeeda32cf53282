"""A query that asks for an appointment: the applicant chooses the time."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import offerings
from rathaus.cases.service import Case, ask_applicant

from .acts import Incomplete, act, needed_text, seen_revision
from .case import Attempt, find_case
from .frame import desk_page


def page(request: StaffRequest, case: Case, *, attempt: Attempt | None = None, status: int = 200) -> HttpResponse:
    context = {"case": case, "offerings": offerings(), "attempt": attempt}
    seen = request.GET.get("stand", "")
    context["revision"] = seen if seen.isdigit() and attempt is None else case.revision
    return desk_page(request, "desk/ask_to_come.html", context, status=status)


@require_safe
@staff_required
def show(request: StaffRequest, number: str) -> HttpResponse:
    return page(request, find_case(request, number))


@act("termin", page=page)
def ask(request: StaffRequest, case: Case) -> None:
    text = needed_text(request, "frage", _("Schreiben Sie, worum es beim Termin geht."))
    key = request.POST.get("anliegen", "")
    if key not in {offering.key for offering in offerings()}:
        raise Incomplete(_("Wählen Sie ein Anliegen."))
    ask_applicant(case, text=text, by=request.staff, revision=seen_revision(request), offering=key)
    messages.success(request, _("Die Person ist gebeten, eine Zeit zu wählen."))
