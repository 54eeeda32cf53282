"""Who at the desk looked at my cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.portal.account.access import PersonaRequest, persona_required
from rathaus.rights.service import looks_everywhere


@require_safe
@persona_required
def looks(request: PersonaRequest) -> HttpResponse:
    """Their own cases, in all municipalities where they have any; by unit, never by name."""
    context = {"places": looks_everywhere(request.persona.account.pk)}
    return render(request, "portal/account/rights/looks.html", context)
