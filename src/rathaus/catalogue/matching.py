"""Finding words that somebody typed among the words of many texts: pure Python, no database.

A typed word matches a word of the texts as the same word, the same stem, a beginning, a part of a compound
("Hundesteuer" and "Hund", "Nummer" and "Hausnummer"), or nearly (one or two typing errors).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

_WEIGHT = {"A": 1.0, "B": 0.8, "C": 0.35, "D": 0.12}
_SAME, _STEM, _BEGINNING, _PART, _NEARLY = 1.0, 0.95, 0.75, 0.7, 0.8
_MOST_WORDS = 60  # of the texts that are looked at for one typed word
_WORTH_SHOWING = 0.15  # of the best score
_MIN_BEGINNING, _MIN_PART, _MIN_TYPO, _LONG = 3, 4, 4, 8


@dataclass(frozen=True, slots=True)
class Term:
    """A typed word, folded, with its stems. A stop word ("der", "the") has none and is not looked for."""

    word: str
    stems: tuple[str, ...] = ()


@dataclass(slots=True)
class Index:
    """Words → documents. Documents are numbered in the order in which they are added."""

    documents: int = 0
    _words: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    _heaviest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _stems: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _trigrams: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, words: Mapping[str, Sequence[str]]) -> None:
        """`words` as in SearchEntry: folded word → [weight, stem …]."""
        for word, (weight, *stems) in words.items():
            if word not in self._words:
                for trigram in _trigrams(word):
                    self._trigrams[trigram].add(word)
            self._words[word][self.documents] = _WEIGHT[weight]
            self._heaviest[word] = max(self._heaviest[word], _WEIGHT[weight])
            for stem in stems:
                self._stems[stem].add(word)
        self.documents += 1

    def find(self, terms: Sequence[Term]) -> list[tuple[float, int, str]]:
        """(score, document, best matching word), best first. Documents that fit more of the words come first."""
        scores: dict[int, float] = defaultdict(float)
        fitting: Counter[int] = Counter()
        best: dict[int, tuple[float, str]] = {}
        wanted = [term for term in terms if term.stems]
        for found in self._matches(wanted):
            for document, (score, word) in found.items():
                scores[document] += score
                fitting[document] += 1
                best[document] = max(best.get(document, (0.0, "")), (score, word))
        ranked = [(score * (fitting[d] / len(wanted)) ** 2, d, best[d][1]) for d, score in scores.items()]
        top = max((score for score, _, _ in ranked), default=0.0)
        return sorted((hit for hit in ranked if hit[0] >= top * _WORTH_SHOWING), key=lambda hit: (-hit[0], hit[1]))

    def _matches(self, terms: Sequence[Term]) -> list[dict[int, tuple[float, str]]]:
        found = [self._documents(self._similar(term)) for term in terms]
        for i in range(len(terms) - 1):  # "haus nummer" is "Hausnummer"
            joined = terms[i].word + terms[i + 1].word
            if joined in self._words:
                for document, hit in self._documents({joined: _SAME}).items():
                    for part in (found[i], found[i + 1]):
                        part[document] = max(part.get(document, (0.0, "")), hit)
        return found

    def _documents(self, words: Mapping[str, float]) -> dict[int, tuple[float, str]]:
        """(score, word) of each document for one typed word. A word like it counts for no rarer than itself."""
        commonness = max((len(self._words[w]) for w, quality in words.items() if quality >= _STEM), default=1)
        best: dict[int, tuple[float, str]] = {}
        for word, quality in words.items():
            documents = self._words[word]
            rarity = log(1 + self.documents / max(len(documents), commonness))
            for document, weight in documents.items():
                score = quality * weight * rarity
                if score > best.get(document, (0.0, ""))[0]:
                    best[document] = (score, word)
        return best

    def _similar(self, term: Term) -> dict[str, float]:
        """Words of the texts like the typed one, with how well they fit."""
        found: dict[str, float] = {}

        def note(words: Iterable[str], quality: float) -> None:
            for word in words:
                found[word] = max(found.get(word, 0.0), quality)

        note([term.word] if term.word in self._words else (), _SAME)
        for stem in term.stems:
            note(self._stems.get(stem, ()), _STEM)
        known = bool(found)
        for part, words in self._parts_of(term.word):
            note(words, _PART * part)
        for candidate, quality in self._near(term.word, typos=not known):
            note([candidate], quality)
        if len(found) <= _MOST_WORDS:
            return found
        best = sorted(found, key=lambda word: (-found[word] * self._heaviest[word], len(word)))
        return {word: found[word] for word in best[:_MOST_WORDS]}

    def _parts_of(self, word: str) -> Iterable[tuple[float, Iterable[str]]]:
        """Known words that the typed compound begins or ends with, by the share that they cover."""
        for cut in range(_MIN_PART, len(word) - 2):
            head, tail = word[:cut], word[cut:]
            yield cut / len(word), self._stems.get(head, set()) | ({head} & self._words.keys())
            if len(tail) >= _MIN_PART and tail in self._words:
                yield len(tail) / len(word), (tail,)

    def _near(self, word: str, *, typos: bool) -> Iterable[tuple[str, float]]:
        """Known words that contain the typed one or differ from it by typing errors, through shared trigrams."""
        grams = _trigrams(word)
        shared: Counter[str] = Counter()
        for gram in grams:
            shared.update(self._trigrams.get(gram, ()))
        for candidate, count in shared.items():
            if candidate == word:
                continue
            if len(word) >= _MIN_BEGINNING and candidate.startswith(word):
                yield candidate, _BEGINNING
            elif len(word) >= _MIN_PART and word in candidate:
                yield candidate, _PART
            elif typos and len(word) >= _MIN_TYPO and count >= len(grams) // 3:
                allowed = 2 if len(word) >= _LONG else 1
                distance = typing_distance(word, candidate, allowed)
                if distance <= allowed:
                    yield candidate, _NEARLY - 0.15 * (distance - 1)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def typing_distance(a: str, b: str, limit: int) -> int:
    """Letters missing, added, changed or swapped with their neighbour; above `limit` it is `limit + 1`."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
