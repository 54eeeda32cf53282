"""The status of a facility, in two taps on a phone: which one, and how it is."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest
from rathaus.channel.service import (
    STATUS,
    Facility,
    Status,
    current_statuses,
    facilities,
    set_facility,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.desk.frame import desk_page

from .access import publisher_required


@require_safe
@publisher_required
def show_all(request: StaffRequest) -> HttpResponse:
    now = {row.facility_id: row for row in current_statuses()}
    rows = [(facility, now.get(facility.pk)) for facility in facilities()]
    return desk_page(request, "desk/channel/facilities.html", {"rows": rows, "words": STATUS}, current="channel")


@require_http_methods(["GET", "HEAD", "POST"])
@publisher_required
def set_status(request: StaffRequest, key: str) -> HttpResponse:
    facility = _find(key)
    if request.method == "POST" and request.POST.get("stand") in Status.values:
        reason = request.POST.get("grund", "")[:80]
        status = Status(request.POST["stand"])
        set_facility(
            facility,
            status,
            reason=reason,
            until=_until(request.POST.get("bis", "")),
            by=request.staff,
            key=request.POST.get("schluessel", "")[:40] or str(uuid4()),
        )
        messages.success(
            request, _("%(name)s: jetzt %(status)s.") % {"name": facility.name, "status": STATUS[status]}
        )
        return redirect("desk_facilities")
    current = next((row for row in current_statuses() if row.facility_id == facility.pk), None)
    context = {
        "facility": facility,
        "current": current,
        "key": str(uuid4()),
        "reasons": [_("wegen Gewitter"), _("wegen Reparatur"), _("weil Personal fehlt"), _("weil es voll ist")],
    }
    return desk_page(request, "desk/channel/facility.html", context, current="channel")


def _find(key: str) -> Facility:
    found = next((facility for facility in facilities() if facility.key == key), None)
    if found is None:
        raise Http404
    return found


def _until(typed: str) -> datetime:
    """The time today, or the end of today where none is given or it is past."""
    now = clock.now().astimezone(BERLIN)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0), BERLIN)
    try:
        at = datetime.combine(now.date(), time.fromisoformat(typed), BERLIN)
    except ValueError:
        return midnight
    return at if at > now else midnight
