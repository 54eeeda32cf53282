"""The first page: the question, the errands most asked for, and whether somebody is there today."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.accounts.service import Unit
from rathaus.applying.service import reader_language
from rathaus.appointments.service import next_free
from rathaus.catalogue.service import (
    Card,
    Publication,
    by_situation,
    by_topic,
    list_offers,
    most_used,
)
from rathaus.channel.service import current_statuses, newest, published
from rathaus.core import clock

from .applying.tokens import begun_keys
from .channel.listing import row_of
from .hours import Now, now_in_words

_TILES, _NEWS = 8, 3


@dataclass(frozen=True)
class OpenOffices:
    """Offices of which the same is to be said, under one telephone number."""

    names: tuple[str, ...]
    now: Now
    phone: str


@dataclass(frozen=True)
class News:
    card: Card
    since: datetime


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    cards = list_offers(reader_language())
    context = {
        "tiles": most_used(cards, limit=_TILES),
        "topics": by_topic(cards),
        "situations": by_situation(cards),
        "offices": open_offices(),
        "free": next_free(),
        "news": news(cards),
        "statuses": [row_of(row) for row in current_statuses()],
        "told": [row_of(row) for row in newest(published())[:_NEWS]],
        "begun": begun_offers(request, cards),
    }
    return render(request, "portal/home.html", context)


def open_offices() -> list[OpenOffices]:
    """Every unit with opening hours; those that are open now come first. What holds for several is told once."""
    at = clock.now()
    told: dict[tuple[Now, str], list[str]] = {}
    for unit in Unit.objects.all():
        if now := now_in_words(unit.opening_hours, at):
            told.setdefault((now, unit.phone), []).append(unit.local_name)
    offices = [OpenOffices(tuple(sorted(names)), now, phone) for (now, phone), names in told.items()]
    return sorted(offices, key=lambda some: (not some.now.is_open, some.names))


def news(cards: tuple[Card, ...]) -> list[News]:
    """The services that came online last, newest first."""
    first = Publication.objects.values_list("offer").annotate(since=Min("at")).order_by("-since")[:_NEWS]
    known = {card.offer_id: card for card in cards}
    return [News(known[offer], since) for offer, since in first if offer in known]


def begun_offers(request: HttpRequest, cards: tuple[Card, ...]) -> list[Card]:
    """The errands this browser began and did not finish."""
    begun = set(begun_keys(request))
    return [card for card in cards if card.key in begun] if begun else []
