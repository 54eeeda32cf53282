"""Searches without a hit, counted so that the town hall learns which words it lacks.

People type names, numbers and addresses into search boxes, too. Kept are words of letters only: no e-mail address, no
number nor the word before it ("Lindenweg 5"), nothing after a form of address ("Frau …"), of a longer question the
first six words. Administrators see what was asked at least twice; after 180 days nothing of it is left.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Sum

from rathaus.core import clock
from rathaus.core.text import clean_text, fold

from .models import MissedSearch

KEPT_DAYS = 180
_SHOWN_FROM, _SHOWN = 2, 200
_MOST_A_DAY = 1000  # different ones; what machines type beyond that is not counted
_MAX_WORDS, _MAX_LENGTH = 6, 60
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADDRESSED = frozenset({"herr", "herrn", "frau", "familie", "dr", "mr", "mrs", "ms"})
_EDGES = ".,;:!?\"'()„“‚‘»«"


@dataclass(frozen=True, slots=True)
class Missed:
    words: str
    times: int
    last: date


def note_missed(q: str) -> None:
    """Count a search that found nothing; what looks personal is dropped before."""
    words = harmless_words(q)
    today = clock.today()
    MissedSearch.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    if not words or MissedSearch.objects.filter(day=today).count() >= _MOST_A_DAY:
        return
    MissedSearch.objects.bulk_create([MissedSearch(day=today, words=words)], ignore_conflicts=True)
    MissedSearch.objects.filter(day=today, words=words).update(times=F("times") + 1)


def missed_searches() -> list[Missed]:
    """What was asked at least twice in the last 180 days, the most frequent first."""
    since = clock.today() - timedelta(days=KEPT_DAYS)
    counted = (
        MissedSearch.objects.filter(day__gte=since)
        .values_list("words")
        .annotate(sum=Sum("times"), last=Max("day"))
        .filter(sum__gte=_SHOWN_FROM)
        .order_by("-sum", "-last", "words")
    )
    return [Missed(words, times, last) for words, times, last in counted[:_SHOWN]]


def harmless_words(q: str) -> str:
    """Folded words as they may be kept; "" where nothing is left."""
    kept: list[str] = []
    for chunk in clean_text(q).split():
        word = fold(chunk.strip(_EDGES))
        if word in _ADDRESSED:
            break
        if _WORD.fullmatch(word):
            kept.append(word)
        elif any(c.isdigit() for c in word):
            kept[-1:] = []
    text = " ".join(kept[:_MAX_WORDS])
    return text if len(text) <= _MAX_LENGTH else text[:_MAX_LENGTH].rpartition(" ")[0]
