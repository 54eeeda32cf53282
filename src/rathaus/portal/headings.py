"""The services under one topic or in one life situation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import Grouped, by_situation, by_topic, list_offers


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    grouped = by_topic(list_offers(reader_language()))
    return _show(request, key, grouped, kind=_("Thema"), others=_("Andere Themen"), url_name="topic")


@require_safe
def situation(request: HttpRequest, key: str) -> HttpResponse:
    grouped = by_situation(list_offers(reader_language()))
    return _show(request, key, grouped, kind=_("Lebenslage"), others=_("Andere Lebenslagen"), url_name="situation")


def _show(request: HttpRequest, key: str, grouped: Grouped, *, kind: str, others: str, url_name: str) -> HttpResponse:
    found = next(((heading, cards) for heading, cards in grouped if heading.key == key), None)
    if found is None:
        raise Http404
    context = {
        "heading": found[0],
        "cards": found[1],
        "kind": kind,
        "others": [(heading, cards) for heading, cards in grouped if heading.key != key],
        "others_name": others,
        "url_name": url_name,
    }
    return render(request, "portal/heading.html", context)
