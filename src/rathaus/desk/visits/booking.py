"""Booking for somebody who calls or stands at the counter: errand and day, then a time, then who."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    MOST_NAME,
    MOST_NOTE,
    Channel,
    Contact,
    Gone,
    NoSuchOffering,
    NotOpen,
    Wish,
    book_at_desk,
    find_wish,
    may_see,
    offerings,
    read_email,
    read_phone,
)
from rathaus.core import clock
from rathaus.core.text import one_line
from rathaus.desk.frame import desk_page
from rathaus.ui.faults import FieldFault

from .times import Choice, read_choice, times_of_day
from .words import read_day

_PEOPLE = range(1, 9)
_WAYS = {"telefon": Channel.PHONE, "schalter": Channel.COUNTER}


@require_safe
@staff_required
def choose(request: StaffRequest) -> HttpResponse:
    """The free times of one day at all counters that serve the errand."""
    wish, day = read_wish(request.GET), read_day(request.GET)
    context = {
        "offerings": offerings(),
        "chosen": request.GET.get("anliegen", ""),
        "people": wish.people if wish else 1,
        "numbers": _PEOPLE,
        "wish": wish,
        "day": day,
        "counters": times_of_day(wish, day) if wish else [],
        "days": _days(day),
        "unknown": "anliegen" in request.GET and wish is None,
    }
    return desk_page(request, "desk/visits/choose.html", context, current="visits")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def who(request: StaffRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    wish, choice = read_wish(given), read_choice(given.get("wann", ""))
    if wish is None or choice is None:
        return redirect("desk_visit_new")
    if request.method == "POST":
        return _book(request, wish, choice)
    return _form(request, wish, choice, {})


def read_wish(query: QueryDict) -> Wish | None:
    people = query.get("personen", "1")
    try:
        return find_wish([query.get("anliegen", "")[:60]], int(people) if people in map(str, _PEOPLE) else 1)
    except NoSuchOffering:
        return None


def _book(request: StaffRequest, wish: Wish, choice: Choice) -> HttpResponse:
    typed = {name: one_line(request.POST.get(name, "")[:500]) for name in ("name", "email", "telefon", "notiz")}
    email, phone = read_email(typed["email"]), read_phone(typed["telefon"])
    if faults := _faults(typed["name"], email, phone):
        return _form(request, wish, choice, typed, faults=faults, status=422)
    contact = Contact(typed["name"][:MOST_NAME], email or "", phone or "", typed["notiz"][:MOST_NOTE])
    channel = _WAYS.get(request.POST.get("weg", ""), Channel.PHONE)
    try:
        booking = book_at_desk(wish, choice.start, contact, by=request.staff, channel=channel, counter=choice.counter)
    except (Gone, NotOpen):
        return _form(request, wish, choice, typed, problem=_("Diese Zeit ist nicht mehr frei."), status=409)
    messages.success(request, _("Gebucht. Die Nummer ist %(number)s.") % {"number": booking.number})
    booking.counter = next(counter for counter in wish.counters if counter.pk == booking.counter_id)
    sees_it = may_see(request.staff, booking)  # errands of other units are booked too, and then are theirs
    return redirect("desk_visit", number=booking.number) if sees_it else redirect("desk_visits")


def _faults(name: str, email: str | None, phone: str | None) -> list[FieldFault]:
    found = [
        (not name, "name", _("Schreiben Sie den Namen in das Feld.")),
        (phone is None, "telefon", _("Prüfen Sie die Telefonnummer. Sie braucht die Vorwahl.")),
        (email is None, "email", _("Prüfen Sie die E-Mail-Adresse.")),
    ]
    return [FieldFault(path, message) for is_wrong, path, message in found if is_wrong]


def _form(
    request: StaffRequest,
    wish: Wish,
    choice: Choice,
    typed: dict[str, str],
    *,
    problem: str = "",
    faults: Sequence[FieldFault] = (),
    status: int = 200,
) -> HttpResponse:
    counter = next((c for c in wish.counters if c.pk == choice.counter), None)
    context: dict[str, Any] = {
        "wish": wish,
        "choice": choice,
        "counter": counter,
        "typed": typed,
        "problem": problem,
        "faults": faults,
        "fault": {fault.path: fault.message for fault in faults},
        "way": request.POST.get("weg", "telefon"),
    }
    return desk_page(request, "desk/visits/who.html", context, current="visits", status=status)


def _days(day: date) -> dict[str, date]:
    return {"before": max(clock.today(), day - timedelta(days=1)), "after": day + timedelta(days=1)}
