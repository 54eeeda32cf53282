"""E-mails to who waits. As all of appointments they name neither the person nor the errand."""

from collections.abc import Mapping
from typing import Any

from rathaus.appointments.codes import link_code
from rathaus.appointments.models import Offer, Waiting
from rathaus.core import clock
from rathaus.outbox.service import NotWanted, completes_mail, send_mail
from rathaus.tenancy.service import base_url, current_municipality

_WAITING, _OFFER = "appointment_waiting", "appointment_offer"


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
