"""What somebody typed, and the offers that fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rathaus.core.text import clean_text, fold

from .matching import Index, Term
from .popularity import bonus, shares_used
from .shelf import Card, Shelf, shelf
from .words import as_terms, words_of

_MAX_QUERY, _MAX_WORDS = 200, 8
# "Ich melde meinen Hund ab": the first part of a German verb stands at the end.
_PARTICLES = frozenset({"ab", "an", "auf", "aus", "ein", "um", "zu", "zurück"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A found offer. `reason` is the keyword or name it was found by, where the title doesn't show why."""

    offer: Card
    title: str
    summary: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """`hits` best first; `meant` is the same question with its unknown words spelled like known ones, or ""."""

    hits: tuple[Hit, ...]
    meant: str = ""


def search(q: str, *, language: str = "de", limit: int = 20) -> list[Hit]:
    """Offers that fit what somebody typed, best first; where the language has none, by the other language's words."""
    return list(find_offers(q, language=language).hits[:limit])


def find_offers(q: str, *, language: str = "de") -> Found:
    """All hits, and what was perhaps meant."""
    words = words_of(clean_text(q)[:_MAX_QUERY])[:_MAX_WORDS]
    if not words:
        return Found(())
    shown = shelf(language)
    terms = _terms(words, language, shown.index)
    searched, hits = shown, _find(terms, shown)
    if not hits and any(term.stems for term in terms):
        other = "en" if language == "de" else "de"
        searched = shelf(other, generation=shown.generation)
        hits = _find(_terms(words, other, searched.index), searched)
    found = (_hit(card, shown, searched, word) for card, word in hits)
    return Found(
        tuple(hit for hit in found if hit is not None), _meant(words, terms, shown) if searched is shown else ""
    )


def nearest_offers(q: str, *, language: str = "de", limit: int = 4) -> list[Card]:
    """For a question without a hit: offers whose words look a little like those typed; often none."""
    words = words_of(clean_text(q)[:_MAX_QUERY])[:_MAX_WORDS]
    if not words:
        return []
    shown = shelf(language)
    meaningful = [term for term in _terms(words, language, shown.index) if term.stems]
    return [shown.cards[number] for number in shown.index.resembling(meaningful)[:limit]]


def _terms(words: Sequence[str], language: str, index: Index) -> list[Term]:
    particles = [word for word in words if word in _PARTICLES]
    verbs = {particle + word: (particle, word) for particle in particles for word in words if word not in _PARTICLES}
    terms = as_terms({*words, *verbs}, language)
    known = {verb: parts for verb, parts in verbs.items() if index.knows(terms[verb])}
    used = {word for parts in known.values() for word in parts}
    return [terms[word] for word in (*(word for word in words if word not in used), *known)]


def _find(terms: list[Term], searched: Shelf) -> list[tuple[Card, str]]:
    """What fits alike stands by its name: scores are rounded."""
    used = shares_used()

    def score_of(score: float, card: Card) -> float:
        return round(score * bonus(used.get(card.offer_id, 0.0), is_named=card.is_popular), 3)

    found = [(score, searched.cards[number], word) for score, number, word in searched.index.find(terms)]
    ranked = sorted(found, key=lambda hit: (-score_of(hit[0], hit[1]), hit[1].sort_key))
    return [(card, word) for _, card, word in ranked]


def _hit(card: Card, shown: Shelf, searched: Shelf, word: str) -> Hit | None:
    own = shown.by_id.get(card.offer_id)
    if own is None:
        return None
    return Hit(own, own.title, own.summary, "" if word in own.folded_title else _reason(card, searched, word))


def _reason(card: Card, searched: Shelf, word: str) -> str:
    """The keyword that has the word, best as a word of its own; for an everyday word the official name."""
    having = [n for n, folded in enumerate(card.folded_keywords) if word in folded]
    if having:
        best = min(having, key=lambda n: (word not in card.folded_keywords[n].split(), len(card.folded_keywords[n])))
        return card.keywords[best]
    written = " ".join((card.folded_title, *card.folded_keywords))
    return next((name for name in searched.meanings.get(word, ()) if _all_in(words_of(name), written)), "")


def _all_in(words: Iterable[str], written: str) -> bool:
    return all(fold(word) in written for word in words)


def _meant(words: Sequence[str], terms: Sequence[Term], searched: Shelf) -> str:
    unknown = {term.word: searched.index.nearest(term) for term in terms if not searched.index.recognises(term)}
    if not any(unknown.values()):
        return ""
    corrected = (unknown.get(fold(word)) or "" for word in words)
    return " ".join(searched.spellings.get(new, new) or old for old, new in zip(words, corrected, strict=True))
