"""No input of any kind raises, and what is kept is always JSON that PostgreSQL takes."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.formengine.service import Catalogue, Context, compile_service
from tests.formengine.conftest import TODAY
from tests.formengine.making import make_service

KINDS: list[dict[str, Any]] = [
    {"key": kind, "kind": kind}
    for kind in (
        "text",
        "longtext",
        "integer",
        "decimal",
        "money",
        "date",
        "yesno",
        "email",
        "phone",
        "iban",
        "postcode",
    )
]
FIELDS: list[dict[str, Any]] = [
    *KINDS,
    {"key": "eins", "kind": "choice", "choices": ["a", "b"]},
    {"key": "viele", "kind": "choices", "choices": ["a", "b"]},
    {"key": "bild", "kind": "file"},
    {"key": "ja", "kind": "declaration"},
    {"key": "wer", "kind": "person", "fields": [{"key": "name", "kind": "text", "letters": "name"}]},
    {"key": "reihe", "kind": "group", "fields": [{"key": "tag", "kind": "date"}, {"key": "zahl", "kind": "money"}]},
    {"key": "summe", "kind": "computed", "type": "money", "rule": "money * double(integer) / decimal"},
]
NAMES = [
    *[field["key"] for field in FIELDS],
    *["wer.name", "reihe.0.tag", "reihe.1.zahl", "reihe.99.tag", "reihe.x.tag", "reihe", "_add", "_remove", "_react"],
    "",
]
PROBE = compile_service(make_service(*FIELDS))

nasty = st.one_of(
    st.text(st.characters(), max_size=60),
    st.sampled_from(["\x00", "\ud800", "NaN", "-Infinity", "1e999999", "\u202eאב", "🏛️" * 30, "x" * 100_000]),
    st.sampled_from(["' OR 1=1 --", "<script>", "reihe", "reihe.0", "bild.1"]),
    st.from_regex(r"[0-9.,\-/ €]{0,20}"),
)
posts = st.dictionaries(st.sampled_from(NAMES), st.lists(nasty, max_size=3), max_size=12)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | nasty,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["tag", "name", "id", "size"]), inner)
    ),
    max_leaves=8,
)
stored = st.dictionaries(st.sampled_from([field["key"] for field in FIELDS]), json_values, max_size=8)


@settings(max_examples=150, deadline=None)
@given(posted=posts, answers=stored, language=st.sampled_from(["de", "en"]))
def test_no_input_raises(posted: dict[str, list[str]], answers: dict[str, Any], language: Any) -> None:
    context = Context({}, TODAY, language, "Stadt Muster")
    result = PROBE.form.read_page("seite", posted, answers, context)
    assert list(result.state.fields)
    PROBE.form.check(result.answers, context)
    PROBE.form.summary(result.answers, context)
    json.dumps(PROBE.form.clean(result.answers, context))


@settings(max_examples=100, deadline=None)
@given(posted=posts)
def test_what_was_read_can_be_stored(posted: dict[str, list[str]]) -> None:
    context = Context({}, TODAY, "de", "Stadt Muster")
    kept = PROBE.form.read_page("seite", posted, {}, context).answers
    text = json.dumps(kept, ensure_ascii=False)
    assert "\\u0000" not in text
    assert text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(posted=st.dictionaries(st.text(max_size=20), st.lists(nasty, max_size=2), max_size=8))
def test_unknown_names_are_never_kept(posted: dict[str, list[str]]) -> None:
    context = Context({}, TODAY, "de", "Stadt Muster")
    kept = PROBE.form.read_page("seite", posted, {}, context).answers
    assert set(kept) <= {field["key"] for field in FIELDS}


def test_reading_twice_changes_nothing(catalogue: Catalogue) -> None:
    """What stands in the inputs after reading reads back to the same answers."""
    service = compile_service(catalogue.services["hund-anmelden"])
    context = Context(service.parameter_values({}), TODAY, "de", "Stadt Muster")
    posted = {
        "hundename": ["Bello"], "rasse": ["Dackel"], "geschlecht": ["maennlich"], "farbe": ["braun"],
        "geboren": ["1.9.26"], "seit": ["2026-11-15"], "chip": [""], "aus_anderer_gemeinde": ["nein"],
    }  # fmt: skip
    first = service.form.read_page("hund", posted, {}, context)
    again = {field.path: [str(field.raw)] for field in first.state.fields}
    second = service.form.read_page("hund", again, {}, context)
    assert second.answers == first.answers
    assert (first.errors, second.errors) == ((), ())
