"""The week of an office: every state of the page is an address; a visit is moved by dropping it on another day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    Booking,
    Counter,
    Gone,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    is_changeable,
    local_instant,
    move_booking,
    plan_week,
    visible_counters,
)
from rathaus.core.clock import BERLIN
from rathaus.desk.frame import desk_page
from rathaus.desk.visits.tabs import counter_tabs, office_tabs, same_place
from rathaus.desk.visits.visit import find_visit, show_times, told_of_move
from rathaus.desk.visits.words import STATUS, day_address, read_day

_WEEK = timedelta(days=7)


@require_safe
@staff_required
def show_week(request: StaffRequest) -> HttpResponse:
    base, day = reverse("desk_week"), read_day(request.GET)
    week = plan_week(request.staff, day, office=request.GET.get("ort", "")[:60], counter=_counter(request))
    context = {
        "week": week,
        "rows": [(counter, [_cell(cell) for cell in cells]) for counter, cells in week.rows],
        "office_tabs": office_tabs(base, week.monday, week),
        "tabs": counter_tabs(base, week.monday, week),
        "before_url": same_place(base, week.monday - _WEEK, week),
        "after_url": same_place(base, week.monday + _WEEK, week),
        "last": week.days[-1],
    }
    return desk_page(request, "desk/visits/keeping/week.html", context, current="visits")


@require_POST
@staff_required
def drop(request: StaffRequest) -> HttpResponse:
    """To another day or counter at the same time of day; a conflict shows what is free there instead."""
    booking = find_visit(request, request.POST.get("nummer", "")[:20])
    day, counter = read_day(request.POST), _target(request)
    local = booking.starts_at.astimezone(BERLIN)
    if not is_changeable(booking):
        messages.warning(request, _("Dieser Termin lässt sich nicht mehr verschieben."))
        return redirect(_week_of(booking, local.date()))
    try:
        moved = move_booking(booking, to=local_instant(day, f"{local:%H:%M}"), by=request.staff, counter=counter.pk)
    except (Gone, NotOpen):
        said = {"day": date_format(day, "l, j. F"), "at": f"{local:%H:%M}", "counter": counter.name}
        problem = _("%(day)s, %(at)s Uhr, ist bei „%(counter)s“ nicht frei. Wählen Sie eine andere Zeit.") % said
        return show_times(request, booking, day=day, problem=problem, status=409)
    except (NotChangeable, NoSuchOffering):
        messages.warning(request, _("Dieser Termin lässt sich nicht mehr verschieben."))
        return redirect(_week_of(booking, local.date()))
    messages.success(request, told_of_move(booking, moved))
    return redirect(_week_of(moved, day))


def _cell(cell: Any) -> dict[str, Any]:
    visits = [
        {
            "booking": booking,
            "word": STATUS[booking.status][0],
            "movable": is_changeable(booking),
            "case_url": case_url(booking),
        }
        for booking in cell.visits
    ]
    return {"day": cell.day, "opens": cell.opens, "visits": visits, "shut": cell.shut}


def case_url(booking: Booking) -> str:
    """Where the visit leads to its case, which not everybody here may open; empty without one."""
    return reverse("desk_visit", kwargs={"number": booking.number}) + "#vorgang" if booking.case else ""


def _target(request: StaffRequest) -> Counter:
    """A counter of theirs. Raises Http404."""
    try:
        key = UUID(request.POST.get("schalter", ""))
    except ValueError:
        raise Http404 from None
    found = next((counter for counter in visible_counters(request.staff) if counter.pk == key), None)
    if found is None:
        raise Http404
    return found


def _counter(request: StaffRequest) -> str:
    return request.GET.get("schalter", "")[:60]


def _week_of(booking: Booking, day: date) -> str:
    return day_address(reverse("desk_week"), day, office=booking.office.key)
