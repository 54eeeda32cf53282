"""/konto/benachrichtigungen/: for each kind of news at once, once a day, or not at all."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rathaus.notifying.service import CHOOSABLE, Choosable, Way, choose_ways, chosen_ways
from rathaus.portal.account.access import PersonaRequest, persona_required

_WORDS: dict[Way, str | Promise] = {
    Way.AT_ONCE: gettext_lazy("Sofort"),
    Way.DAILY: gettext_lazy("Einmal am Tag"),
    Way.NONE: gettext_lazy("Gar nicht"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    row: Choosable
    chosen: str
    ways: list[tuple[Way, str | Promise]]


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def preferences(request: PersonaRequest) -> HttpResponse:
    """Each member of an organisation chooses for themselves, in what concerns it."""
    persona = request.persona
    if request.method == "POST":
        if not persona.may_read:
            raise Http404
        typed: dict[str, str] = {row.kind: request.POST.get(row.kind, "") for row in CHOOSABLE}
        ways = {kind: Way(way) for kind, way in typed.items() if way in Way.values}
        choose_ways(persona.account.pk, holder=persona.holder, ways=ways)
        messages.success(request, _("Gespeichert. So schreiben wir Ihnen ab jetzt."))
        return redirect("notification_preferences")
    chosen = chosen_ways(persona.account.pk, holder=persona.holder)
    rows = [_Row(row, chosen[row.kind], list(_WORDS.items())) for row in CHOOSABLE]
    return render(request, "portal/notifications/preferences.html", {"persona": persona, "rows": rows})
