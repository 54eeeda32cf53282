"""The waiting list: onto it from the list of times or from a visit, and off it with one click."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import client_address
from rathaus.applying.service import reader_language
from rathaus.appointments.service import (
    PARTS_OF_DAY,
    Booking,
    NoSuchOffering,
    NotChangeable,
    TooMany,
    TooManyHere,
    WaitsAlready,
    When,
    Wish,
    find_place,
    find_wish,
    is_changeable,
    join_list,
    join_with_booking,
    leave_list,
    place_of,
)
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.ui.faults import FieldFault

from .already import free_already, joined, take_url
from .choosing import find_or_404
from .contact import Typed, known_contact, read_contact
from .days import in_words
from .filters import read_filters
from .tokens import granted_visit

_MAX_TYPED = 100
_USUAL = timedelta(days=28)
_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class WhenTyped:
    """Which times would suit, as typed, and what is wrong with it."""

    earliest: str
    latest: str
    part: str = ""
    offices: tuple[str, ...] = ()
    faults: tuple[FieldFault, ...] = ()

    @property
    def fault(self) -> dict[str, str]:
        return {fault.path: fault.message for fault in self.faults}

    def when(self) -> When:
        return When(date.fromisoformat(self.earliest), date.fromisoformat(self.latest), self.offices, self.part)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """From the list of times, without having one."""
    filters = read_filters(request.POST if request.method == "POST" else request.GET)
    wish = find_or_404(key, filters)
    if request.method != "POST":
        return _form(
            request, wish, _usual(wish, filters.part, filters.office), typed=known_contact(request), filters=filters
        )
    when, typed = _read(request.POST, wish), read_contact(request.POST, needs_email=True)
    if when.faults or typed.faults:
        return _form(request, wish, when, typed=typed, filters=filters, status=422)
    free, before = free_already(request.POST, wish, when.when())
    if free:
        return _form(request, wish, when, typed=typed, filters=filters, status=409, free=free)
    contact, network = typed.contact(reader_language()), client_address(request)
    try:
        waiting = join_list(wish, when.when(), contact, network=network, before=before)
    except TooMany as why:
        here = isinstance(why, TooManyHere)
        return _form(request, wish, when, typed=typed, filters=filters, status=429, too_many=True, too_many_here=here)
    messages.success(request, joined(waiting))
    return redirect("appointments")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_for_visit(request: HttpRequest, number: str) -> HttpResponse:
    """From a visit, which moves when an earlier time is taken."""
    booking = granted_visit(request, number)
    try:
        wish = find_wish(booking.offerings, booking.people)
    except NoSuchOffering:
        wish = None
    if wish is None or not is_changeable(booking) or not booking.email or place_of(booking) is not None:
        return redirect("visit", number=number)
    when = _read(request.POST, wish) if request.method == "POST" else _usual(wish, latest=_day(booking))
    if request.method != "POST" or when.faults:
        return _form(request, wish, when, booking=booking, status=422 if when.faults else 200)
    return _join_for_visit(request, booking, wish, when)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Where the link of the e-mails leads. Reading it changes nothing, since programs follow links too."""
    if request.method != "POST":
        return render(request, "portal/appointments/waiting/leave.html")
    found = find_place(request.POST.get("code", "")[:_MAX_TYPED])
    if found is None:
        return render(request, "portal/appointments/waiting/leave.html", {"wrong": True}, status=422)
    leave_list(found)
    messages.success(request, _("Sie stehen nicht mehr auf der Warteliste. Wir schreiben Ihnen dazu nicht mehr."))
    return redirect("appointments")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """The wait is over: to the free times of what it was for, which neither the e-mail nor its link tells."""
    if request.method != "POST":
        return render(request, "portal/appointments/waiting/find.html", {"again": True})
    found = find_place(request.POST.get("code", "")[:_MAX_TYPED])
    if found is None:
        return render(request, "portal/appointments/waiting/find.html", {"again": True, "wrong": True}, status=422)
    query = QueryDict(mutable=True)
    query.setlist("mit", found.offerings[1:])
    if found.people > 1:
        query["personen"] = str(found.people)
    address = reverse("appointment_times", kwargs={"key": found.offerings[0]})
    return redirect(f"{address}?{query.urlencode()}" if query else address)


@never_cache
@require_http_methods(["POST"])
def leave_for_visit(request: HttpRequest, number: str) -> HttpResponse:
    waiting = place_of(granted_visit(request, number))
    if waiting is not None:
        leave_list(waiting)
        messages.success(request, _("Sie warten nicht mehr. Ihr Termin bleibt, wie er ist."))
    return redirect("visit", number=number)


def _join_for_visit(request: HttpRequest, booking: Booking, wish: Wish, when: WhenTyped) -> HttpResponse:
    free, before = free_already(request.POST, wish, when.when(), than=booking)
    if free:
        return _form(request, wish, when, booking=booking, status=409, free=free)
    try:
        join_with_booking(booking, when.when(), before=before)
    except TooMany:
        return _form(request, wish, when, booking=booking, status=429, too_many=True)
    except (NotChangeable, WaitsAlready):
        return redirect("visit", number=booking.number)
    messages.success(request, _("Sie stehen auf der Warteliste. Bis dahin bleibt Ihr Termin, wie er ist."))
    return redirect("visit", number=booking.number)


def _usual(wish: Wish, part: str = "", office: str = "", latest: date | None = None) -> WhenTyped:
    today = clock.today()
    known = tuple(found.key for found in wish.offices if found.key == office)
    return WhenTyped(today.isoformat(), (latest or today + _USUAL).isoformat(), part, known)


def _read(post: QueryDict, wish: Wish) -> WhenTyped:
    """Offices that don't serve it and parts of the day that there are not are left out."""
    known = {office.key for office in wish.offices}
    offices = tuple(key for key in post.getlist("orte")[:50] if key in known)
    part = post.get("zeit", "") if post.get("zeit", "") in PARTS_OF_DAY else ""
    earliest, latest = post.get("von", "")[:20], post.get("bis", "")[:20]
    first, last, faults = _iso(earliest), _iso(latest), []
    if first is None:
        faults.append(FieldFault("von", _("Geben Sie ein Datum an, zum Beispiel 01.12.2026.")))
    if last is None or not clock.today() <= last <= clock.today() + _LONGEST:
        faults.append(FieldFault("bis", _("Geben Sie einen Tag an, der noch kommt, höchstens ein Jahr von heute.")))
    elif first is not None and first > last:
        faults.append(FieldFault("bis", _("Der letzte Tag liegt vor dem ersten.")))
    return WhenTyped(earliest, latest, part, offices, tuple(faults))


def _iso(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _day(booking: Booking) -> date:
    return booking.starts_at.astimezone(BERLIN).date()


def _form(
    request: HttpRequest,
    wish: Wish,
    when: WhenTyped,
    *,
    booking: Booking | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    typed = more.get("typed")
    context = {
        "wish": wish,
        "when": when,
        "booking": booking,
        "booked": in_words(booking.starts_at) if booking else "",
        "faults": when.faults + (typed.faults if isinstance(typed, Typed) else ()),
        "parts": PARTS_OF_DAY,
        "take_url": take_url(wish, booking),
        **more,
    }
    return render(request, "portal/appointments/waiting/join.html", context, status=status)
