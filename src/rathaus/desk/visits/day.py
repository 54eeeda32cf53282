"""The day of an office: who comes when to which counter. Every state of the page is an address."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import DayPlan, Status, Visit, next_steps, plan_day
from rathaus.desk.frame import desk_page

from .words import STATUS, STEP, day_address, read_day


@require_safe
@staff_required
def show_day(request: StaffRequest) -> HttpResponse:
    day = read_day(request.GET)
    plan = plan_day(
        request.staff, day, office=request.GET.get("ort", "")[:60], counter=request.GET.get("schalter", "")[:60]
    )
    context = {
        "plan": plan,
        "rows": [row_of(visit) for visit in plan.visits],
        "tabs": _counter_tabs(plan),
        "office_tabs": _office_tabs(plan),
        "before_url": _address(plan, days=-1),
        "after_url": _address(plan, days=1),
        "counts": _counts(plan),
    }
    return desk_page(request, "desk/visits/day.html", context, current="visits")


def row_of(visit: Visit) -> dict[str, Any]:
    booking = visit.booking
    word, kind = STATUS[booking.status]
    return {
        "booking": booking,
        "since": visit.since,
        "word": word,
        "kind": kind,
        "steps": [(step.value, STEP[step]) for step in next_steps(booking) if step != Status.BOOKED],
        "can_undo": Status.BOOKED in next_steps(booking),
    }


def _counter_tabs(plan: DayPlan) -> list[tuple[str, str, bool, str | None]]:
    base, office = reverse("desk_visits"), plan.office.key if plan.office else ""
    everything = (_("Alle Schalter"), day_address(base, plan.day, office=office), plan.counter is None, None)
    each = [
        (str(c), day_address(base, plan.day, office=office, counter=c.key), plan.counter == c, None)
        for c in plan.here
    ]
    return [everything, *each]


def _office_tabs(plan: DayPlan) -> list[tuple[str, str, bool, str | None]]:
    base = reverse("desk_visits")
    if len(plan.offices) < 2:  # noqa: PLR2004 -- one office needs no choice
        return []
    return [(str(o), day_address(base, plan.day, office=o.key), plan.office == o, None) for o in plan.offices]


def _address(plan: DayPlan, *, days: int) -> str:
    office, counter = plan.office.key if plan.office else "", plan.counter.key if plan.counter else ""
    return day_address(reverse("desk_visits"), plan.day + timedelta(days=days), office=office, counter=counter)


def _counts(plan: DayPlan) -> dict[str, int]:
    stati = [visit.booking.status for visit in plan.visits]
    return {
        "total": len(stati),
        "waiting": stati.count(Status.ARRIVED),
        "done": stati.count(Status.DONE),
        "no_show": stati.count(Status.NO_SHOW),
    }
