"""What people type finds what they mean: everyday words, in any spelling."""

import pytest

from rathaus.catalogue.service import (
    find_offers,
    forget_shelves,
    get_offer,
    narrow,
    nearest_offers,
    publish,
    publish_definitions,
    record_use,
    search,
    situations_of,
    topics_of,
    withdraw_offer,
)
from rathaus.tenancy.service import Municipality, scope
from tests.catalogue.changing import changed_version

pytestmark = pytest.mark.django_db

EVERYDAY = {
    "hund-anmelden": [
        "hund", "Hund anmelden", "hunde anmelden", "HUNDESTEUER", "hundesteuer", "hundesteur", "hundemarke",
        "ich möchte meinen Hund anmelden", "welpe", "hudn anmelden", "neuer hund",
    ],
    "hund-abmelden": ["hund abmelden", "hund gestorben", "hunde abmeldung"],
    "gewerbe-anmelden": ["gewerbe", "gewerbeanmeldung", "Gewerbe anmelden", "gewerbe anmeldn", "selbständig machen"],
    "hausnummer-beantragen": ["hausnummer", "haus nummer", "hausnumer", "neue Hausnummer"],
    "kaufantrag-grundstueck": ["grundstück kaufen", "grundstueck kaufen", "bauplatz", "Bauland"],
    "vorkaufsrecht": ["vorkaufsrecht", "negativzeugnis", "vorkaufrecht"],
    "verkehrsregelnde-massnahme": [
        "strasse sperren", "straße sperren", "Straßensperrung", "halteverbot", "umzug halteverbot",
    ],
    "kita-vertrag-kuendigen": ["kita kündigen", "kita kuendigen", "Kita Kündigung", "kindergarten kündigen"],
    "ersatzbetreuung-anmelden": ["ersatzbetreuung", "schließzeit", "schliesszeit kita"],
    "kita-beitraege-rueckerstatten": ["kita beitrag zurück", "beitragserstattung", "kitabeiträge"],
}  # fmt: skip
ENGLISH = {
    "hund-anmelden": ["dog", "register a dog", "dog tax", "regsiter dog", "Hundesteuer"],
    "gewerbe-anmelden": ["register a business", "business registration"],
    "hausnummer-beantragen": ["house number"],
    "kita-vertrag-kuendigen": ["cancel kita contract", "cancel day care"],
    "verkehrsregelnde-massnahme": ["close a road", "no stopping zone"],
}


def _first(q: str, language: str = "de") -> str:
    hits = search(q, language=language)
    return hits[0].offer.key if hits else ""


def test_everyday_words_find_the_right_service_first(offered: Municipality) -> None:
    wrong = {q: _first(q) for key, queries in EVERYDAY.items() for q in queries if _first(q) != key}
    assert wrong == {}


def test_english_words_find_the_right_service_first(offered: Municipality) -> None:
    wrong = {q: _first(q, "en") for key, queries in ENGLISH.items() for q in queries if _first(q, "en") != key}
    assert wrong == {}
    assert search("dog", language="en")[0].title == "Register a dog"


def test_a_hit_says_why_where_the_title_does_not(offered: Municipality) -> None:
    assert [hit.reason for hit in search("hund anmelden")[:1]] == [""]
    assert search("hundemarke")[0].reason == "hundemarke"


@pytest.mark.parametrize(
    "q",
    ["", " ", "der", "xyzzy", "\x00", "%", "_", "'; xyzzy --", "<b>", "🐕", "ا", "a" * 100_000, "& | ! ( :*", "-"],
)
def test_strange_input_finds_nothing_and_breaks_nothing(offered: Municipality, q: str) -> None:
    assert search(q) == []


def test_a_search_is_two_queries_and_three_more_after_a_publication(
    offered: Municipality, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]
        search("hund")
    with django_assert_num_queries(2):  # type: ignore[operator]
        search("hunde anmelden heute")


def test_what_is_withdrawn_is_not_found_here_but_still_elsewhere(offered: Municipality, thale: Municipality) -> None:
    dog = get_offer("hund-anmelden")
    assert dog is not None
    withdraw_offer(dog, by=None)
    assert "hund-anmelden" not in [hit.offer.key for hit in search("hund")]
    assert get_offer("hund-anmelden") is None
    with scope(thale):
        publish_definitions(thale)
        assert _first("hund") == "hund-anmelden"


def test_a_publication_is_found_by_its_new_words_at_once(offered: Municipality) -> None:
    dog = get_offer("hund-anmelden")
    assert dog is not None
    assert search("schnuffi") == []
    version = changed_version(dog, lambda content: content["texts"]["de"]["keywords"].append("Schnuffi"))
    publish(dog, version, by=None)
    assert [(hit.offer.key, hit.reason) for hit in search("schnuffi")] == [("hund-anmelden", "Schnuffi")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hundesteur", "hundesteuer"),
        ("hundesteur bezahlen", "hundesteuer bezahlen"),
        ("hausnumer neubau", "hausnummer neubau"),
        ("strasensperung", "straßensperrung"),
        ("hund anmelden", ""),
        ("hundemarke", ""),
        ("hunde", ""),
        ("xyzzy", ""),
        ("der", ""),
    ],
)
def test_typing_errors_are_answered_with_what_was_meant(offered: Municipality, typed: str, meant: str) -> None:
    assert find_offers(typed).meant == meant


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ich melde meinen hund an", "hund-anmelden"),
        ("ich melde meinen hund ab", "hund-abmelden"),
        ("gewerbe an melden", "gewerbe-anmelden"),
    ],
)
def test_verbs_are_found_in_two_parts(offered: Municipality, typed: str, first: str) -> None:
    assert _first(typed) == first


def test_an_everyday_word_finds_the_official_one_and_says_so(offered: Municipality) -> None:
    hits = {hit.offer.key: hit.reason for hit in search("firma")}
    assert hits["gewerbe-anmelden"] == "firma gründen"
    assert search("köter")[0].offer.key.startswith("hund-")
    assert search("knöllchn") == search("knöllchen")


def test_what_is_asked_for_here_comes_first_among_equals(offered: Municipality) -> None:
    before = [hit.offer.key for hit in search("kita")]
    second = get_offer(before[1])
    assert second is not None
    for _ in range(20):
        record_use(second.pk)
    forget_shelves()
    assert [hit.offer.key for hit in search("kita")][0] == before[1]  # noqa: RUF015 -- the list tells when it fails


def test_a_result_is_narrowed_by_topic_and_situation(offered: Municipality) -> None:
    hits = find_offers("kita").hits
    choices = {choice.heading.key: choice.count for choice in topics_of(hits)}
    for key, count in choices.items():
        assert len(narrow(hits, topic=key)) == count
    situations = situations_of(hits, topic="familie")
    assert situations
    for choice in situations:
        assert len(narrow(hits, topic="familie", situation=choice.heading.key)) == choice.count
    assert narrow(hits, topic="gibt-es-nicht") == []


def test_without_a_hit_the_nearest_is_offered(offered: Municipality) -> None:
    assert find_offers("gwrbe").hits == ()
    assert "gewerbe" in nearest_offers("gwrbe")[0].key
    assert nearest_offers("xyzzy") == nearest_offers("") == []
