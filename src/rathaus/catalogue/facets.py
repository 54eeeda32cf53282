"""Headings by which found offers are narrowed down."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rathaus.core.text import fold

from .searching import Hit
from .shelf import Card, Topic


@dataclass(frozen=True, slots=True)
class Choice:
    """One heading of a facet, with how many of the offers stand under it."""

    heading: Topic
    count: int
    is_chosen: bool


def narrow(hits: Iterable[Hit], *, topic: str = "", situation: str = "") -> list[Hit]:
    """Those under the headings with these keys; an empty key asks for nothing."""
    return [hit for hit in hits if _stands_under(hit.offer, topic, situation)]


def topics_of(hits: Sequence[Hit], *, chosen: str = "", situation: str = "") -> list[Choice]:
    """Topics of what was found, the commonest first. Each count is what choosing it would show."""
    return _choices((hit.offer.topics for hit in narrow(hits, situation=situation)), chosen)


def situations_of(hits: Sequence[Hit], *, chosen: str = "", topic: str = "") -> list[Choice]:
    """Life situations likewise."""
    return _choices((hit.offer.situations for hit in narrow(hits, topic=topic)), chosen)


def _stands_under(card: Card, topic: str, situation: str) -> bool:
    return (not topic or any(one.key == topic for one in card.topics)) and (
        not situation or any(one.key == situation for one in card.situations)
    )


def _choices(headings: Iterable[tuple[Topic, ...]], chosen: str) -> list[Choice]:
    counts = Counter(heading for several in headings for heading in several)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], fold(pair[0].name)))
    return [Choice(heading, count, heading.key == chosen) for heading, count in ordered]
