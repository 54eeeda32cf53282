"""Repeating groups and composites."""

from typing import Any

import pytest

from rathaus.formengine.service import DefinitionsInvalid, PageResult
from tests.formengine.conftest import MakeForm

HUNDE: dict[str, Any] = {
    "key": "hunde",
    "kind": "group",
    "min_rows": 1,
    "max_rows": 3,
    "fields": [
        {"key": "name", "kind": "text"},
        {"key": "alter", "kind": "integer", "valid": {"jung": "this.alter <= 30"}},
        {"key": "chip", "kind": "text", "visible": "this.alter > 0", "required": False},
    ],
}


def _post(make_form: MakeForm, posted: dict[str, str], answers: dict[str, Any] | None = None) -> PageResult:
    service, context = make_form(HUNDE)
    return service.form.read_page("seite", {k: [v] for k, v in posted.items()}, answers or {}, context)


def test_a_new_form_shows_the_least_number_of_rows(make_form: MakeForm) -> None:
    service, context = make_form(HUNDE)
    group = service.form.evaluate({}, context).pages[0].fields[0]
    assert [(index, [child.path for child in row]) for index, row in group.rows] == [
        (0, ["hunde.0.name", "hunde.0.alter"])
    ]
    assert (group.can_add, group.can_remove) == (True, False)


def test_rows_are_read_by_their_number(make_form: MakeForm) -> None:
    result = _post(
        make_form, {"hunde.0.name": "Bello", "hunde.0.alter": "3", "hunde.1.name": "Wolke", "hunde.1.alter": "0"}
    )
    assert result.answers == {"hunde": [{"name": "Bello", "alter": 3}, {"name": "Wolke", "alter": 0}]}
    assert result.errors == ()


def test_an_error_stands_in_its_row(make_form: MakeForm) -> None:
    result = _post(
        make_form, {"hunde.0.name": "Bello", "hunde.0.alter": "3", "hunde.1.name": "", "hunde.1.alter": "31"}
    )
    assert [(error.path, error.message) for error in result.errors] == [
        ("hunde.1.name", "Füllen Sie das Feld „Name“ aus."),
        ("hunde.1.alter", "Regel jung"),
    ]


def test_a_row_can_be_added_without_complaints(make_form: MakeForm) -> None:
    result = _post(make_form, {"hunde.0.name": "", "hunde.0.alter": "drei", "_add": "hunde"})
    assert (result.stay, result.errors, len(result.answers["hunde"])) == (True, (), 2)
    field = result.state.field("hunde.0.alter")
    assert field is not None
    assert (field.raw, field.error) == ("drei", "")


def test_a_group_never_grows_past_its_limit(make_form: MakeForm) -> None:
    rows = [{"name": "x", "alter": 1}] * 3
    assert len(_post(make_form, {"_add": "hunde"}, {"hunde": rows}).answers["hunde"]) == 3
    posted = {f"hunde.{number}.name": "x" for number in (0, 7, 999_999_999, "²", "-1", "")}
    assert len(_post(make_form, posted).answers["hunde"]) == 1
    assert len(_post(make_form, {"hunde.2.name": "x"}).answers["hunde"]) == 3


def test_a_removed_row_takes_its_own_text_along_and_no_other(make_form: MakeForm) -> None:
    posted = {
        "hunde.0.name": "Bello", "hunde.0.alter": "eins",
        "hunde.1.name": "Wolke", "hunde.1.alter": "zwei",
        "hunde.2.name": "Luna", "hunde.2.alter": "drei",
        "_remove": "hunde.1",
    }  # fmt: skip
    result = _post(make_form, posted)
    assert [row["name"] for row in result.answers["hunde"]] == ["Bello", "Luna"]
    fields = [result.state.field(f"hunde.{index}.alter") for index in (0, 1)]
    assert [field.raw for field in fields if field] == ["eins", "drei"]


def test_empty_rows_at_the_end_are_dropped(make_form: MakeForm) -> None:
    result = _post(
        make_form, {"hunde.0.name": "Bello", "hunde.0.alter": "3", "hunde.1.name": "", "hunde.1.alter": ""}
    )
    assert result.answers == {"hunde": [{"name": "Bello", "alter": 3}]}
    assert result.errors == ()


def test_rules_outside_see_all_rows(make_form: MakeForm) -> None:
    service, context = make_form(
        HUNDE,
        {"key": "alt", "kind": "computed", "type": "yesno", "rule": "hunde.exists(h, h.alter > 10)"},
        {"key": "zahl", "kind": "computed", "type": "integer", "rule": "size(hunde)"},
    )
    answers = {"hunde": [{"name": "a", "alter": 3}, {"name": "b", "alter": 12}]}
    clean = service.form.clean(answers, context)
    assert (clean["alt"], clean["zahl"]) == (True, 2)


def test_a_date_of_a_row_is_a_text_to_rules_outside(make_form: MakeForm) -> None:
    group = {"key": "tage", "kind": "group", "fields": [{"key": "tag", "kind": "date"}]}
    rule = "tage.exists(t, date(t.tag) > today)"
    service, context = make_form(group, {"key": "bald", "kind": "computed", "type": "yesno", "rule": rule})
    assert service.form.clean({"tage": [{"tag": "2026-11-21"}, {}]}, context)["bald"] is False
    assert service.form.clean({"tage": [{"tag": "2026-11-23"}]}, context)["bald"] is True


def test_only_the_keys_that_a_rule_reads_make_a_row_reactive(make_form: MakeForm) -> None:
    rule = "size(hunde) > 2 || hunde.exists(h, h.alter > 10)"
    service, context = make_form(HUNDE, {"key": "viele", "kind": "computed", "type": "yesno", "rule": rule})
    group = service.form.evaluate({}, context).pages[0].fields[0]
    assert [(child.path, child.reactive) for _, row in group.rows for child in row] == [
        ("hunde.0.name", False),
        ("hunde.0.alter", True),
    ]


def test_parts_of_an_optional_composite_are_needed_together_or_not_at_all(make_form: MakeForm) -> None:
    address = {
        "key": "anschrift",
        "kind": "address",
        "required": False,
        "fields": [{"key": "strasse", "kind": "text"}, {"key": "plz", "kind": "postcode"}],
    }
    service, context = make_form(address)
    assert service.form.check({}, context) == ()
    assert [error.path for error in service.form.check({"anschrift": {"strasse": "Weg"}}, context)] == [
        "anschrift.plz"
    ]


def test_a_file_is_taken_out_by_its_id_and_never_by_posting_its_field(make_form: MakeForm) -> None:
    service, context = make_form({"key": "bild", "kind": "file", "max_files": 2})
    files = [{"id": "1", "name": "a.pdf", "size": 1}, {"id": "2", "name": "b.pdf", "size": 2}]
    result = service.form.read_page("seite", {"bild": ["x"]}, {"bild": files}, context)
    assert result.answers == {"bild": files}
    result = service.form.read_page("seite", {"_remove": ["bild.1"]}, {"bild": files}, context)
    assert (result.answers, result.stay) == ({"bild": files[1:]}, True)
    too_many = [*files, {"id": "3", "name": "c.pdf", "size": 3}]
    assert [error.message for error in service.form.check({"bild": too_many}, context)] == [
        "Entfernen Sie Dateien: Möglich sind höchstens 2."
    ]


def test_a_rule_outside_can_look_at_the_dates_of_rows(make_form: MakeForm) -> None:
    dogs = {
        "key": "hunde",
        "kind": "group",
        "fields": [{"key": "geboren", "kind": "date"}],
    }
    note = {"key": "hinweis", "kind": "info", "visible": "hunde.exists(h, date(h.geboren) > date('2026-01-01'))"}
    service, context = make_form(dogs, note)
    shown = [
        [field.path for field in service.form.evaluate(answers, context).pages[0].fields]
        for answers in ({"hunde": [{"geboren": "2026-05-01"}]}, {"hunde": [{"geboren": "2025-05-01"}]}, {})
    ]
    assert shown == [["hunde", "hinweis"], ["hunde"], ["hunde"]]


def test_groups_with_the_same_keys_keep_apart(make_form: MakeForm) -> None:
    dates = {"key": "x", "kind": "date", "required": False}
    words = {"key": "x", "kind": "text", "required": False}
    late = {"key": "y", "kind": "text", "visible": "this.x < today"}
    said = {"key": "y", "kind": "text", "visible": "this.x == ''"}
    service, context = make_form(
        {"key": "tage", "kind": "group", "fields": [dates, late]},
        {"key": "worte", "kind": "group", "fields": [words, said]},
    )
    shown = [
        child.path
        for group in service.form.evaluate({}, context).pages[0].fields
        for _, row in group.rows
        for child in row
    ]
    assert shown == ["tage.0.x", "tage.0.y", "worte.0.x", "worte.0.y"]


def test_a_key_that_no_row_has_is_reported(make_form: MakeForm) -> None:
    with pytest.raises(DefinitionsInvalid) as caught:
        make_form(HUNDE, {"key": "x", "kind": "computed", "type": "yesno", "rule": "hunde.exists(h, h.rase == 'x')"})
    assert [(problem.place, problem.message) for problem in caught.value.problems] == [
        ("form.pages.0.fields.1.rule", "'h.rase' is no field of the group 'hunde'")
    ]
