"""A service at a glance: its state, what waits to be published, and who changed what when."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import publications, terms_draft

from .frame import find_offer, service_page
from .titles import title_of

_HISTORY = 5


@require_safe
@admin_required
def show_service(request: StaffRequest, key: str) -> HttpResponse:
    offer = find_offer(key)
    context = {
        "offer": offer,
        "title": title_of(offer),
        "changes": terms_draft(offer),
        "history": publications(offer)[:_HISTORY],
    }
    return service_page(request, "desk/keeping/service.html", context, key=key, page="desk_service")
