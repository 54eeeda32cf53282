"""Confirming that somebody may act for whom they applied for."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.cases.service import Case, NotPossible, case_page, confirm_representation, revoke_representation
from rathaus.core import clock

from .acts import Incomplete, act
from .case import Attempt, find_case
from .frame import desk_page

_WRITTEN = ("%Y-%m-%d", "%d.%m.%Y")


def form_response(
    request: StaffRequest, case: Case, *, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """What is confirmed, and the form to do it with."""
    context = {"case": case, "representation": case_page(case, request.staff).representation, "attempt": attempt}
    return desk_page(request, "desk/representation.html", context, status=status)


@act("vertretung", page=form_response)
def _check(request: StaffRequest, case: Case) -> None:
    if request.POST.get("_go") == "revoke":
        revoke_representation(case, by=request.staff)
        messages.success(request, _("Die Bestätigung ist zurückgenommen."))
        return
    until = _until(request.POST.get("bis", "").strip())
    try:
        confirm_representation(case, shown=request.POST.get("gezeigt", ""), until=until, by=request.staff)
    except NotPossible:
        raise Incomplete(_("Wählen Sie aus, was Ihnen gezeigt wurde.")) from None
    messages.success(request, _("Die Vertretung ist bestätigt."))


@staff_required
def _ask(request: StaffRequest, number: str) -> HttpResponse:
    return form_response(request, find_case(request, number))


@require_http_methods(["GET", "HEAD", "POST"])
def representation(request: HttpRequest, number: str) -> HttpResponseBase:
    return _check(request, number) if request.method == "POST" else _ask(request, number)


def _until(typed: str) -> date | None:
    """Empty for without an end. Raises Incomplete for what is no day, or a day that is over."""
    if not typed:
        return None
    for written in _WRITTEN:
        try:
            day = datetime.strptime(typed, written).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        if day >= clock.today():
            return day
    raise Incomplete(_("Schreiben Sie den Tag so: 24.12.2026. Er darf nicht vorbei sein."))
