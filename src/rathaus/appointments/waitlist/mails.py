"""E-mails to who waits. As all of appointments they name neither the person nor the errand."""

from collections.abc import Mapping
from typing import Any

from rathaus.appointments.changing import is_changeable
from rathaus.appointments.codes import link_code
from rathaus.appointments.mails import booking_link
from rathaus.appointments.models import Offer, Waiting
from rathaus.core import clock
from rathaus.outbox.service import NotWanted, completes_mail, send_mail
from rathaus.tenancy.service import base_url, current_municipality

_WAITING, _OFFER, _OVER = "appointment_waiting", "appointment_offer", "appointment_waiting_over"


def waiting_link(waiting: Waiting) -> str:
    return f"{base_url(current_municipality())}/termine/warteliste/#{link_code('waiting', waiting.pk)}"


def offer_link(offer: Offer) -> str:
    """The code stands in the fragment, which browsers don't send."""
    return f"{base_url(current_municipality())}/termine/angebot/#{link_code('offer', offer.pk)}"


def tell_waiting(waiting: Waiting) -> None:
    _send(f"appointment:waiting:{waiting.pk}:joined", waiting, _WAITING, {"waiting": str(waiting.pk)})


def tell_offer(offer: Offer) -> None:
    waiting = offer.waiting
    _send(f"appointment:waiting:{waiting.pk}:offer:{offer.pk}", waiting, _OFFER, {"offer": str(offer.pk)})


def tell_over(waiting: Waiting) -> None:
    _send(f"appointment:waiting:{waiting.pk}:over", waiting, _OVER, {"waiting": str(waiting.pk)})


def choose_link(waiting: Waiting) -> str:
    """To the free times of what they waited for, which the address doesn't tell."""
    return f"{base_url(current_municipality())}/termine/warteliste/neu/#{link_code('waiting', waiting.pk)}"


def _send(key: str, waiting: Waiting, template: str, context: dict[str, str]) -> None:
    if waiting.email:
        send_mail(key=key, to=waiting.email, template=template, context=context, language=waiting.language)


@completes_mail(_WAITING)
def _complete_waiting(context: Mapping[str, Any]) -> dict[str, Any]:
    waiting = Waiting.objects.filter(pk=context["waiting"], ended_at=None).first()
    if waiting is None:
        raise NotWanted
    return {"latest": waiting.latest, "leave": waiting_link(waiting)}


@completes_mail(_OFFER)
def _complete_offer(context: Mapping[str, Any]) -> dict[str, Any]:
    """A late e-mail about what has run out would only disappoint."""
    found = Offer.objects.select_related("waiting__booking", "office").filter(pk=context["offer"], ended_at=None)
    offer = found.first()
    if offer is None or offer.expires_at <= clock.now():
        raise NotWanted
    return {
        "starts_at": offer.starts_at,
        "until": offer.expires_at,
        "office": offer.office,
        "moves": offer.waiting.booking,
        "link": offer_link(offer),
        "leave": waiting_link(offer.waiting),
    }


@completes_mail(_OVER)
def _complete_over(context: Mapping[str, Any]) -> dict[str, Any]:
    over = Waiting.objects.filter(pk=context["waiting"], end=Waiting.End.OVER).exclude(email="")
    waiting = over.select_related("booking").first()
    if waiting is None:
        raise NotWanted
    booking = waiting.booking if waiting.booking is not None and is_changeable(waiting.booking) else None
    return {
        "latest": waiting.latest,
        "was_offered": Offer.objects.filter(waiting=waiting).exists(),
        "booking": booking,
        "link": booking_link(booking) if booking else choose_link(waiting),
    }
