"""What a municipality offers, as one process remembers it: cards for lists, and the search index.

Read from the SearchEntry rows once for each generation; a publication in any process makes the next request here
read them anew. A search costs two queries, for the generation and the stems of what was typed. Searching inside the
database was measured at 5,000 offers (bench/search.py) and is more than twenty times slower: under row-level
security `@@` and `<%` use no index, since they are not leakproof and the policy is evaluated first.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from rathaus.core.text import fold
from rathaus.formengine.service import load_headings
from rathaus.tenancy.service import current_municipality

from .everyday import Meanings, teach_everyday_words
from .matching import Index
from .models import Generation, SearchEntry
from .popularity import forget_popularity
from .words import folded_words, words_of

_REMEMBERED = 200  # shelves, so about a hundred municipalities in two languages
_shelves: "OrderedDict[tuple[str, int, str], Shelf]" = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading: a topic or a life situation."""

    key: str
    name: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An offer as lists show it. `letter` is its place in A–Z."""

    offer_id: UUID
    key: str
    title: str
    summary: str
    icon: str
    topics: tuple[Topic, ...]
    situations: tuple[Topic, ...]
    maturity: str
    keywords: tuple[str, ...]
    is_popular: bool
    sort_key: str
    folded_title: str
    folded_keywords: tuple[str, ...]

    @property
    def letter(self) -> str:
        first = self.sort_key[:1].upper()
        return first if first.isalpha() else "#"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All published offers in one language, by German sorting (DIN 5007-1: ä as a, ß as ss).

    `spellings` says how a folded word of a title, a keyword or a summary is written.
    """

    generation: int
    cards: tuple[Card, ...]
    by_key: Mapping[str, Card]
    by_id: Mapping[UUID, Card]
    index: Index
    meanings: Meanings
    spellings: Mapping[str, str]


def shelf(language: str, *, generation: int | None = None) -> Shelf:
    """The current shelf of the scope's municipality. One query, and one more after a publication."""
    current = current_generation() if generation is None else generation
    key = (_database(), current_municipality().pk, language)
    with _lock:
        known = _shelves.get(key)
        if known is not None and known.generation == current:
            _shelves.move_to_end(key)
            return known
    made = _read(language, current)
    with _lock:
        _shelves[key] = made
        while len(_shelves) > _REMEMBERED:
            _shelves.popitem(last=False)
    return made


def forget_shelves() -> None:
    """For tests: rolled-back publications may use a generation number twice."""
    forget_popularity()
    with _lock:
        _shelves.clear()


def current_generation() -> int:
    return Generation.objects.values_list("number", flat=True).first() or 0


def sort_key(title: str) -> str:
    """DIN 5007-1, as dictionaries sort: ä like a, ß like ss, case and punctuation don't matter."""
    umlauts = str.maketrans("äöüÄÖÜ", "aouAOU")
    return "".join(c for c in fold(title.translate(umlauts)) if c.isalnum() or c == " ").strip()


def _read(language: str, generation: int) -> Shelf:
    rows = SearchEntry.objects.filter(language=language)
    ordered = sorted(((_card(row), row.words) for row in rows), key=lambda pair: (pair[0].sort_key, pair[0].key))
    index = Index()
    for card, words in ordered:
        index.add(words, [folded_words(card.title), *(keyword.split() for keyword in card.folded_keywords)])
    meanings = teach_everyday_words(index, language)
    cards = tuple(card for card, _ in ordered)
    by_key = {card.key: card for card in cards}
    return Shelf(
        generation=generation,
        cards=cards,
        by_key=by_key,
        by_id={card.offer_id: card for card in cards},
        index=index,
        meanings=meanings,
        spellings=_spellings(cards),
    )


def _spellings(cards: Iterable[Card]) -> dict[str, str]:
    texts = (text for card in cards for text in (card.summary, *card.keywords, card.title))
    return {fold(word): word for text in texts for word in words_of(text)}


def _card(row: SearchEntry) -> Card:
    icons = _icons(settings.DEFINITIONS)
    return Card(
        offer_id=row.offer_id,
        key=row.service_key,
        title=row.title,
        summary=row.summary,
        icon=row.icon,
        topics=_headings(row.topics, icons),
        situations=_headings(row.situations, icons),
        maturity=row.maturity,
        keywords=tuple(row.keywords),
        is_popular=row.is_popular,
        sort_key=sort_key(row.title),
        folded_title=fold(row.title),
        folded_keywords=tuple(" ".join(folded_words(keyword)) for keyword in row.keywords),
    )


def _headings(rows: list[Any], icons: Mapping[str, str]) -> tuple[Topic, ...]:
    return tuple(Topic(key, name, icons.get(key, "")) for key, name in rows)


@lru_cache(maxsize=2)
def _icons(folder: Path) -> dict[str, str]:
    return {
        **{key: topic.icon for key, topic in load_headings(folder, "topics").items()},
        **{key: one.icon for key, one in load_headings(folder, "life_situations").items()},
    }


def _database() -> str:
    return str(connection.settings_dict["NAME"])
