"""The check that decides, and the publication."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, Unit, list_units
from rathaus.catalogue.service import (
    ServiceDraft,
    Stale,
    find_kept_offer,
    problems_of,
    publish_draft,
)
from rathaus.desk.keeping.sheets import seen_revision
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import DefinitionsInvalid, ParametersInvalid

from .fields import todo_text
from .frame import change_view, draft_view, editor_page, keep, title_of, to_board
from .problems import faults, stale_examples


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def publish(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    offer = find_kept_offer(draft.service_key)
    if request.method != "POST":
        return _page(request, draft, offer.unit if offer else request.staff.unit)
    unit = _chosen_unit(request)
    if unit is None:
        return _page(request, draft, None, error=_("Wählen Sie, welches Amt zuständig ist."), status=422)
    try:
        publish_draft(draft, unit=unit, by=request.staff, revision=seen_revision(request))
    except Stale:
        messages.warning(request, _("In der Zwischenzeit hat jemand anderes das Formular geändert. Prüfen Sie es."))
        return to_board(draft)
    except (DefinitionsInvalid, ParametersInvalid):
        error = _("So kann die Leistung nicht veröffentlicht werden. Was online ist, bleibt, wie es ist.")
        return _page(request, draft, unit, error=error, status=422)
    messages.success(request, _("„%(title)s“ ist veröffentlicht.") % {"title": title_of(draft.content)})
    return HttpResponseRedirect(reverse("desk_service", args=[draft.service_key]))


@require_POST
@change_view
def drop_examples(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    """Let go of the written examples that a change made on purpose has overtaken."""
    keep(request, draft, editing.without_examples(draft.content, stale_examples(_findings(draft))))
    messages.success(request, _("Die Beispiele sind entfernt."))
    return HttpResponseRedirect(reverse("desk_form_publish", args=[draft.service_key]))


def _findings(draft: ServiceDraft) -> list[tuple[str, str]]:
    return [(problem.place or problem.file, problem.message) for problem in problems_of(draft)]


def _chosen_unit(request: StaffRequest) -> Unit | None:
    wanted = request.POST.get("amt", "")
    return next((unit for unit in list_units() if str(unit.pk) == wanted), None)


def _page(
    request: StaffRequest, draft: ServiceDraft, unit: Unit | None, *, error: str = "", status: int = 200
) -> HttpResponse:
    found = _findings(draft)
    context = {
        "found": faults(draft.content, found),
        "stale_examples": stale_examples(found),
        "todos": [text for todo in draft.todos if (text := todo_text(todo))],
        "units": list_units(),
        "unit": unit,
        "error": error,
    }
    return editor_page(request, "desk/editor/publish.html", draft, context, status=status)
