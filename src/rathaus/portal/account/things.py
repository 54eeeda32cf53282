"""Dogs, meters, children: what a holder keeps for later forms."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import Thing, find_thing, forget_thing, rename_thing, things_of
from rathaus.applying.service import reader_language, thing_kinds
from rathaus.core.text import clean_text

from .access import PersonaRequest, persona_required

_MAX_NAME = 200


@require_safe
@persona_required
def things(request: PersonaRequest) -> HttpResponse:
    """Whoever may only apply in a person's name doesn't see what they keep."""
    kept = things_of(request.persona.holder) if request.persona.may_read else []
    kinds = thing_kinds(reader_language())
    shown = [(one, kinds[one.kind].one if one.kind in kinds else one.kind) for one in kept]
    context = {"things": shown, "kinds": kinds.values(), "may_change": request.persona.may_apply}
    return render(request, "portal/account/things.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def thing(request: PersonaRequest, thing: UUID) -> HttpResponse:
    """Rename it. What was sent with it before stays as it was."""
    found = _own(request, thing)
    error = ""
    if request.method == "POST":
        label = clean_text(request.POST.get("name", "")).strip()[:_MAX_NAME]
        if label and rename_thing(found, label):
            messages.success(request, _("Gespeichert."))
            return redirect("account_things")
        error = _("So heißt schon etwas anderes.") if label else _("Geben Sie einen Namen ein.")
    return render(
        request, "portal/account/thing.html", {"thing": found, "error": error}, status=422 if error else 200
    )


@require_POST
@persona_required
def forget(request: PersonaRequest, thing: UUID) -> HttpResponse:
    forget_thing(_own(request, thing))
    messages.success(request, _("Gelöscht. Anträge, die Sie schon geschickt haben, bleiben."))
    return redirect("account_things")


def _own(request: PersonaRequest, thing: UUID) -> Thing:
    may = request.persona.may_read and request.persona.may_apply  # who may only read changes nothing
    found = find_thing(request.persona.holder, thing) if may else None
    if found is None:
        raise Http404
    return found
