"""Whoever writes a POST by hand gets nothing stored that the form doesn't ask."""

from typing import Any

from rathaus.formengine.service import PageResult
from tests.formengine.conftest import MakeForm

GROUP: dict[str, Any] = {
    "key": "hunde",
    "kind": "group",
    "max_rows": 5,
    "fields": [
        {"key": "art", "kind": "choice", "choices": ["hund", "wolf"]},
        {"key": "chip", "kind": "text", "visible": "this.art == 'wolf'", "required": False},
    ],
}


def _post(
    make_form: MakeForm, fields: list[dict[str, Any]], posted: dict[str, str], answers: dict[str, Any] | None = None
) -> PageResult:
    service, context = make_form(*fields)
    return service.form.read_page("seite", {key: [text] for key, text in posted.items()}, answers or {}, context)


SECRET = [
    {"key": "a", "kind": "yesno"},
    {"key": "b", "kind": "text", "visible": "a"},
    {"key": "wer", "kind": "person", "visible": "a", "fields": [{"key": "name", "kind": "text"}]},
]


def test_a_hidden_field_is_not_stored(make_form: MakeForm) -> None:
    assert _post(make_form, SECRET, {"a": "nein", "b": "x", "wer.name": "y"}).answers == {"a": False}


def test_the_answer_from_before_is_there_again_when_the_field_is(make_form: MakeForm) -> None:
    hidden = _post(make_form, SECRET, {"a": "nein", "b": "neu"}, {"a": True, "b": "alt"})
    assert hidden.answers == {"a": False, "b": "alt"}
    assert _post(make_form, SECRET, {"a": "ja"}, hidden.answers).answers["b"] == "alt"


def test_a_field_that_its_own_page_brings_up_is_stored(make_form: MakeForm) -> None:
    result = _post(make_form, SECRET, {"a": "ja", "b": "x", "wer.name": "y"})
    assert result.answers == {"a": True, "b": "x", "wer": {"name": "y"}}


def test_a_page_that_is_hidden_takes_nothing(make_form: MakeForm) -> None:
    service, context = make_form(
        pages=[
            {"key": "eins", "fields": [{"key": "a", "kind": "yesno"}]},
            {"key": "zwei", "visible": "a", "fields": [{"key": "b", "kind": "text"}]},
        ]
    )
    assert service.form.read_page("zwei", {"b": ["x"]}, {"a": False}, context).answers == {"a": False}


def test_read_only_and_unknown_fields_are_not_stored(make_form: MakeForm) -> None:
    fields = [
        {"key": "a", "kind": "text"},
        {"key": "preis", "kind": "computed", "type": "money", "rule": "10.0"},
        {"key": "hinweis", "kind": "info"},
    ]
    posted = {"a": "x", "preis": "0,01", "hinweis": "x", "status": "COMPLETED", "a.b": "y", "__class__": "z"}
    assert _post(make_form, fields, posted).answers == {"a": "x"}


def test_fields_of_another_page_are_not_stored(make_form: MakeForm) -> None:
    service, context = make_form(
        pages=[
            {"key": "eins", "fields": [{"key": "a", "kind": "text"}]},
            {"key": "zwei", "fields": [{"key": "b", "kind": "text"}]},
        ]
    )
    assert service.form.read_page("eins", {"a": ["x"], "b": ["y"]}, {}, context).answers == {"a": "x"}


def test_an_option_that_is_not_on_offer_is_not_stored(make_form: MakeForm) -> None:
    fields = [
        {"key": "a", "kind": "yesno"},
        {"key": "b", "kind": "choice", "choices": ["x", "y"], "options": "a ? ['x', 'y'] : ['x']"},
        {"key": "c", "kind": "choices", "choices": ["x", "y"], "options": "a ? ['x', 'y'] : ['x']"},
    ]
    posted = {"a": "nein", "b": "y", "c": "y"}
    assert _post(make_form, fields, posted).answers == {"a": False, "b": None, "c": None}
    assert _post(make_form, fields, {**posted, "a": "ja"}).answers == {"a": True, "b": "y", "c": ["y"]}
    assert _post(make_form, fields, {"a": "ja", "b": "z", "c": "z"}).answers == {"a": True, "b": None, "c": None}


def test_rows_store_what_each_of_them_shows(make_form: MakeForm) -> None:
    posted = {"hunde.0.art": "hund", "hunde.0.chip": "1", "hunde.1.art": "wolf", "hunde.1.chip": "2"}
    assert _post(make_form, [GROUP], posted).answers == {"hunde": [{"art": "hund"}, {"art": "wolf", "chip": "2"}]}


def test_a_hidden_answer_moves_up_with_its_row(make_form: MakeForm) -> None:
    answers = {"hunde": [{"art": "hund"}, {"art": "hund", "chip": "alt"}]}
    posted = {"hunde.0.art": "hund", "hunde.1.art": "hund", "hunde.1.chip": "neu", "_remove": "hunde.0"}
    assert _post(make_form, [GROUP], posted, answers).answers == {"hunde": [{"art": "hund", "chip": "alt"}]}


def test_rows_of_a_hidden_group_are_not_stored(make_form: MakeForm) -> None:
    fields = [{"key": "a", "kind": "yesno"}, {**GROUP, "visible": "a"}]
    assert _post(make_form, fields, {"a": "nein", "hunde.0.art": "hund"}).answers == {"a": False}
