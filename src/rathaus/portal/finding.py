"""Search, suggestions while typing, A to Z and topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import offers_by_letter, offers_by_topic, popular_offers, search
from rathaus.core.text import clean_text

_SHOWN, _SUGGESTED, _NEAREST = 20, 6, 4
_MAX_QUERY = 200


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What fits, best first; where nothing does, the errands most asked for and whom to call."""
    q = _query(request)
    language = reader_language()
    hits = search(q, language=language, limit=_SHOWN)
    context = {"q": q, "hits": hits, "popular": [] if hits else popular_offers(language, limit=_NEAREST)}
    return render(request, "portal/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search box while somebody types."""
    q = _query(request)
    hits = search(q, language=reader_language(), limit=_SUGGESTED)
    return render(request, "portal/search.html#suggestions", {"q": q, "hits": hits})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    language = reader_language()
    context = {"letters": offers_by_letter(language), "topics": offers_by_topic(language)}
    return render(request, "portal/services.html", context)


def _query(request: HttpRequest) -> str:
    return clean_text(request.GET.get("q", ""))[:_MAX_QUERY].strip()
