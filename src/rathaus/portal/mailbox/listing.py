"""The list of a postbox."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.portal.account.access import PersonaRequest, persona_required
from rathaus.postbox.service import entries_of


@require_safe
@persona_required
def entries(request: PersonaRequest) -> HttpResponse:
    persona = request.persona
    found = entries_of(persona.holder) if persona.may_read else []
    return render(request, "portal/mailbox/list.html", {"persona": persona, "entries": found})
