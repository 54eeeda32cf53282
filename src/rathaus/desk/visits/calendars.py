"""A clerk's calendars: bookings out to their own program, and what is busy there in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    calendar_of,
    connect_calendar,
    create_feed,
    disconnect_calendar,
    feed_link,
    feeds_of,
    revoke_feed,
    visible_counters,
)
from rathaus.core.fetching import NotAllowed
from rathaus.desk.frame import desk_page

PROBLEMS: dict[str, Promise] = {
    "unreachable": gettext_lazy("Unter der Adresse antwortet niemand. Stimmt sie noch?"),
    "not_allowed": gettext_lazy("Diese Adresse dürfen wir nicht abrufen. Es geht nur mit öffentlichen Adressen."),
    "too_big": gettext_lazy("Der Kalender ist größer als 2 MB. Geben Sie einen kleineren frei."),
    "too_slow": gettext_lazy("Das Lesen hat zu lange gedauert. Vielleicht wiederholt sich ein Eintrag endlos."),
    "unreadable": gettext_lazy("Unter der Adresse liegt kein Kalender, den wir lesen können."),
    "too_many": gettext_lazy("Im Kalender stehen zu viele Einträge für ein halbes Jahr."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def calendars(request: StaffRequest) -> HttpResponse:
    """Only one's own; a new address is made with POST."""
    counters = list(visible_counters(request.staff))
    if request.method != "POST":
        return _page(request, counters)
    wanted = request.POST.get("schalter", "")
    counter = next((c for c in counters if str(c.pk) == wanted), None)
    if wanted and counter is None:
        raise Http404
    create_feed(request.staff, counter=counter, names="namen" in request.POST)
    messages.success(request, _("Die Adresse ist angelegt."))
    return redirect("desk_calendars")


@require_POST
@staff_required
def revoke(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    if not revoke_feed(request.staff, feed_id):
        raise Http404
    messages.success(request, _("Die Adresse gilt nicht mehr."))
    return redirect("desk_calendars")


@require_POST
@staff_required
def connect(request: StaffRequest) -> HttpResponse:
    """What is busy in one's own calendar is not offered to visitors. Empty: no more."""
    url = request.POST.get("adresse", "").strip()
    if not url:
        disconnect_calendar(request.staff)
        messages.success(request, _("Ihr Kalender ist getrennt."))
        return redirect("desk_calendars")
    try:
        connect_calendar(request.staff, url)
    except NotAllowed:
        return _page(request, list(visible_counters(request.staff)), status=422, typed=url, refused=True)
    messages.success(request, _("Gespeichert. Wir lesen Ihren Kalender gleich zum ersten Mal."))
    return redirect("desk_calendars")


def _page(request: StaffRequest, counters: list[Any], *, status: int = 200, **more: Any) -> HttpResponse:
    mine = calendar_of(request.staff)
    context = {
        "counters": counters,
        "feeds": [(feed, feed_link(feed)) for feed in feeds_of(request.staff)],
        "mine": mine,
        "problem": PROBLEMS.get(mine.problem, "") if mine else "",
        "sits": [counter for counter in counters if counter.clerk_id == request.staff.pk],
        **more,
    }
    return desk_page(request, "desk/visits/calendars.html", context, current="visits", status=status)
