"""What is on offer, as lists show it."""

from collections.abc import Callable, Iterable
from itertools import groupby

from rathaus.core.text import fold

from .popularity import times_used
from .shelf import Card, Topic, shelf

Grouped = list[tuple[Topic, list[Card]]]


def list_offers(language: str = "de") -> tuple[Card, ...]:
    """Everything on offer, sorted as a German dictionary would. One query."""
    return shelf(language).cards


def by_letter(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    return [(letter, list(found)) for letter, found in groupby(cards, key=lambda card: card.letter)]


def by_topic(cards: Iterable[Card]) -> Grouped:
    """Topics by name, each with its offers; an offer may stand under several."""
    return _grouped(cards, lambda card: card.topics)


def by_situation(cards: Iterable[Card]) -> Grouped:
    """Life situations likewise."""
    return _grouped(cards, lambda card: card.situations)


def most_used(cards: Iterable[Card], *, limit: int = 8) -> list[Card]:
    """The errands finished most often lately; then those the municipality names as popular. One query."""
    times = times_used()
    return sorted(cards, key=lambda c: (-times.get(c.offer_id, 0), not c.is_popular, c.sort_key))[:limit]


def _grouped(cards: Iterable[Card], headings_of: Callable[[Card], Iterable[Topic]]) -> Grouped:
    grouped: dict[Topic, list[Card]] = {}
    for card in cards:
        for heading in headings_of(card):
            grouped.setdefault(heading, []).append(card)
    return sorted(grouped.items(), key=lambda pair: fold(pair[0].name))
