"""In whose name one acts from now on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import choose_persona, personas_of

from .access import PersonaRequest, persona_required

# What one sees there is the same for everybody, so going back there shows nothing of whom one acted for before.
_PUBLIC = ("/leistungen/", "/suche/")


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def switch(request: PersonaRequest) -> HttpResponse:
    """Choose; then back to where one was, if that page is public. Raises Http404 for whom one may not act for."""
    if request.method != "POST":
        onward = _onward(request.GET.get("weiter", ""))
        context = {"persona": request.persona, "personas": personas_of(request.persona.account), "onward": onward}
        return render(request, "portal/account/switch.html", context)
    chosen = choose_persona(request, _holder(request))
    if chosen is None:
        raise Http404
    own = _("Sie handeln jetzt in Ihrem eigenen Namen.")
    messages.success(request, own if chosen.is_self else _("Sie handeln jetzt für: %(name)s") % {"name": chosen.name})
    return redirect(_onward(request.POST.get("weiter", "")))


def _holder(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("holder", ""))
    except ValueError:
        raise Http404 from None


def _onward(wanted: str) -> str:
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if here and (wanted == "/" or wanted.startswith(_PUBLIC)) else reverse("account_home")
