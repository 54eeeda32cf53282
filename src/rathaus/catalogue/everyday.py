"""Everyday words of `definitions/synonyms.yaml`, put into the index when a process reads a shelf.

So they are found with typing errors, endings and as parts of compounds like any other word, and a new line in the
file takes effect with the next start: no search entry has to be written anew.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

from rathaus.formengine.service import Language, Synonyms, load_synonyms

from .matching import Index, Term
from .words import as_terms, words_of

Meanings = Mapping[str, tuple[str, ...]]  # an everyday word, folded → official names


def teach_everyday_words(index: Index, language: str) -> Meanings:
    """One query for the stems of all words of the file."""
    synonyms = _synonyms(settings.DEFINITIONS).get(cast("Language", language), {})
    everyday = {key: words_of(key) for key in synonyms}
    official = {name: words_of(name) for names in synonyms.values() for name in names}
    terms = as_terms({word for words in (*everyday.values(), *official.values()) for word in words}, language)
    for key, names in synonyms.items():
        index.teach(_all(everyday[key], terms), [_all(official[name], terms) for name in names])
    meanings: dict[str, tuple[str, ...]] = {}
    for key, names in synonyms.items():
        for word in everyday[key]:
            meanings[word] = (*meanings.get(word, ()), *names)
    return meanings


def _all(words: list[str], terms: dict[str, Term]) -> list[Term]:
    return [terms[word] for word in words]


@lru_cache(maxsize=2)
def _synonyms(folder: Path) -> Synonyms:
    return load_synonyms(folder)
