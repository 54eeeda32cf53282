"""The word index alone: no database, no definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.catalogue.matching import Index, Term, typing_distance


def index(*documents: dict[str, str]) -> Index:
    """Documents as {word: weight}; a word's stem is its first four letters here."""
    made = Index()
    for words in documents:
        made.add({word: [weight, word[:4]] for word, weight in words.items()})
    return made


def found(made: Index, *typed: str) -> list[int]:
    return [document for _, document, _ in made.find([Term(word, (word[:4],)) for word in typed])]


def test_the_title_weighs_more_than_the_text() -> None:
    assert found(index({"baum": "D"}, {"baum": "A"}), "baum") == [1]
    assert found(index({"baum": "C"}, {"baum": "A"}), "baum") == [1, 0]


def test_fitting_both_words_beats_fitting_one_well() -> None:
    assert found(index({"hund": "A"}, {"hund": "B", "steuer": "C"}), "hund", "steuer")[0] == 1


@pytest.mark.parametrize(
    "typed",
    ["hundesteuer", "hundesteur", "hundeteuer", "hundesetuer", "hundestreuer", "hunde", "steuer"],
)
def test_compounds_their_parts_and_typing_errors_are_found(typed: str) -> None:
    assert found(index({"gewerbe": "A"}, {"hundesteuer": "A"}), typed) == [1]


def test_a_typed_compound_finds_its_parts() -> None:
    assert found(index({"gewerbe": "A"}, {"hund": "A"}), "hundemarke") == [1]


def test_a_word_that_was_looked_up_before_finds_what_came_since() -> None:
    made = index({"hund": "A"})
    assert (found(made, "hund"), found(made, "hund", "steuer"), found(made, "hund")) == ([0], [0], [0])
    made.add({"hund": ["A", "hund"]})
    assert found(made, "hund") == [0, 1]


def test_words_written_apart_are_found_together() -> None:
    assert found(index({"haus": "C"}, {"hausnummer": "A"}), "haus", "nummer")[0] == 1


def test_a_typing_error_does_not_lose_to_a_part_of_the_word() -> None:
    assert found(index({"haus": "B"}, {"hausnummer": "A"}), "hausnumer")[0] == 1


def test_stop_words_alone_find_nothing() -> None:
    assert index({"der": "A"}).find([Term("der")]) == []


def test_short_words_are_not_guessed() -> None:
    assert found(index({"bad": "A"}), "rad") == []


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("kita", "kita", 0),
        ("kita", "kiat", 1),
        ("kita", "kit", 1),
        ("kita", "kitas", 1),
        ("kita", "rate", 3),
    ],
)
def test_distance_counts_typing_errors(a: str, b: str, distance: int) -> None:
    assert typing_distance(a, b, limit=4) == distance


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 3))
def test_distance_is_symmetric_and_stops_above_the_limit(a: str, b: str, limit: int) -> None:
    distance = typing_distance(a, b, limit)
    assert distance == typing_distance(b, a, limit)
    assert distance == min(typing_distance(a, b, 20), limit + 1)
