"""The first page of an account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .access import PersonaRequest, persona_required


@require_safe
@persona_required
def home(request: PersonaRequest) -> HttpResponse:
    return render(request, "portal/account/home.html", {"persona": request.persona})
