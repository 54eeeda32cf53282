"""How somebody wants their notices: consent by kind, given and taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.cases.service import DeliveryConsent, NotAllowed, change_consent, law, may_consent, standing_consents
from rathaus.formengine.service import RuleKey

from .access import PersonaRequest, persona_required

# The rule by which notices of a kind are given once somebody consents.
_RULES: dict[DeliveryConsent.Kind, RuleKey] = {
    DeliveryConsent.Kind.TAX: "tax",
    DeliveryConsent.Kind.ELECTRONIC: "retrieval",  # last: it is for all others
}


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def delivery(request: PersonaRequest) -> HttpResponse:
    """For the town hall at whose address this is; another one asks for itself."""
    if request.method == "POST":
        return _change(request)
    return _show(request)


def _change(request: PersonaRequest) -> HttpResponse:
    kind, wanted = request.POST.get("art", ""), request.POST.get("elektronisch")
    if kind not in _RULES or wanted not in {"ja", "nein"}:
        raise Http404
    try:
        changed = change_consent(kind, given=wanted == "ja", by=request.persona)
    except NotAllowed:
        raise Http404 from None
    if changed is not None:
        messages.success(request, _("Gespeichert. Das gilt für alle Bescheide, die wir ab jetzt schreiben."))
    return redirect("account_delivery")


def _show(request: PersonaRequest) -> HttpResponse:
    standing, rules = standing_consents(request.persona.holder), law().table.rules
    kinds = [(kind.value, rules[rule], standing.get(kind)) for kind, rule in _RULES.items() if rules[rule].consent]
    context = {"persona": request.persona, "kinds": kinds, "may_change": may_consent(request.persona)}
    return render(request, "portal/account/delivery.html", context)
