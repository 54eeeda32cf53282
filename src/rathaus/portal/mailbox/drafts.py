"""Going on with a draft from any device: its holder needs no private link."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rathaus.applying.service import reader_language
from rathaus.cases.service import Draft, draft_form, draft_of_holder, draft_token, kept_until
from rathaus.portal.account.access import PersonaRequest
from rathaus.portal.applying.access import find_application
from rathaus.portal.applying.tokens import remember_draft

from .access import reader_required


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def draft(request: PersonaRequest, draft_id: UUID) -> HttpResponse:
    """Asks before it takes the place of another draft of the same service in this browser."""
    found = draft_of_holder(draft_id, request.persona)
    if found is None:
        raise Http404
    here = find_application(request, found.service_key)
    other = here is not None and here.draft.case_id is None and here.draft.pk != found.pk
    if request.method != "POST" or (other and "_ersetzen" not in request.POST):
        context = {
            "title": draft_form(found).text("title", reader_language()),
            "draft": found,
            "kept_until": kept_until(found),
            "other": other,
        }
        return render(request, "portal/mailbox/draft.html", context)
    return _open(found)


def _open(found: Draft) -> HttpResponse:
    response = redirect("apply", key=found.service_key)
    remember_draft(response, found.service_key, draft_token(found))
    return response
