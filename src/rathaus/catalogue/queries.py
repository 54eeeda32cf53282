"""Reading the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.db.models import Count

from rathaus.core import clock
from rathaus.core.text import clean_text, fold
from rathaus.formengine.service import Context, Language, OwnText
from rathaus.tenancy.service import current_municipality

from .matching import Term
from .models import Offer, OfferUse, Publication
from .shelf import Card, Shelf, Topic, shelf
from .terms import own_words
from .versions import compiled
from .words import stems_of, words_of

_MAX_QUERY, _MAX_WORDS = 200, 8
_POPULAR_DAYS = 90
_POPULAR_BONUS = 1.1


@dataclass(frozen=True, slots=True)
class Hit:
    """A found offer. `reason` is the keyword it was found by, where the title doesn't show why."""

    offer: Card
    title: str
    summary: str
    reason: str


def list_offers(language: str = "de") -> tuple[Card, ...]:
    """Everything on offer, sorted as a German dictionary would."""
    return shelf(language).cards


def offers_by_letter(language: str = "de") -> list[tuple[str, list[Card]]]:
    return [(letter, list(cards)) for letter, cards in groupby(list_offers(language), key=lambda card: card.letter)]


def offers_by_topic(language: str = "de") -> list[tuple[Topic, list[Card]]]:
    """Topics by name, each with its offers; an offer may stand under several."""
    grouped: dict[Topic, list[Card]] = {}
    for card in list_offers(language):
        for topic in card.topics:
            grouped.setdefault(topic, []).append(card)
    return sorted(grouped.items(), key=lambda pair: fold(pair[0].name))


def get_offer(key: str) -> Offer | None:
    """A published offer with its unit, by the key of its service."""
    found = Offer.objects.filter(service_key=key, state=Offer.State.PUBLISHED)
    return found.select_related("unit", "version").defer("version__content").first()


def popular_offers(language: str = "de", *, limit: int = 8) -> list[Card]:
    """The errands finished most often in the last 90 days; then those the municipality names as popular."""
    since = clock.now() - timedelta(days=_POPULAR_DAYS)
    used = OfferUse.objects.filter(at__gte=since).values_list("offer").annotate(times=Count("id"))
    times = dict(used)
    cards = shelf(language).cards
    return sorted(cards, key=lambda c: (-times.get(c.offer_id, 0), not c.is_popular, c.sort_key))[:limit]


def record_use(offer_id: UUID) -> None:
    """Somebody finished this errand."""
    OfferUse.objects.create(offer_id=offer_id)


def search(q: str, *, language: str = "de", limit: int = 20) -> list[Hit]:
    """Offers that fit what somebody typed, best first; where the language has none, by the other language's words."""
    words = words_of(clean_text(q)[:_MAX_QUERY])[:_MAX_WORDS]
    if not words:
        return []
    shown = shelf(language)
    terms = _terms(words, language)
    hits = _find(terms, shown)
    if not hits and any(term.stems for term in terms):
        other = "en" if language == "de" else "de"
        hits = _find(_terms(words, other), shelf(other, generation=shown.generation))
    found = [_hit(card, shown, word) for card, word in hits]
    return [hit for hit in found if hit is not None][:limit]


def _terms(words: list[str], language: str) -> list[Term]:
    stems = stems_of(words, language)
    return [Term(fold(word), stems[word]) for word in words]


def _find(terms: list[Term], searched: Shelf) -> list[tuple[Card, str]]:
    found = [(score, searched.cards[number], word) for score, number, word in searched.index.find(terms)]
    ranked = sorted(
        found, key=lambda hit: (-round(hit[0] * (_POPULAR_BONUS if hit[1].is_popular else 1.0), 3), hit[1].sort_key)
    )
    return [(card, word) for _, card, word in ranked]


def _hit(card: Card, shown: Shelf, word: str) -> Hit | None:
    own = shown.by_id.get(card.offer_id)
    if own is None:
        return None
    return Hit(own, own.title, own.summary, "" if word in fold(own.title) else _reason(card, word))


def _reason(card: Card, word: str) -> str:
    """The keyword that has the word, best as a word of its own."""
    having = [keyword for keyword in card.keywords if word in fold(keyword)]
    return min(having, key=lambda keyword: (word not in fold(keyword).split(), len(keyword)), default="")


def offer_context(
    offer: Offer, language: str, *, version_id: UUID | None = None, today: date | None = None
) -> Context:
    """What the rules and texts need to know: the parameters and own words in force, today, who asks.

    `version_id` is the version that a draft began with; if another one is on offer by now, the terms are those that
    were last set for it.
    """
    pinned = version_id or offer.current_version
    terms = _in_force(offer, pinned)
    return context_of(
        pinned,
        terms.parameters if terms else {},
        language,
        today=today,
        words=own_words(terms.texts, language) if terms else None,
    )


def overrides_for(offer: Offer, version_id: UUID) -> Mapping[str, Any]:
    """The municipality's own values for a version: of the offer, or of the last publication of an older version."""
    terms = _in_force(offer, version_id)
    return cast("Mapping[str, Any]", terms.parameters if terms else {})


def _in_force(offer: Offer, version_id: UUID) -> Offer | Publication | None:
    if offer.version_id == version_id:
        return offer
    return Publication.objects.filter(offer=offer, version_id=version_id).order_by("-at", "-id").first()


def context_of(
    version_id: UUID,
    overrides: Mapping[str, Any],
    language: str,
    *,
    today: date | None = None,
    words: OwnText | None = None,
) -> Context:
    """The context of a version with given parameter values and own words."""
    return Context(
        parameters=compiled(version_id).parameter_values(overrides),
        today=today or clock.today(),
        language=cast("Language", language),
        municipality_name=current_municipality().name,
        words=words,
    )
