"""What is on offer, as lists show it."""

from collections.abc import Callable, Iterable
from itertools import groupby
from uuid import UUID

from rathaus.core.text import fold

from .models import Offer
from .popularity import times_used
from .shelf import Card, Topic, shelf

Grouped = list[tuple[Topic, list[Card]]]

_HEAD_START = 10  # finished errands that being named as popular counts for


def list_offers(language: str = "de") -> tuple[Card, ...]:
    """Everything on offer, sorted as a German dictionary would. One query."""
    return shelf(language).cards


def titles_by_unit(language: str = "de") -> dict[UUID, tuple[str, ...]]:
    """What each unit does: the titles of what is on offer there, the popular ones first. Two queries."""
    units = dict(Offer.objects.filter(state=Offer.State.PUBLISHED).values_list("pk", "unit_id"))
    found: dict[UUID, list[str]] = {}
    for card in sorted(shelf(language).cards, key=lambda c: not c.is_popular):
        if card.offer_id in units:
            found.setdefault(units[card.offer_id], []).append(card.title)
    return {unit: tuple(titles) for unit, titles in found.items()}


def by_letter(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    return [(letter, list(found)) for letter, found in groupby(cards, key=lambda card: card.letter)]


def by_topic(cards: Iterable[Card]) -> Grouped:
    """Topics by name, each with its offers; an offer may stand under several."""
    return _grouped(cards, lambda card: card.topics)


def by_situation(cards: Iterable[Card]) -> Grouped:
    """Life situations likewise."""
    return _grouped(cards, lambda card: card.situations)


def most_used(cards: Iterable[Card], *, limit: int = 8) -> list[Card]:
    """The errands finished most often lately. One query.

    What the municipality names as popular has a head start: else the first few cases of a new portal would push
    rare errands before those that everybody asks for, and those with an appointment, finished here by nobody,
    would never show.
    """
    times = times_used()
    return sorted(cards, key=lambda c: (-times.get(c.offer_id, 0) - _HEAD_START * c.is_popular, c.sort_key))[:limit]


def _grouped(cards: Iterable[Card], headings_of: Callable[[Card], Iterable[Topic]]) -> Grouped:
    grouped: dict[Topic, list[Card]] = {}
    for card in cards:
        for heading in headings_of(card):
            grouped.setdefault(heading, []).append(card)
    return sorted(grouped.items(), key=lambda pair: fold(pair[0].name))
