"""A service at a glance: its state, what waits to be published, and who changed what when."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import Level, StaffRequest, admin_required
from rathaus.catalogue.service import (
    compiled,
    events_of,
    find_draft,
    find_kept_offer,
    maturity_of,
    terms_draft,
    terms_of,
)

from .frame import find_offer, service_page
from .placewords import window_words
from .titles import title_of
from .wording import said

_HISTORY = 20


@require_safe
@admin_required
def show_service(request: StaffRequest, key: str) -> HttpResponse:
    if find_kept_offer(key) is None and find_draft(key) is not None:
        return HttpResponseRedirect(reverse("desk_form", args=[key]))
    offer = find_offer(key)
    definition = compiled(offer.current_version).definition
    context = {
        "offer": offer,
        "title": title_of(offer),
        "changes": terms_draft(offer),
        "maturity_now": maturity_of(definition),
        "is_internal": definition.internal,
        "needed": Level(definition.trust_level),
        "window": [(place[0], text) for place, text in window_words(terms_of(offer)).items() if text],
        "history": [(event, said(event)) for event in events_of(key, limit=_HISTORY)],
    }
    return service_page(request, "desk/keeping/service.html", context, key=key, page="desk_service")
