"""The words of all services: friendly, plain, whole, the same in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.ui.icons import icon_shapes
from tests.definitions.walking import accepted, catalogue, service_keys

KEYS = service_keys()
FORMS = service_keys(with_form=True)
_ABBREVIATIONS = re.compile(
    r"\b(z\. ?B\.|bzw\.|ggf\.|usw\.|u\. ?a\.|d\. ?h\.|etc\.|evtl\.|inkl\.|o\. ?g\.|i\. ?d\. ?R\.|vgl\.|Tel\.|Nr\."
    r"|Abs\.|max\.|min\.|ca\.|e\. ?g\.|i\. ?e\.)",
    re.IGNORECASE,
)
_OFFICIALESE = re.compile(
    r"bitte beachten|zu beachten ist|unverzüglich|vorgenannt|diesbezüglich|seitens|mittels|gemäß|hiermit"
    r"|obliegt|Antragsteller\b|Eigentümer/in|in Höhe von|please note|hereby",
    re.IGNORECASE,
)
_YOU_INFORMAL = re.compile(r"\b(du|dein|deine|deinen|dich|dir)\b")


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a service in one language, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _texts(part, f"{path}.{index}")


def _read_by_people(key: str, language: str) -> Iterator[tuple[str, str]]:
    """All but the names of laws, which are cited as they are."""
    texts = catalogue().services[key].texts[language].model_dump()  # type: ignore[index]
    yield from (
        (path, text) for path, text in _texts(texts) if text and not path.startswith(("legal_basis", "keywords"))
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_no_abbreviations_and_no_officialese(key: str, language: str) -> None:
    for pattern in (_ABBREVIATIONS, _OFFICIALESE, _YOU_INFORMAL):
        found = [(path, text) for path, text in _read_by_people(key, language) if pattern.search(text)]
        assert found == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_texts_are_clean(key: str, language: str) -> None:
    """No double or outer spaces, no forgotten sentence end, no ASCII quotation marks or three dots."""
    wrong = re.compile(r"^\s|[^\n] {2,}|\s[.,;?!]|\.\.\.|\"|(?<!\n) $")
    found = [(path, text) for path, text in _read_by_people(key, language) if wrong.search(text)]
    assert found == []
    sentences = re.compile(r"(^|\.)(help|text|lead|description|audience|cost|duration|valid\.\w+|required)$")
    open_ended = [
        (path, text)
        for path, text in _read_by_people(key, language)
        if sentences.search(path) and not re.search(r"([.?!]|\d|Monat\.Jahr|month\.year)[”“)]?$", text.strip())
    ]
    assert open_ended == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_a_label_is_a_question_a_sentence_or_a_few_words(key: str, language: str) -> None:
    """A question has a short form for the summary and the desk, where a question would look odd."""
    definition = catalogue().services[key]
    for path, text in definition.texts[language].fields.items():  # type: ignore[index]
        assert not text.label.endswith((":", ",")), path
        assert "?" not in text.short, path
        if text.label.endswith(("?", ".")):
            assert text.short, f"{path} needs a short form"
            assert len(text.short) <= 45, path
        else:
            assert len(text.label) <= 45, f"{path}: a long label should be a question or a sentence"


@pytest.mark.parametrize("key", KEYS)
def test_german_and_english_say_the_same_things(key: str) -> None:
    """Same fields, options, rules, steps; only keywords and what one language needs to explain may differ."""
    german, english = (catalogue().services[key].texts[language] for language in ("de", "en"))
    assert set(german.fields) == set(english.fields)
    for path, text in german.fields.items():
        other = english.fields[path]
        assert (set(text.options), set(text.valid)) == (set(other.options), set(other.valid)), path
    for name in ("procedure", "legal_basis", "requirements", "documents"):
        assert len(getattr(german, name)) == len(getattr(english, name)), name
    same = [
        path for path, text in german.fields.items() if text.label == english.fields[path].label and " " in text.label
    ]
    assert same == []


@pytest.mark.parametrize("key", KEYS)
def test_people_find_it_with_the_words_they_use(key: str) -> None:
    german = catalogue().services[key].texts["de"].keywords
    assert len(german) >= 8
    assert len(set(german)) == len(german)
    assert all(word == word.lower() for word in german)
    assert any(" " in word for word in german), "people type several words, too"


@pytest.mark.parametrize("key", KEYS)
def test_service_page_reads_in_twenty_seconds(key: str) -> None:
    german = catalogue().services[key].texts["de"]
    assert len(german.summary) <= 120
    assert len(german.description.split()) <= 100
    assert all(len(sentence.split()) <= 28 for sentence in re.split(r"(?<=[.?!:])\s", german.description))
    assert len(german.procedure) <= 6


@pytest.mark.parametrize("key", KEYS)
def test_icon_is_drawn(key: str) -> None:
    assert catalogue().services[key].icon in icon_shapes()


@pytest.mark.parametrize("key", FORMS)
def test_examples_use_every_page_and_show_the_least_and_the_most(key: str) -> None:
    filled = accepted(key)
    assert len(filled) >= 2
    form = filled[0].service.definition.form
    assert form is not None
    pages = {page.key for one in filled for page in one.service.form.evaluate(one.answers, one.context).visible_pages}
    assert pages == {page.key for page in form.pages}


@pytest.mark.parametrize("key", FORMS)
def test_every_question_is_answered_in_some_example(key: str) -> None:
    """Of a person or an address only the whole counts: not every example needs a title."""
    fields = accepted(key)[0].service.form.layout.fields
    asked = {path for path, field in fields.items() if field.kind_name != "info" and not _is_part(field)}
    answered: set[str] = set()
    for filled in accepted(key):
        for path in _paths(filled.service.form.clean(filled.answers, filled.context)):
            answered.add(re.sub(r"\.\d+(?=\.|$)", "", path))
    assert asked - answered == set()


def _is_part(field: Any) -> bool:
    return field.parent is not None and field.parent.is_composite


def _paths(value: Any, path: str = "") -> Iterator[str]:
    """The path of every value, and of everything around it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if path:
        yield path
    for key, part in parts:
        yield from _paths(part, f"{path}.{key}" if path else str(key))


def test_every_municipality_offers_every_service() -> None:
    for municipality in catalogue().municipalities.values():
        assert set(municipality.services) == set(KEYS), municipality.key


@pytest.mark.parametrize("key", KEYS)
def test_the_two_demo_towns_differ(key: str) -> None:
    tangerhuette, thale = (catalogue().municipalities[name].services[key] for name in ("tangerhuette", "thale"))
    assert tangerhuette.parameters != thale.parameters


@pytest.mark.parametrize(
    "key",
    [
        "geburtsurkunde",
        "gewerbe-anmelden",
        "hausnummer-beantragen",
        "hund-anmelden",
        "kita-platz-anmelden",
        "kita-vertrag-kuendigen",
        "mangel-melden",
        "meldebescheinigung",
        "personalausweis-verlust",
        "sperrmuell",
    ],
)
def test_the_most_used_are_there_in_leichte_sprache(key: str) -> None:
    """What a machine can check of it is checked with the definition; here: that long words stand divided."""
    plain = catalogue().services[key].plain
    assert plain is not None
    words = {word for _, text in _texts(plain.model_dump()) for word in re.findall(r"[^\W\d_]+", text)}
    assert sorted(word for word in words if len(word) > 14) == []
