"""What a service is, what one needs for it, what it costs, how long it takes, and the next step.

The next step depends on the kind of service: a form to fill in, an appointment to ask for, or a way to another site.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.appointments.service import offering_of
from rathaus.catalogue.service import Offer, availability, compiled, offer_context
from rathaus.core import clock
from rathaus.formengine.service import CompiledTexts, Context

from .applying.access import find_offer
from .applying.tokens import begun_keys
from .hours import now_in_words, week


@dataclass(frozen=True)
class Elsewhere:
    """Where a service is done or booked outside our pages; `site` is the name that people see in the address bar."""

    url: str
    label: str
    site: str


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    offer = find_offer(key)
    texts = texts_of(offer, offer_context(offer, reader_language()))
    return render(request, "portal/service.html", page_context(offer, texts, begun=key in begun_keys(request)))


def page_context(offer: Offer, texts: CompiledTexts, *, begun: bool = False) -> dict[str, Any]:
    """What the page of a service says, on offer or on trial."""
    definition = texts.definition
    return {
        **office_of(offer),
        "offer": offer,
        "bookable": offering_of(offer.service_key) if definition.kind == "appointment" else None,
        "key": offer.service_key,
        "kind": definition.kind,
        "texts": texts,
        "headings": headings_of(texts),
        "elsewhere": elsewhere_of(texts),
        "availability": availability(offer),
        "begun": begun,
        "has_plain": definition.plain is not None,
    }


@require_safe
def plain(request: HttpRequest, key: str) -> HttpResponse:
    """The service in Leichte Sprache. It is German, whatever language the reader chose for the rest."""
    offer = find_offer(key)
    context = offer_context(offer, "de")
    words = compiled(offer.current_version).plain(context)
    if words is None:
        raise Http404
    texts = texts_of(offer, context)
    shown = {
        "offer": offer,
        "bookable": offering_of(key) if texts.definition.kind == "appointment" else None,
        "key": key,
        "kind": texts.definition.kind,
        "plain": words,
        "elsewhere": elsewhere_of(texts),
        "availability": availability(offer),
    }
    return render(request, "portal/plain.html", shown)


def office_of(offer: Offer) -> dict[str, Any]:
    """When somebody is there."""
    hours, at = offer.unit.opening_hours, clock.now()
    return {"week": week(hours, at) if hours else (), "now": now_in_words(hours, at)}


def headings_of(texts: CompiledTexts) -> dict[str, list[tuple[str, str]]]:
    """Life situations and topics by the names of their addresses, as (key, name)."""
    return {
        "situation": list(zip(texts.life_situation_keys, texts.life_situations, strict=True)),
        "topic": list(zip(texts.topic_keys, texts.topics, strict=True)),
    }


def elsewhere_of(texts: CompiledTexts) -> Elsewhere | None:
    if not texts.link:
        return None
    return Elsewhere(texts.link, texts.link_label, (urlsplit(texts.link).hostname or "").removeprefix("www."))


def texts_of(offer: Offer, context: Context) -> CompiledTexts:
    return CompiledTexts(compiled(offer.current_version).definition, context)
