"""One visit: what it needs, what became of it, and what can be done."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    Booking,
    Gone,
    NoSuchOffering,
    NotChangeable,
    NotOpen,
    Status,
    cancel_booking,
    equipment_of,
    find_booking,
    find_wish,
    is_changeable,
    mark_booking,
    may_see,
    move_booking,
    next_steps,
    story_of,
    what_to_bring,
)
from rathaus.cases.service import case_of_visit
from rathaus.core.clock import BERLIN
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page

from .times import read_choice, times_to_move_to
from .words import EVENT, STATUS, STEP, day_address, read_day

_MOST_TEXT = 2000
_DAY = timedelta(days=1)


def find_visit(request: StaffRequest, number: str) -> Booking:
    """Raises Http404, the same for one of another unit as for none."""
    booking = find_booking(number)
    if booking is None or not may_see(request.staff, booking):
        raise Http404
    return booking


@require_safe
@staff_required
def show(request: StaffRequest, number: str) -> HttpResponse:
    booking = find_visit(request, number)
    word, kind = STATUS[booking.status]
    context = {
        "booking": booking,
        "word": word,
        "kind": kind,
        "steps": [(step.value, STEP[step]) for step in next_steps(booking)],
        "equipment": equipment_of(booking),
        "bring": what_to_bring(booking, "de")[0],
        "case": case_of_visit(booking, request.staff),
        "story": [(event, EVENT[event.kind]) for event in story_of(booking)],
        "changeable": is_changeable(booking),
        "day_url": day_url(booking),
    }
    return desk_page(request, "desk/visits/visit.html", context, current="visits")


@require_POST
@staff_required
def mark(request: StaffRequest, number: str) -> HttpResponse:
    """Marking leads back to the day, where the next one waits."""
    booking = find_visit(request, number)
    status = request.POST.get("stand", "")
    try:
        mark_booking(booking, Status(status), by=request.staff)
    except (NotChangeable, ValueError):
        messages.warning(request, _("Das geht beim jetzigen Stand des Termins nicht."))
    return redirect(day_url(booking, counter=request.POST.get("schalter", "")[:60]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def cancel(request: StaffRequest, number: str) -> HttpResponse:
    """Asks once; what is written is shown to the visitor behind their private link."""
    booking = find_visit(request, number)
    text = clean_text(request.POST.get("nachricht", "")).strip()
    if request.method != "POST" or len(text) > _MOST_TEXT:
        context = {"booking": booking, "text": text, "too_long": len(text) > _MOST_TEXT}
        status = 422 if context["too_long"] else 200
        return desk_page(request, "desk/visits/cancel.html", context, current="visits", status=status)
    try:
        cancel_booking(booking, by=request.staff, message=text)
    except NotChangeable:
        messages.warning(request, _("Dieser Termin lässt sich nicht mehr absagen."))
    else:
        messages.success(request, told(booking, _("Der Termin ist abgesagt.")))
    return redirect("desk_visit", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def move(request: StaffRequest, number: str) -> HttpResponse:
    booking = find_visit(request, number)
    try:
        if is_changeable(booking):
            return _move(request, booking) if request.method == "POST" else show_times(request, booking)
    except (NotChangeable, NoSuchOffering):  # somebody else was faster, or its errand was withdrawn
        pass
    messages.warning(request, _("Dieser Termin lässt sich nicht mehr verschieben."))
    return redirect("desk_visit", number=number)


def day_url(booking: Booking, *, counter: str = "") -> str:
    day = booking.starts_at.astimezone(BERLIN).date()
    return day_address(reverse("desk_visits"), day, office=booking.office.key, counter=counter)


def _move(request: StaffRequest, booking: Booking) -> HttpResponse:
    choice = read_choice(request.POST.get("wann", ""))
    if choice is None:
        return show_times(request, booking, problem=_("Wählen Sie eine Zeit."), status=422)
    try:
        moved = move_booking(booking, to=choice.start, by=request.staff, counter=choice.counter)
    except (NotOpen, Gone):
        return show_times(request, booking, problem=_("Diese Zeit ist nicht mehr frei."), status=409)
    messages.success(request, told_of_move(booking, moved))
    return redirect("desk_visit", number=booking.number)


def show_times(
    request: StaffRequest, booking: Booking, *, day: date | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """Where a visit can go on a day, the visit's own where none is said. Raises NoSuchOffering."""
    if day is None:
        day = read_day(request.GET) if "tag" in request.GET else _day_of(booking)
    wish = find_wish(booking.offerings, booking.people)
    context: dict[str, Any] = {
        "booking": booking,
        "day": day,
        "before": day - _DAY,
        "after": day + _DAY,
        "counters": times_to_move_to(booking, wish, day),
        "problem": problem,
    }
    return desk_page(request, "desk/visits/move.html", context, current="visits", status=status)


def _day_of(booking: Booking) -> date:
    return booking.starts_at.astimezone(BERLIN).date()


def told(booking: Booking, done: str) -> str:
    """Whether the visitor learns of it by e-mail, or has to be called."""
    if booking.email:
        return done + " " + _("Wir schreiben eine E-Mail.")
    return done + " " + _("Rufen Sie an: %(phone)s") % {"phone": booking.phone} if booking.phone else done


def told_of_move(before: Booking, moved: Booking) -> str:
    """Another counter in the same room is no news for the visitor."""
    done = _("Der Termin ist verschoben.")
    return told(moved, done) if moved.sequence != before.sequence else done
