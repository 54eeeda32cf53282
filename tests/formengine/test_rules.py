"""Rules decide what is shown, needed, allowed, computed and on offer."""

from typing import Any

import pytest

from tests.formengine.conftest import MakeForm


def _visible(make_form: MakeForm, fields: list[dict[str, Any]], answers: dict[str, Any]) -> list[str]:
    service, context = make_form(*fields)
    return [field.path for field in service.form.evaluate(answers, context).pages[0].fields]


def test_a_hidden_field_counts_as_unanswered_everywhere(make_form: MakeForm) -> None:
    fields = [
        {"key": "a", "kind": "yesno"},
        {"key": "b", "kind": "integer", "visible": "a"},
        {"key": "c", "kind": "text", "visible": "b > 3"},
        {"key": "d", "kind": "computed", "type": "integer", "rule": "b * 2"},
    ]
    service, context = make_form(*fields)
    answers = {"a": False, "b": 5, "c": "alt"}
    assert _visible(make_form, fields, answers) == ["a", "d"]
    assert service.form.clean(answers, context) == {"a": False, "d": 0}
    assert service.form.check(answers, context) == ()
    assert _visible(make_form, fields, {**answers, "a": True}) == ["a", "b", "c", "d"]


def test_the_order_of_the_form_does_not_matter_to_rules(make_form: MakeForm) -> None:
    fields = [
        {"key": "summe", "kind": "computed", "type": "money", "rule": "doppelt + 1.0"},
        {"key": "doppelt", "kind": "computed", "type": "money", "rule": "betrag * 2.0"},
        {"key": "betrag", "kind": "money"},
    ]
    service, context = make_form(*fields)
    assert service.form.clean({"betrag": "2.25"}, context)["summe"] == "5.50"


@pytest.mark.parametrize(
    ("betrag", "wert"), [("0.005", "0.01"), ("1.005", "1.01"), ("2.675", "2.68"), ("-0.5", "-0.50")]
)
def test_computed_money_is_rounded_to_the_cent_half_up(make_form: MakeForm, betrag: str, wert: str) -> None:
    service, context = make_form({"key": "x", "kind": "computed", "type": "money", "rule": betrag})
    assert service.form.clean({}, context)["x"] == wert


def test_required_can_depend_on_an_answer(make_form: MakeForm) -> None:
    service, context = make_form({"key": "a", "kind": "integer"}, {"key": "b", "kind": "text", "required": "a > 1"})
    assert service.form.check({"a": 1}, context) == ()
    assert [error.path for error in service.form.check({"a": 2}, context)] == ["b"]


def test_a_default_stands_until_somebody_clears_it(make_form: MakeForm) -> None:
    service, context = make_form(
        {"key": "a", "kind": "text"}, {"key": "b", "kind": "text", "default": "a + '!'", "required": False}
    )
    assert service.form.clean({"a": "x"}, context) == {"a": "x", "b": "x!"}
    cleared = service.form.read_page("seite", {"a": ["x"], "b": [""]}, {}, context).answers
    assert service.form.clean(cleared, context) == {"a": "x"}


def test_only_what_is_on_offer_can_be_chosen_and_counts(make_form: MakeForm) -> None:
    fields = [
        {"key": "a", "kind": "yesno"},
        {"key": "b", "kind": "choice", "choices": ["x", "y"], "options": "a ? ['x', 'y'] : ['x']"},
        {"key": "c", "kind": "choices", "choices": ["x", "y"], "options": "a ? ['x', 'y'] : ['x']"},
    ]
    service, context = make_form(*fields)
    answers = {"a": True, "b": "y", "c": ["x", "y"]}
    assert service.form.clean(answers, context) == answers
    assert service.form.clean({**answers, "a": False}, context) == {"a": False, "c": ["x"]}
    assert [error.path for error in service.form.check({**answers, "a": False}, context)] == ["b"]


def test_options_can_come_from_a_parameter(make_form: MakeForm) -> None:
    parameter = {"key": "kitas", "type": "list", "default": ["Zwergenland", "Kinder-Oase"]}
    service, context = make_form({"key": "kita", "kind": "choice", "choices_from": "kitas"}, parameters=[parameter])
    state = service.form.evaluate({}, context).pages[0].fields[0]
    assert [label for _, label, _ in state.options] == ["Zwergenland", "Kinder-Oase"]
    result = service.form.read_page("seite", {"kita": ["Kinder-Oase"]}, {}, context)
    assert (result.answers, result.errors) == ({"kita": "Kinder-Oase"}, ())


def test_the_first_broken_rule_speaks_with_its_own_words(make_form: MakeForm) -> None:
    rules = {"positiv": "a > 0", "gerade": "a % 2 == 0"}
    service, context = make_form({"key": "a", "kind": "integer", "minimum": -9, "valid": rules})
    assert [error.message for error in service.form.check({"a": 3}, context)] == ["Regel gerade"]
    assert [error.message for error in service.form.check({"a": -3}, context)] == ["Regel positiv"]


def test_a_rule_without_a_result_says_no(make_form: MakeForm) -> None:
    service, context = make_form(
        {"key": "a", "kind": "integer", "valid": {"teilbar": "10 / a > 1"}},
        {"key": "b", "kind": "text", "visible": "10 / a > 1"},
        {"key": "c", "kind": "computed", "type": "integer", "rule": "10 / a"},
    )
    assert service.form.clean({"a": 0, "b": "x"}, context) == {"a": 0}
    assert [error.path for error in service.form.check({"a": 0}, context)] == ["a"]


def test_a_page_is_shown_when_its_rule_says_so(make_form: MakeForm) -> None:
    service, context = make_form(
        pages=[
            {"key": "eins", "fields": [{"key": "a", "kind": "yesno"}]},
            {"key": "zwei", "visible": "a", "fields": [{"key": "b", "kind": "text"}]},
            {"key": "drei", "fields": [{"key": "c", "kind": "text", "visible": "b == 'x'"}]},
            {"key": "vier", "fields": [{"key": "d", "kind": "text"}]},
        ]
    )
    form = service.form.evaluate({"a": False, "b": "x"}, context)
    assert [(page.key, page.number) for page in form.visible_pages] == [("eins", 1), ("vier", 2)]
    form = service.form.evaluate({"a": True, "b": "x"}, context)
    assert [page.key for page in form.visible_pages] == ["eins", "zwei", "drei", "vier"]
    after, before = form.after("zwei"), form.before("zwei")
    assert (after and after.key, before and before.key) == ("drei", "eins")
    assert form.after("vier") is None


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("years_between(date('1985-12-24'), today)", 40),
        ("years_between(date('1985-11-22'), today)", 41),
        ("months_between(date('2026-05-23'), today)", 5),
        ("days_between(date('2026-11-01'), today)", 21),
        ("day(add_months(date('2026-01-31'), 1))", 28),
        ("month(add_months(date('2026-11-30'), 3))", 2),
        ("year(today + days(60))", 2027),
    ],
)
def test_dates_can_be_reckoned_with(make_form: MakeForm, rule: str, value: int) -> None:
    service, context = make_form({"key": "x", "kind": "computed", "type": "integer", "rule": rule})
    assert service.form.clean({}, context) == {"x": value}


def test_answers_of_the_wrong_shape_are_no_answers(make_form: MakeForm) -> None:
    service, context = make_form(
        {"key": "a", "kind": "integer"},
        {"key": "b", "kind": "date"},
        {"key": "c", "kind": "choices", "choices": ["x"]},
    )
    nonsense: dict[str, Any] = {"a": "3", "b": "gestern", "c": {"x": 1}}
    assert service.form.clean(nonsense, context) == {}
    assert [error.path for error in service.form.check(nonsense, context)] == ["a", "b", "c"]


def test_only_what_changes_its_own_page_is_reactive(make_form: MakeForm) -> None:
    service, context = make_form(
        pages=[
            {
                "key": "eins",
                "fields": [
                    {"key": "name", "kind": "text"},
                    {"key": "a", "kind": "yesno"},
                    {"key": "b", "kind": "integer", "valid": {"positiv": "b > 0"}},
                    {"key": "c", "kind": "text", "visible": "summe > 3"},
                    {"key": "e", "kind": "text", "required": "a"},
                ],
            },
            {
                "key": "zwei",
                "fields": [
                    {"key": "summe", "kind": "computed", "type": "integer", "rule": "b * 2"},
                    {"key": "inhaber", "kind": "text", "default": "name"},
                ],
            },
        ]
    )
    page = service.form.evaluate({}, context).pages[0]
    assert {field.path: field.reactive for field in page.fields} == {
        "name": False,
        "a": True,
        "b": True,
        "e": False,
    }
