"""The conversations of my unit, those first that wait."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffMember, StaffRequest, staff_required
from rathaus.desk.frame import desk_page
from rathaus.postbox.service import list_threads

_CLOSED = "beendet"


@require_safe
@staff_required
def show_messages(request: StaffRequest) -> HttpResponse:
    closed, page = request.GET.get("stand") == _CLOSED, request.GET.get("seite", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1  # noqa: PLR2004 -- 4 digits
    found = list_threads(request.staff, closed=closed, page=number)
    kept = f"stand={_CLOSED}&" if closed else ""
    context = {
        "list": found,
        "closed": closed,
        "tabs": [(_("Offen"), "?", not closed), (_("Beendet"), f"?stand={_CLOSED}", closed)],
        "newer": f"?{kept}seite={found.page - 1}" if found.page > 1 else "",
        "older": f"?{kept}seite={found.page + 1}" if found.has_next else "",
        "shows_units": request.staff.role == StaffMember.Role.ADMIN,
    }
    return desk_page(request, "desk/messaging/list.html", context, current="messages")
