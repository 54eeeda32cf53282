"""The first page of an account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .access import PersonaRequest, persona_required
from .entries import ENTRIES


@require_safe
@persona_required
def home(request: PersonaRequest) -> HttpResponse:
    may_read = request.persona.may_read
    groups = [(title, [e for e in entries if e.name != "postbox" or may_read]) for title, entries in ENTRIES]
    shown = [(title, entries) for title, entries in groups if entries]
    return render(request, "portal/account/home.html", {"persona": request.persona, "groups": shown})
