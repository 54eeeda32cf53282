"""Every class of fault in topics.yaml is told with file, line and reason, and nothing else is."""

import pytest

from tests.formengine.sampling import Sample

FILE = "municipalities/musterstadt/topics.yaml"
SOUND = """\
two_persons: true
topics:
  - key: freizeit
    name: Freizeit
    topics:
      - key: freibad
        name: Freibad
        by_place: true
        facilities: [{key: bad, name: Bad, place: Altstadt}]
      - {key: feste, name: Feste}
  - {key: gefahren, name: Gefahren, by_place: true}
templates:
  - {key: sturm, name: Sturm, topic: gefahren, kind: warning, severity: severe, title: Sturm}
"""
CIRCLE = "  - &eins {key: eins, name: Eins, topics: [*eins]}\n  - {key: gefahren,"


@pytest.fixture
def topics(sample: Sample) -> Sample:
    (sample.root / FILE).write_text(SOUND)
    return sample


def test_a_sound_one_has_no_problems(topics: Sample) -> None:
    assert topics.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("two_persons: true", "two_person: true", "unknown key 'two_person'"),
        ("two_persons: true", "two_persons: vielleicht", "'two_persons': Input should be a valid boolean"),
        ("by_place: true\n", "by_places: true\n", "unknown key 'by_places'"),
        ("        name: Freibad\n", "        key: bad\n        name: Freibad\n", "'key' stands here twice"),
        ("key: feste", "key: freibad", "'freibad' is there twice"),
        ("key: feste", "key: freizeit", "'freizeit' is there twice"),
        ("key: feste", "key: Feste", "'key': 'Feste' has a form that isn't allowed here"),
        ("key: feste, ", "", "'key' is missing"),
        ("place: Altstadt", "place: Berlin", "there is no place 'Berlin' in municipality.yaml"),
        ("{key: feste, name: Feste}", "{key: feste, name: Feste, services: [kino]}", "has no service 'kino'"),
        ("{key: feste, name: Feste}", "{key: a, name: A, topics: [{key: b, name: B}]}", "the tree has two levels"),
        ("    name: Freizeit\n", "    name: Freizeit\n    by_place: true\n", "'freizeit' is a heading"),
        ("topic: gefahren", "topic: freizeit", "there is no topic 'freizeit' to subscribe to"),
        (", severity: severe", "", "a warning has a severity, and nothing else has"),
        ("kind: warning", "kind: alarm", "'kind'"),
        ("  - {key: gefahren,", CIRCLE, "this stands in itself: it goes round in a circle"),
    ],
)
def test_a_fault_is_told_where_it_stands(topics: Sample, old: str, new: str, message: str) -> None:
    topics.spoil(FILE, old, new)
    found = [problem for problem in topics.problems() if message in problem[2]]
    assert [file for file, _, _ in found] == [FILE]
    assert 1 <= found[0][1] <= new.count("\n") + SOUND.count("\n")


def test_the_line_is_that_of_the_fault(topics: Sample) -> None:
    line = topics.spoil(FILE, "place: Altstadt", "place: Berlin")
    found = [problem for problem in topics.problems() if problem[0] == FILE]
    assert found == [(FILE, line, "there is no place 'Berlin' in municipality.yaml")]


@pytest.mark.parametrize("depth", [45, 3_000])
def test_what_is_nested_without_end_is_told_and_nothing_breaks(topics: Sample, depth: int) -> None:
    (topics.root / FILE).write_text("topics: " + "[" * depth + "]" * depth + "\n")
    assert any("more than 40 deep" in message for _, _, message in topics.problems())


def test_an_empty_file_is_a_fault_and_not_a_channel_without_topics(topics: Sample) -> None:
    (topics.root / FILE).write_text("# nothing yet\n")
    assert (FILE, 1, "a mapping (key: value) is needed here") in topics.problems()
