"""The time is kept: tell who comes, and it is booked."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.applying.service import reader_language
from rathaus.appointments.service import (
    AlreadyExtended,
    Contact,
    Hold,
    HoldGone,
    NeedsConfirmation,
    NoSuchOffering,
    TooMany,
    ask_confirmation,
    bring_list,
    extend_hold,
    give_up_hold,
    offerings_of,
)
from rathaus.appointments.service import book_held as book
from rathaus.core import clock
from rathaus.ui.faults import FieldFault

from .contact import Typed, known_contact, read_contact
from .days import in_words
from .tokens import forget_hold, grant_visit, held_by, holder_of, remember_hold


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reservation(request: HttpRequest) -> HttpResponse:
    hold = held_by(request)
    if hold is None:
        messages.info(request, _("Wählen Sie zuerst eine Zeit."))
        return redirect("appointments")
    if hold.booking is not None:
        return _booked(request, hold)
    if request.method != "POST":
        return _form(request, hold, known_contact(request))
    return _extend(request, hold) if "_mehr" in request.POST else _book(request, hold)


@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Somebody else may have the time at once."""
    hold = held_by(request)
    response = redirect("appointments")
    if hold is not None and hold.booking_id is None:
        give_up_hold(hold)
        response = redirect("appointment_times", key=hold.offerings[0])
    forget_hold(response)
    return response


def _extend(request: HttpRequest, hold: Hold) -> HttpResponse:
    """Ten minutes more, once; what was typed so far stays, and nothing is complained about yet."""
    typed = replace(read_contact(request.POST), faults=())
    try:
        hold.expires_at, hold.is_extended = extend_hold(hold).expires_at, True
    except AlreadyExtended:
        messages.info(request, _("Sie haben schon einmal verlängert. Länger halten wir die Zeit nicht frei."))
    except HoldGone:
        return _gone(request, hold)
    response = _form(request, hold, typed)
    remember_hold(request, response, hold)
    return response


def _book(request: HttpRequest, hold: Hold) -> HttpResponse:
    typed = read_contact(request.POST)
    if typed.faults:
        return _form(request, hold, typed, status=422)
    contact = replace(typed.contact(reader_language()), holder=holder_of(request))
    try:
        hold.booking = book(hold, contact)
    except NeedsConfirmation:
        return _ask(request, hold, typed, contact)
    except TooMany:
        return _form(request, hold, typed, status=429, too_many=True)
    except (HoldGone, NoSuchOffering):
        return _gone(request, hold)
    return _booked(request, hold)


def _ask(request: HttpRequest, hold: Hold, typed: Typed, contact: Contact) -> HttpResponse:
    if not contact.email:
        fault = FieldFault(
            "email", _("Geben Sie eine E-Mail-Adresse an. Dorthin schicken wir den Link zum Bestätigen.")
        )
        return _form(request, hold, replace(typed, faults=(fault,)), status=422)
    try:
        ask_confirmation(hold, contact)
    except TooMany:
        return _form(request, hold, typed, status=429, too_many=True)
    except HoldGone:
        return _gone(request, hold)
    return redirect("appointment_confirm")


def _booked(request: HttpRequest, hold: Hold) -> HttpResponse:
    """The hold's cookie stays: the same post again, or “back”, leads here."""
    response = redirect("visit", number=hold.booking.number)
    grant_visit(request, response, hold.booking)
    return response


def _gone(request: HttpRequest, hold: Hold) -> HttpResponse:
    messages.warning(request, _("Die Zeit war abgelaufen und ist jetzt vergeben. Wählen Sie eine andere."))
    response = redirect("appointment_times", key=hold.offerings[0])
    forget_hold(response)
    return response


def _form(request: HttpRequest, hold: Hold, typed: Typed, *, status: int = 200, **more: Any) -> HttpResponse:
    chosen = offerings_of(hold.offerings)
    context = {
        "hold": hold,
        "when": in_words(hold.starts_at),
        "title": ", ".join(offering.local_name for offering in chosen),
        "bring": bring_list(chosen, reader_language()),
        "typed": typed,
        "is_over": hold.expires_at <= clock.now(),
        **more,
    }
    return render(request, "portal/appointments/reservation.html", context, status=status)
