"""Blocking a counter for a time, and lifting it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    Counter,
    InTheWay,
    block_time,
    find_block,
    lift_block,
    local_instant,
    visible_counters,
)
from rathaus.core.clock import BERLIN
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page

from .words import day_address, read_day


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def block(request: StaffRequest) -> HttpResponse:
    counters = list(visible_counters(request.staff))
    if request.method != "POST":
        return _form(request, counters)
    counter = next((c for c in counters if str(c.pk) == request.POST.get("schalter")), None)
    day, span = read_day(request.POST), _span(request)
    if counter is None or span is None:
        return _form(request, counters, problem=_("Wählen Sie Schalter, Tag, Beginn und Ende."), status=422)
    try:
        reason = clean_text(request.POST.get("grund", "")).strip()
        block_time(counter, *span, reason=reason, by=request.staff)
    except ValueError:
        return _form(request, counters, problem=_("Das Ende muss nach dem Beginn liegen."), status=422)
    except InTheWay as found:
        return _form(request, counters, in_the_way=found, status=409)
    messages.success(request, _("Die Zeit ist gesperrt."))
    return redirect(day_address(reverse("desk_visits"), day, office=counter.office.key))


@require_POST
@staff_required
def lift(request: StaffRequest, block_id: UUID) -> HttpResponse:
    counters = list(visible_counters(request.staff))
    found = find_block(block_id, counters)
    if found is None:
        raise Http404
    lift_block(found)
    messages.success(request, _("Die Sperre ist aufgehoben."))
    office = next(c.office.key for c in counters if c.pk == found.counter_id)
    return redirect(day_address(reverse("desk_visits"), found.starts_at.astimezone(BERLIN).date(), office=office))


def _form(request: StaffRequest, counters: list[Counter], *, status: int = 200, **more: Any) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "counters": counters,
        "chosen": given.get("schalter", ""),
        "day": read_day(given),
        "typed": {name: given.get(name, "") for name in ("von", "bis", "grund")},
        **more,
    }
    return desk_page(request, "desk/visits/block.html", context, current="visits", status=status)


def _span(request: StaffRequest) -> tuple[datetime, datetime] | None:
    day = read_day(request.POST)
    try:
        return local_instant(day, request.POST.get("von", "")), local_instant(day, request.POST.get("bis", ""))
    except ValueError:
        return None
