"""The screen in the hall. It names nobody: numbers and counters only."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.queueing.service import current_calls
from rathaus.ui.qr import qr_svg

from .frame import find_queue, live_page


@never_cache
@require_safe
def display(request: HttpRequest, office: str) -> HttpResponse:
    queue = find_queue(office)
    link = request.build_absolute_uri(reverse("queue", kwargs={"office": office}))
    context = {
        "calls": current_calls(queue),
        "qr": qr_svg(link, _("QR-Code: Nummer am eigenen Handy ziehen")),
    }
    return live_page(request, "portal/queueing/display.html", queue, context)
