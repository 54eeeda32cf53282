"""Words of a service's texts, as search compares them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from rathaus.core.text import fold
from rathaus.formengine.service import CompiledTexts

from .matching import Term

_WORD = re.compile(r"[^\W_]+")
# Dictionaries of PostgreSQL's text search; they know the stop words too.
_STEMMERS = {"de": "german_stem", "en": "english_stem"}
WEIGHTS = "ABCD"


def words_of(text: str) -> list[str]:
    """The words, in lower case, in their order. "E-Mail" is two."""
    return _WORD.findall(text.lower())


def folded_words(text: str) -> list[str]:
    return [fold(word) for word in words_of(text)]


def stems_of(words: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
    """Each word's stems; a stop word has none. One query.

    The word is stemmed as written and folded: "Häuser" finds "Haus" only by the first, "kuendigung" finds
    "Kündigung" only by the second.
    """
    distinct = sorted(set(words))
    if not distinct:
        return {}
    sql = (
        "select word, ts_lexize(%(dictionary)s, word), ts_lexize(%(dictionary)s, folded) "
        "from unnest(%(words)s::text[], %(folded)s::text[]) as typed (word, folded)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {"dictionary": _STEMMERS[language], "words": distinct, "folded": [fold(w) for w in distinct]},
        )
        rows = cursor.fetchall()
    return {word: tuple(sorted({*map(fold, own or ()), *(folded or ())})) for word, own, folded in rows}


def as_terms(words: Iterable[str], language: str) -> dict[str, Term]:
    """Each word as the index compares it. One query."""
    return {word: Term(fold(word), stems) for word, stems in stems_of(words, language).items()}


def index_words(texts: CompiledTexts, language: str) -> dict[str, Sequence[str]]:
    """`SearchEntry.words` of an offer's texts."""
    heaviest: dict[str, str] = {}
    for weight, parts in _parts(texts).items():
        for word in words_of("\n".join(parts)):
            heaviest.setdefault(word, weight)
    stems = stems_of(heaviest, language)
    indexed: dict[str, Sequence[str]] = {}
    for word, weight in heaviest.items():
        if stems[word]:
            indexed.setdefault(fold(word), [weight, *stems[word]])
    return indexed


def _parts(texts: CompiledTexts) -> Mapping[str, Sequence[str]]:
    return {
        "A": [texts.title],
        "B": texts.keywords,
        "C": [texts.summary, *texts.topics, *texts.life_situations],
        "D": [texts.description, texts.audience, *texts.requirements, *texts.documents, *texts.procedure],
    }
