"""The address at which one's own calendar program reads one's visits."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.appointments.service import revoke_subscription, subscribe, subscription_of, subscription_path
from rathaus.tenancy.service import base_url, current_municipality

from .access import PersonaRequest, persona_required


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def calendar(request: PersonaRequest) -> HttpResponse:
    """Make it, make another one, or make an end to it. Only who may read in the holder's name."""
    persona = request.persona
    if not persona.may_read:
        raise Http404
    if request.method == "POST":
        if "_ende" in request.POST:
            revoke_subscription(persona.account, persona.holder)
            messages.success(request, _("Die Adresse gilt nicht mehr."))
        else:
            subscribe(persona.account, persona.holder)
            messages.success(
                request, _("Ihr Kalender hat eine Adresse. Fügen Sie sie in Ihrem Kalenderprogramm hinzu.")
            )
        return redirect("account_calendar")
    found = subscription_of(persona.account, persona.holder)
    address = base_url(current_municipality()) + subscription_path(found) if found else ""
    return render(request, "portal/account/calendar.html", {"persona": persona, "found": found, "address": address})
