"""The day of an office: who comes when to which counter. Every state of the page is an address."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import Closure, DayPlan, Status, Visit, local_instant, next_steps, plan_day
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.desk.frame import desk_page

from .keeping.words import place_in_words
from .tabs import counter_tabs, office_tabs, same_place
from .words import STATUS, STEP, read_day

_DAY = timedelta(days=1)


@require_safe
@staff_required
def show_day(request: StaffRequest) -> HttpResponse:
    base, day = reverse("desk_visits"), read_day(request.GET)
    plan = plan_day(
        request.staff, day, office=request.GET.get("ort", "")[:60], counter=request.GET.get("schalter", "")[:60]
    )
    context = {
        "plan": plan,
        "rows": [row_of(visit) for visit in plan.visits],
        "tabs": counter_tabs(base, day, plan),
        "office_tabs": office_tabs(base, day, plan),
        "before_url": same_place(base, day - _DAY, plan),
        "after_url": same_place(base, day + _DAY, plan),
        "today_url": same_place(base, clock.today(), plan) if day != clock.today() else "",
        "counts": _counts(plan),
        "closures": [closure_row(closure, day) for closure in plan.closures],
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


def closure_row(closure: Closure, day: date) -> dict[str, Any]:
    """When of this day, where and why."""
    start, end = (local_instant(each, "00:00") for each in (day, day + _DAY))
    begins, ends = (moment.astimezone(BERLIN).strftime("%H:%M") for moment in (closure.starts_at, closure.ends_at))
    if closure.starts_at <= start and closure.ends_at >= end:
        when = _("den ganzen Tag")
    elif closure.ends_at >= end:
        when = _("ab %(at)s Uhr") % {"at": begins}
    elif closure.starts_at <= start:
        when = _("bis %(at)s Uhr") % {"at": ends}
    else:
        when = _("%(begins)s bis %(ends)s Uhr") % {"begins": begins, "ends": ends}
    return {"when": when, "where": place_in_words(closure), "reason": closure.reason}


def _counts(plan: DayPlan) -> dict[str, int]:
    stati = [visit.booking.status for visit in plan.visits]
    return {
        "total": len(stati),
        "waiting": stati.count(Status.ARRIVED),
        "done": stati.count(Status.DONE),
        "no_show": stati.count(Status.NO_SHOW),
    }
