"""What a service is, what one needs for it, what it costs, how long it takes, and the button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import Offer, compiled, offer_context
from rathaus.core import clock
from rathaus.formengine.service import CompiledTexts, Context

from .applying.access import find_offer
from .applying.tokens import begun_keys
from .hours import now_in_words, week


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    offer = find_offer(key)
    language = reader_language()
    hours, at = offer.unit.opening_hours, clock.now()
    context = {
        "offer": offer,
        "key": key,
        "texts": texts_of(offer, offer_context(offer, language)),
        "week": week(hours, at) if hours else (),
        "now": now_in_words(hours, at),
        "begun": key in begun_keys(request),
    }
    return render(request, "portal/service.html", context)


def texts_of(offer: Offer, context: Context) -> CompiledTexts:
    if offer.version_id is None:
        raise ValueError("a published offer has a version")
    return CompiledTexts(compiled(offer.version_id).definition, context)
