"""Finding words that somebody typed among the words of many texts: pure Python, no database.

A typed word matches a word of the texts as the same word, the same stem, a beginning, a part of a compound
("Hundesteuer" and "Hund", "Nummer" and "Hausnummer"), nearly (one or two typing errors). Words that stand
together in a title or a keyword count for more than the same words scattered over the texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from math import log

_WEIGHT = {"A": 1.0, "B": 0.8, "C": 0.35, "D": 0.12}
_SAME, _STEM, _NEARLY, _BEGINNING, _PART, _INSIDE = 1.0, 0.95, 0.8, 0.75, 0.7, 0.45
_EVERYDAY, _OF_SEVERAL = 0.85, 0.5  # an everyday word against the official one; one of several that belong together
_PHRASE = 0.8  # what a title or keyword that is just what was typed adds to the score
_WEIGHED = _EXPLAINED = 40  # documents of which more is asked: the best by their words
_MOST_WORDS = 60  # of the texts that are looked at for one typed word
_REMEMBERED = 2000  # typed words
_WORTH_SHOWING = 0.15  # of the best score
_MIN_BEGINNING, _MIN_PART, _MIN_TYPO, _LONG = 3, 4, 4, 8
_RESEMBLES = 0.2  # trigrams that two words share, of those that either has
_SURER = (10, 14)  # from these lengths on one more typing error is supposed when asking what was meant


Words = dict[str, float]  # of the texts, each with how well it fits or what it is worth


@dataclass(frozen=True, slots=True)
class Term:
    """A word, folded, with its stems. A stop word ("der", "the") has none; it is only found as an everyday word."""

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
    _everyday: set[str] = field(default_factory=set)
    _phrases: list[list[tuple[str, ...]]] = field(default_factory=list)
    _looked_up: dict[Term, Words] = field(default_factory=dict)

    def add(self, words: Mapping[str, Sequence[str]], phrases: Iterable[Sequence[str]] = ()) -> None:
        """`words` as in SearchEntry: folded word → [weight, stem …]; `phrases`: folded words that belong together."""
        for word, (weight, *stems) in words.items():
            self._put(word, stems, self.documents, _WEIGHT[weight])
        known = (tuple(word for word in phrase if word in words) for phrase in phrases)
        self._phrases.append([phrase for phrase in known if phrase])
        self.documents += 1

    def teach(self, everyday: Sequence[Term], official: Iterable[Sequence[Term]]) -> None:
        """From now on the everyday words find the documents that have all words of one of the official names."""
        weights: dict[int, float] = {}
        for name in official:
            having = [self._weights(term) for term in name]
            for document in set.intersection(*map(set, having)):
                weight = min(weights_of[document] for weights_of in having)
                weights[document] = max(weights.get(document, 0.0), weight)
        share = _EVERYDAY * (_OF_SEVERAL if len(everyday) > 1 else 1.0)
        for document, weight in weights.items():
            for term in everyday:
                if term.stems or len(everyday) == 1:
                    self._put(term.word, term.stems, document, weight * share)
                    self._everyday.add(term.word)
            self._phrases[document].append(tuple(term.word for term in everyday))

    def _put(self, word: str, stems: Iterable[str], document: int, weight: float) -> None:
        self._looked_up.clear()
        if word not in self._words:
            for trigram in _trigrams(word):
                self._trigrams[trigram].add(word)
        self._words[word][document] = max(self._words[word].get(document, 0.0), weight)
        self._heaviest[word] = max(self._heaviest[word], weight)
        for stem in stems:
            self._stems[stem].add(word)

    def _weights(self, term: Term) -> dict[int, float]:
        """How heavily each document has a word: itself, its stem, or at an end of a compound."""
        found: dict[int, float] = {}
        near = {word: quality for word, quality in self._near(term.word, typos=False) if quality >= _PART}
        for word, quality in {**near, **self._same(term)}.items():
            for document, weight in self._words[word].items():
                found[document] = max(found.get(document, 0.0), quality * weight)
        return found

    def knows(self, term: Term) -> bool:
        """Whether the word itself, or one of the same stem, stands in the texts."""
        return term.word in self._words or any(stem in self._stems for stem in term.stems)

    def recognises(self, term: Term) -> bool:
        """Whether the word can stay as it is: known, a stop word, or the beginning of a known word."""
        if not term.stems or self.knows(term):
            return True
        return any(word.startswith(term.word) for word in self._trigrams.get(f"  {term.word[:1]}", ()))

    def nearest(self, term: Term) -> str:
        """The known word that is the fewest typing errors away; "" if none is near. Of equals the commonest."""
        allowed = 1 + sum(len(term.word) >= length for length in _SURER)
        if len(term.word) < _MIN_TYPO:
            return ""
        shared = {word for gram in _trigrams(term.word) for word in self._trigrams.get(gram, ())}
        near = ((typing_distance(term.word, word, allowed), -len(self._words[word]), word) for word in shared)
        distance, _, word = min(near, default=(allowed + 1, 0, ""))
        return word if distance <= allowed else ""

    def resembling(self, terms: Sequence[Term]) -> list[int]:
        """Documents with words that look a little like the typed ones, most alike first: a guess, not a hit."""
        alike: dict[int, float] = defaultdict(float)
        for term in terms:
            grams = _trigrams(term.word)
            shared = Counter(word for gram in grams for word in self._trigrams.get(gram, ()))
            for word, count in shared.items():
                share = count / (len(grams) + len(word) + 1 - count)  # a word has one trigram more than letters
                if share >= _RESEMBLES:
                    for document, weight in self._words[word].items():
                        alike[document] = max(alike[document], share * weight)
        return sorted(alike, key=lambda document: (-alike[document], document))

    def find(self, terms: Sequence[Term]) -> list[tuple[float, int, str]]:
        """(score, document, best matching word), best first. Documents that fit more of the words come first.

        The word is told for the first documents only, "" for what no list shows.
        """
        wanted = [term for term in terms if term.stems or term.word in self._everyday]
        similar = [self._similar(term) for term in wanted]
        worths = [self._worths(words) for words in similar]
        found = self._joined(wanted, similar, worths, [self._documents(words) for words in worths])
        sums: dict[int, float] = {}
        fitting: Counter[int] = Counter()
        for hits in found:
            fitting.update(hits.keys())
            for document, score in hits.items():
                sums[document] = sums.get(document, 0.0) + score
        scores = {document: score * (fitting[document] / len(wanted)) ** 2 for document, score in sums.items()}
        known = frozenset().union(*similar)
        for document in nlargest(_WEIGHED, scores, key=scores.__getitem__):
            scores[document] *= 1 + _PHRASE * self._phrase_fit(document, similar, known)
        least = max(scores.values(), default=0.0) * _WORTH_SHOWING
        shown = [(score, document) for document, score in scores.items() if score >= least]
        shown.sort(key=lambda hit: (-hit[0], hit[1]))
        told = [(score, document, self._best_word(document, worths)) for score, document in shown[:_EXPLAINED]]
        return told + [(score, document, "") for score, document in shown[_EXPLAINED:]]

    def _joined(
        self, terms: Sequence[Term], similar: list[Words], worths: list[Words], found: list[dict[int, float]]
    ) -> list[dict[int, float]]:
        """ "haus nummer" is "Hausnummer": both words are found where the joined one stands."""
        for i in range(len(terms) - 1):
            joined = terms[i].word + terms[i + 1].word
            if joined in self._words:
                worth = self._worths({joined: _SAME})
                documents = self._documents(worth)
                for part in (i, i + 1):
                    similar[part][joined] = _SAME
                    worths[part].update(worth)
                    for document, score in documents.items():
                        found[part][document] = max(found[part].get(document, 0.0), score)
        return found

    def _phrase_fit(self, document: int, similar: Sequence[Words], known: frozenset[str]) -> float:
        """How nearly one title or keyword is what was typed: 1.0 if no word lacks on either side.

        `known` are all the words of `similar`: most phrases have none of them.
        """
        best = 0.0
        for phrase in self._phrases[document]:
            if not known.isdisjoint(phrase):
                fit = sum(max(words.get(word, 0.0) for word in phrase) for words in similar)
                best = max(best, 2 * fit / (len(similar) + len(phrase)))
        return min(best, 1.0)

    def _documents(self, worths: Words) -> dict[int, float]:
        """Score of each document for one typed word."""
        best: dict[int, float] = {}
        for word, worth in worths.items():
            for document, weight in self._words[word].items():
                score = worth * weight
                if score > best.get(document, 0.0):
                    best[document] = score
        return best

    def _worths(self, words: Words) -> Words:
        """Quality times rarity. A word like the typed one counts for no rarer than itself."""
        commonness = max((len(self._words[w]) for w, quality in words.items() if quality >= _STEM), default=1)
        return {
            word: quality * log(1 + self.documents / max(len(self._words[word]), commonness))
            for word, quality in words.items()
        }

    def _best_word(self, document: int, worths: Sequence[Words]) -> str:
        """The word of the texts to which a document owes most."""
        owed = (
            (worth * weight, word)
            for words in worths
            for word, worth in words.items()
            if (weight := self._words[word].get(document))
        )
        return max(owed, default=(0.0, ""))[1]

    def _similar(self, term: Term) -> Words:
        """Words of the texts like the typed one, with how well they fit.

        Remembered: each letter of the next word asks for the words before it again, and people ask for the same.
        """
        known = self._looked_up.get(term)
        if known is None:
            if len(self._looked_up) >= _REMEMBERED:
                self._looked_up.clear()
            known = self._looked_up[term] = self._look_up(term)
        return dict(known)

    def _look_up(self, term: Term) -> Words:
        found = self._same(term)
        known = bool(found)
        for share, words in self._parts_of(term.word):
            _note(found, dict.fromkeys(words, _PART * share))
        _note(found, dict(self._near(term.word, typos=not known)))
        if len(found) <= _MOST_WORDS:
            return found
        best = sorted(found, key=lambda word: (-found[word] * self._heaviest[word], len(word)))
        return {word: found[word] for word in best[:_MOST_WORDS]}

    def _same(self, term: Term) -> Words:
        found = {word: _STEM for stem in term.stems for word in self._stems.get(stem, ())}
        if term.word in self._words:
            found[term.word] = _SAME
        return found

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
                yield candidate, _PART if candidate.endswith(word) else _INSIDE
            elif typos and len(word) >= _MIN_TYPO and count >= len(grams) // 3:
                allowed = 2 if len(word) >= _LONG else 1
                distance = typing_distance(word, candidate, allowed)
                if distance <= allowed:
                    yield candidate, _NEARLY - 0.15 * (distance - 1)


def _note(found: dict[str, float], words: Mapping[str, float]) -> None:
    for word, quality in words.items():
        found[word] = max(found.get(word, 0.0), quality)


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
