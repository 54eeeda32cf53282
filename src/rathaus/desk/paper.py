"""What is to be posted: the list of the unit, its print, and what became of each letter."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.cases.service import (
    Case,
    NotPossible,
    WrongDay,
    finish_papers,
    note_return,
    notice_of,
    paper_tasks,
    print_papers,
    reason_words,
)
from rathaus.core import clock

from .acts import Incomplete, act
from .frame import desk_page


@require_safe
@staff_required
def show_paper(request: StaffRequest) -> HttpResponse:
    return _list(request)


@require_POST
@staff_required
def print_paper(request: StaffRequest) -> HttpResponse:
    """All chosen letters in one PDF."""
    try:
        document = print_papers(_chosen(request), by=request.staff)
    except NotPossible:
        return _list(request, error=_("Wählen Sie aus, was Sie drucken möchten."))
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="Postversand-{clock.today().isoformat()}.pdf"'
    return response


@require_POST
@staff_required
def finish_paper(request: StaffRequest) -> HttpResponse:
    """Note the chosen letters as posted or handed over; from the case's page it leads back there."""
    try:
        by_hand = request.POST.get("weg") == "uebergeben"
        count = finish_papers(_chosen(request), on=_day(request), by=request.staff, by_hand=by_hand)
    except (WrongDay, ValueError):
        return _list(request, error=_("Prüfen Sie den Tag: nicht vor dem Bescheid und nicht in der Zukunft."))
    if not count:
        return _list(request, error=_("Wählen Sie aus, was verschickt ist."))
    done = ngettext(
        "%(n)s Bescheid ist als verschickt vermerkt.", "%(n)s Bescheide sind als verschickt vermerkt.", count
    )
    messages.success(request, done % {"n": count})
    number = request.POST.get("vorgang", "")
    known = number.replace("-", "").isdigit()
    return HttpResponseRedirect(reverse("desk_case", args=[number]) if known else reverse("desk_paper"))


@act("rueckkehr")
def came_back(request: StaffRequest, case: Case) -> None:
    notice = notice_of(case)
    if notice is None:
        raise Incomplete(_("Zu diesem Vorgang gibt es noch keinen Bescheid."))
    note_return(notice, by=request.staff)
    messages.success(request, _("Vermerkt. Der Bescheid steht wieder im Postversand."))


def _list(request: StaffRequest, *, error: str = "") -> HttpResponse:
    tasks = paper_tasks(request.staff)
    context = {
        "tasks": [(task, reason_words(task.reason)) for task in tasks],
        "today": clock.today(),
        "error": error,
        "chosen": set(request.POST.getlist("brief")),
    }
    return desk_page(
        request,
        "desk/paper.html",
        context,
        current="paper",
        counts={"paper": len(tasks)},
        status=422 if error else 200,
    )


def _chosen(request: StaffRequest) -> list[UUID]:
    """What was ticked. Raises Http404 for what no page of ours sends."""
    try:
        return [UUID(given) for given in request.POST.getlist("brief")]
    except ValueError:
        raise Http404 from None


def _day(request: StaffRequest) -> date:
    return date.fromisoformat(request.POST.get("am", ""))
