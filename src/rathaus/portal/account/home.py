"""The first page of an account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .access import PersonaRequest, persona_required
from .entries import ENTRIES


@require_safe
@persona_required
def home(request: PersonaRequest) -> HttpResponse:
    shown = [entry for entry in ENTRIES if entry.own or entry.name != "postbox" or request.persona.may_read]
    return render(request, "portal/account/home.html", {"persona": request.persona, "entries": shown})
