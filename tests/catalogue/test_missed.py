"""Searches without a hit: counted by day, without anything personal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rathaus.catalogue.missed import KEPT_DAYS, harmless_words, missed_searches, note_missed
from rathaus.catalogue.models import MissedSearch
from rathaus.core import clock
from rathaus.tenancy.service import Municipality, scope

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jagdschein", "jagdschein"),
        ("  Bäume   gießen? ", "baeume giessen"),
        ("E-Roller", "e-roller"),
        ("anna.beispiel@web.de", ""),
        ("Hund anna.beispiel@web.de", "hund"),
        ("Lindenweg 5 Tangerhütte", "tangerhuette"),
        ("01701234567", ""),
        ("DE89370400440532013000", ""),
        ("Sprechstunde Frau Beispiel", "sprechstunde"),
        ("Dr. Muster", ""),
        ("eins zwei drei vier fünf sechs sieben", "eins zwei drei vier fuenf sechs"),
        ("a" * 61, ""),
        ("<script>", ""),
        ("\x00", ""),
    ],
)
def test_only_words_that_tell_nothing_of_a_person_are_kept(typed: str, kept: str) -> None:
    assert harmless_words(typed) == kept


def test_they_are_counted_by_day_and_shown_from_the_second_time(town: Municipality) -> None:
    with clock.freeze(NOON):
        note_missed("Jagdschein")
        note_missed("JAGDSCHEIN")
        note_missed("Maut")
    with clock.freeze(NOON + timedelta(days=1)):
        note_missed("jagdschein")
        told = [(missed.words, missed.times, missed.last) for missed in missed_searches()]
    assert told == [("jagdschein", 3, (NOON + timedelta(days=1)).date())]
    assert MissedSearch.objects.count() == 3


def test_after_half_a_year_nothing_of_it_is_left(town: Municipality) -> None:
    with clock.freeze(NOON):
        note_missed("Jagdschein")
        note_missed("Jagdschein")
    with clock.freeze(NOON + timedelta(days=KEPT_DAYS + 1)):
        assert missed_searches() == []
        note_missed("Maut")
    assert list(MissedSearch.objects.values_list("words", flat=True)) == ["maut"]


def test_each_municipality_has_its_own(town: Municipality, thale: Municipality) -> None:
    for _ in range(2):
        note_missed("Jagdschein")
    with scope(thale):
        assert missed_searches() == []


def test_a_flood_of_different_words_is_cut_off(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.catalogue.missed._MOST_A_DAY", 2)
    for word in ("eins", "zwei", "drei"):
        note_missed(word)
    assert MissedSearch.objects.count() == 2
