"""Drafts are JSON: what is wrong with one is told with its place, and nothing in it raises."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.formengine.service import Catalogue, check_service
from tests.formengine.making import make_content

FIELDS: list[dict[str, Any]] = [
    {"key": "email", "kind": "email"},
    {"key": "anzahl", "kind": "integer"},
    {"key": "art", "kind": "choice", "choices": ["gross", "klein"], "visible": "anzahl > 1"},
    {"key": "hunde", "kind": "group", "fields": [{"key": "name", "kind": "text"}]},
]
EXAMPLE = {
    "says": "Two.",
    "today": "2026-11-22",
    "pages": {"seite": {"email": "anna@beispiel.example", "anzahl": 2, "art": "gross", "hunde.0.name": "Bello"}},
    "expect": {"values": {"anzahl": 2}},
}


@pytest.fixture
def content() -> dict[str, Any]:
    return copy.deepcopy(make_content(*FIELDS, examples={"gut": EXAMPLE}))


def _found(content: dict[str, Any]) -> list[tuple[str, str]]:
    definition, problems = check_service(content)
    assert (definition is None) == bool(problems)
    return [(problem.place, problem.message) for problem in problems]


def test_a_sound_draft_is_a_definition(content: dict[str, Any]) -> None:
    definition, problems = check_service(content)
    assert problems == ()
    assert definition is not None
    assert definition.model_dump(mode="json")["form"]["pages"][0]["fields"][2]["visible"] == "anzahl > 1"


@pytest.mark.parametrize(
    ("way", "value", "place", "message"),
    [
        ("form.pages.0.fields.1.maximun", 9, "form.pages.0.fields.1.maximun", "unknown key 'maximun'"),
        ("form.pages.0.fields.1.kind", "zahl", "form.pages.0.fields.1", "unknown kind 'zahl'"),
        ("form.pages.0.fields.1.key", None, "form.pages.0.fields.1.key", "'key'"),
        ("form.pages.0.fields.2.visible", "anzahl > 'x'", "form.pages.0.fields.2.visible", "(whole number, text)"),
        ("form.pages.0.fields.2.visible", "anzal > 1", "form.pages.0.fields.2.visible", "unknown name 'anzal'"),
        ("form.pages.0.fields.1.visible", "art == 'gross'", "form.pages.0.fields.1", "round in a circle"),
        ("form.pages.0.fields.1.key", "email", "form.pages.0.fields.1", "the field key 'email' stands twice"),
        ("form.pages.0.fields.3.visible", "hunde_", "form.pages.0.fields.3.visible", "unknown name 'hunde_'"),
        ("texts.en.fields.anzahl", ..., "texts.en.fields", "fields: the text for 'anzahl' is missing"),
        ("texts.de.title", "", "texts.de.title", "'title'"),
        ("texts.de.summary", "Für {gebuehr}.", "texts.de.summary", "there is no parameter for {gebuehr}"),
        ("texts.en", ..., "", "the texts in en are missing"),
        ("process.outcomes.0.notice", "nein", "process.outcomes.0.notice", "notices/nein.typ is missing"),
        ("process.transitions.1.when", "anzahl", "process.transitions.1.when", "yes/no is needed here"),
        ("parameters", [{"key": "satz", "type": "money", "default": "x"}], "parameters.0.default", "a number like"),
        ("applicant.email", "anzahl", "applicant.email", "'anzahl' is no field of kind email"),
        ("applicant", None, "", "'applicant' is missing: a service of kind form needs it"),
        ("examples.gut.expect.values.anzahl", 3, "examples.gut.expect.values.anzahl", "'anzahl' is 2, not 3"),
        ("examples.gut.pages.seite.anzahl", "viele", "examples.gut.expect.errors", "unexpected error at 'anzahl'"),
        ("examples.gut.municipality", "nirgends", "examples.gut.municipality", "there is no municipality 'nirgends'"),
        ("form", [], "form", "'form'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    content: dict[str, Any], way: str, value: Any, place: str, message: str
) -> None:
    _put(content, way, value)
    found = _found(content)
    assert any(where == place and message in text for where, text in found), found


def test_a_draft_without_examples_is_sound(content: dict[str, Any]) -> None:
    content["examples"] = {}
    assert _found(content) == []


def test_examples_are_walked_on_the_terms_of_their_municipality(catalogue: Catalogue) -> None:
    content = catalogue.services["hund-anmelden"].model_dump(mode="json")
    assert check_service(content, catalogue.municipalities)[1] == ()
    assert "there is no municipality 'thale'" in {problem.message for problem in check_service(content)[1]}


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["group", "computed", "a.b", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "kind", "fields"]), inner),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**9), values=st.lists(json_values, min_size=1, max_size=3))
def test_no_json_raises(seed: int, values: list[Any]) -> None:
    """A sound draft with a few of its parts replaced, taken out or moved to another place."""
    content = copy.deepcopy(make_content(*FIELDS, examples={"gut": EXAMPLE}))
    dice = random.Random(seed)
    for value in values:
        ways = list(_ways(content))
        other = copy.deepcopy(_at(content, dice.choice(ways)))
        _put(content, dice.choice(ways), dice.choice([value, other, ...]))
    definition, problems = check_service(content)
    assert (definition is None) == bool(problems)


@pytest.mark.parametrize("nonsense", [{}, {"key": None}, {"form": {"pages": [[]]}}, {"texts": 3, "x": {"y": [1]}}])
def test_nonsense_is_refused(nonsense: dict[str, Any]) -> None:
    assert check_service(nonsense)[0] is None


def _ways(value: Any, way: str = "") -> Any:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        here = f"{way}.{key}" if way else str(key)
        if "." not in str(key):
            yield here
            yield from _ways(part, here)


def _at(value: Any, way: str) -> Any:
    for step in way.split("."):
        value = value[int(step) if isinstance(value, list) else step]
    return value


def _put(content: Any, way: str, value: Any) -> None:
    """Replaces what stands there; `...` takes it out."""
    *steps, last = way.split(".")
    target = _at(content, ".".join(steps)) if steps else content
    key: Any = int(last) if isinstance(target, list) else last
    if value is ...:
        del target[key]
    else:
        target[key] = value
