"""Search, suggestions while typing, A to Z."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import (
    Card,
    Choice,
    Hit,
    by_letter,
    by_situation,
    by_topic,
    find_offers,
    list_offers,
    most_used,
    narrow,
    nearest_offers,
    note_missed,
    situations_of,
    topics_of,
)
from rathaus.core.text import clean_text

from .signposts import find_signposts

_SHOWN, _SUGGESTED, _NEAREST, _CHOICES = 20, 6, 4, 8
_FEW = 4  # so many results are read faster than narrowed down
_MAX_QUERY, _MAX_KEY = 200, 60
_TOPIC, _SITUATION = "thema", "lage"


@dataclass(frozen=True)
class Facet:
    """One way to narrow a result down, as links."""

    name: str
    links: list["FacetLink"]


@dataclass(frozen=True)
class FacetLink:
    """`url` chooses the heading, or takes the choice back."""

    name: str
    count: int
    url: str
    is_chosen: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What fits, best first; where nothing does, what comes near, whom to call, and a way to tell what is missing."""
    q = _query(request)
    language = reader_language()
    found = find_offers(q, language=language)
    topic, situation = _key(request, _TOPIC), _key(request, _SITUATION)
    hits = narrow(found.hits, topic=topic, situation=situation)
    signposts = find_signposts(q)
    if q and not found.hits and not signposts and request.method == "GET":
        note_missed(q)
    context = {
        "q": q,
        "hits": hits[:_SHOWN],
        "count": len(hits),
        "more": max(0, len(hits) - _SHOWN),
        "meant": found.meant,
        "facets": _facets(found.hits, q, topic, situation),
        "is_narrowed": bool(topic or situation),
        "signposts": signposts,
        "nearest": nearest_cards(q, language) if q and not hits else [],
    }
    return render(request, "portal/search.html", context)


def nearest_cards(q: str, language: str) -> list[Card]:
    """What looks like the words typed, filled up with the errands most asked for."""
    nearest = nearest_offers(q, language=language, limit=_NEAREST)
    popular = [card for card in most_used(list_offers(language), limit=2 * _NEAREST) if card not in nearest]
    return [*nearest, *popular][:_NEAREST]


def _facets(hits: Sequence[Hit], q: str, topic: str, situation: str) -> list[Facet]:
    if len(hits) <= _FEW and not (topic or situation):
        return []
    topics = topics_of(hits, chosen=topic, situation=situation)
    situations = situations_of(hits, chosen=situation, topic=topic)
    shown = len(narrow(hits, topic=topic, situation=situation))
    facets = [
        Facet(_("Thema"), _links(topics, _TOPIC, {"q": q, _SITUATION: situation}, shown)),
        Facet(_("Lebenslage"), _links(situations, _SITUATION, {"q": q, _TOPIC: topic}, shown)),
    ]
    return [facet for facet in facets if facet.links]


def _links(choices: list[Choice], parameter: str, kept: Mapping[str, str], shown: int) -> list[FacetLink]:
    """A heading under which everything stands is no choice."""
    useful = [choice for choice in choices if choice.is_chosen or choice.count != shown]
    first = sorted(useful, key=lambda choice: not choice.is_chosen)[:_CHOICES]
    return [_link(choice, parameter, kept) for choice in first]


def _link(choice: Choice, parameter: str, kept: Mapping[str, str]) -> FacetLink:
    wanted = {**kept, parameter: "" if choice.is_chosen else choice.heading.key}
    query = urlencode({key: value for key, value in wanted.items() if value})
    return FacetLink(choice.heading.name, choice.count, f"{reverse('search')}?{query}", choice.is_chosen)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search box while somebody types."""
    q = _query(request)
    found = find_offers(q, language=reader_language())
    context = {"q": q, "hits": found.hits[:_SUGGESTED], "meant": found.meant, "signposts": find_signposts(q)}
    return render(request, "portal/search.html#suggestions", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    cards = list_offers(reader_language())
    context = {"letters": by_letter(cards), "topics": by_topic(cards), "situations": by_situation(cards)}
    return render(request, "portal/services.html", context)


def _query(request: HttpRequest) -> str:
    return clean_text(request.GET.get("q", ""))[:_MAX_QUERY].strip()


def _key(request: HttpRequest, name: str) -> str:
    return clean_text(request.GET.get(name, ""))[:_MAX_KEY].strip()
