"""Fields and pages are changed with their words, and what they were given stays as it was."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rathaus.formengine.checks import check_service
from rathaus.formengine.editing.service import (
    NotThere,
    Refused,
    add_field,
    add_page,
    begin,
    begin_with_schema,
    blocks,
    change_field,
    find_line,
    lines,
    move_field,
    move_page,
    move_to_page,
    named_by,
    read_schema,
    remove_field,
    remove_page,
    rule_name,
    service_key,
    set_rule,
    template,
    try_out,
    with_example,
    words_of,
)
from tests.formengine.making import make_service
from tests.formengine.xdatenfelder.writing import moving_in

ROOT = Path("definitions")
TODAY = date(2026, 11, 22)
_TOPIC = ("bauen", {"de": "Bauen", "en": "Building"})


@pytest.fixture
def content() -> dict[str, Any]:
    return make_service(
        pages=[
            {"key": "eins", "fields": [{"key": "email", "kind": "email"}, {"key": "ja", "kind": "yesno"}]},
            {
                "key": "zwei",
                "fields": [
                    {"key": "grund", "kind": "text", "visible": "ja"},
                    {
                        "key": "kinder",
                        "kind": "group",
                        "fields": [
                            {"key": "name", "kind": "text"},
                            {"key": "spitz", "kind": "text", "visible": "this.name != ''"},
                        ],
                    },
                ],
            },
        ]
    ).model_dump(mode="json")


def _order(content: dict[str, Any]) -> list[str]:
    return [f"{line.page}:{line.path}" for line in lines(content)]


def test_a_field_is_added_with_words_and_a_key_of_its_own(content: dict[str, Any]) -> None:
    before = copy.deepcopy(content)
    words = {"": {"de": {"label": "Noch eine"}, "en": {"label": "Another"}}}
    changed, path = add_field(content, "eins", {"key": "ja", "kind": "text"}, words)
    assert path == "ja_2"
    assert words_of(changed, path) == {"de": {"label": "Noch eine"}, "en": {"label": "Another"}}
    assert content == before
    assert try_out(changed).faults == ()


def test_a_group_takes_fields_but_no_group(content: dict[str, Any]) -> None:
    changed, path = add_field(content, "zwei", {"key": "alter", "kind": "integer"}, {}, inside="kinder")
    assert path == "kinder.alter"
    with pytest.raises(Refused):
        add_field(content, "zwei", {"key": "mehr", "kind": "group", "fields": []}, {}, inside="kinder")
    with pytest.raises(NotThere):
        add_field(changed, "zwei", {"key": "x", "kind": "text"}, {}, inside="grund")


def test_fields_move_past_each_other_and_over_the_edge_of_a_page(content: dict[str, Any]) -> None:
    assert _order(move_field(content, "ja", -1))[:2] == ["eins:ja", "eins:email"]
    assert _order(move_field(content, "ja", +1))[:3] == ["eins:email", "zwei:ja", "zwei:grund"]
    assert _order(move_field(content, "grund", -1))[:3] == ["eins:email", "eins:ja", "eins:grund"]
    assert _order(move_field(content, "email", -1)) == _order(content)
    assert _order(move_field(content, "kinder.spitz", +1)) == _order(content)
    assert _order(move_to_page(content, "grund", "eins"))[2] == "eins:grund"


def test_a_changed_field_keeps_key_kind_and_parts(content: dict[str, Any]) -> None:
    given = {"key": "neu", "kind": "text", "fields": [], "max_rows": 3}
    changed = change_field(content, "kinder", given, {"de": {"label": "Kinder"}})
    definition = find_line(changed, "kinder").definition
    assert (definition["key"], definition["kind"], len(definition["fields"]), definition["max_rows"]) == (
        "kinder",
        "group",
        2,
        3,
    )
    assert words_of(changed, "kinder")["en"] == {"label": "Kinder"}


def test_a_removed_field_takes_its_words_along(content: dict[str, Any]) -> None:
    changed = remove_field(content, "kinder")
    assert [path for path in changed["texts"]["de"]["fields"] if path.startswith("kinder")] == []


def test_who_names_a_field_is_known_before_it_goes(content: dict[str, Any]) -> None:
    content["notices"] = {"ja": '#value("words.ja")'}
    assert named_by(content, "ja") == [("field", "grund"), ("letter", "ja")]
    assert named_by(content, "kinder.name") == [("field", "kinder.spitz")]
    assert named_by(content, "email") == [("applicant", "email")]
    assert named_by(set_rule(content, "grund", "visible", "email == 'ja'"), "ja") == [("letter", "ja")]


def test_rows_are_named_from_within_only(content: dict[str, Any]) -> None:
    assert rule_name(content, "kinder.name", "kinder.spitz") == "this.name"
    assert rule_name(content, "kinder.name", "grund") is None
    assert rule_name(content, "ja", "kinder.spitz") == "ja"


def test_only_an_empty_page_is_removed(content: dict[str, Any]) -> None:
    changed, key = add_page(content, {"de": {"title": "Eins"}, "en": {"title": "One"}})
    assert key == "eins_2"
    assert [page["key"] for page in move_page(changed, key, -5)["form"]["pages"]] == ["eins_2", "eins", "zwei"]
    assert try_out(changed).faults == ()
    assert remove_page(changed, key)["form"] == content["form"]
    with pytest.raises(Refused):
        remove_page(content, "eins")


@pytest.mark.parametrize("path", ["", "fremd", "kinder.fremd", "email.x", "a.b.c.d", "__class__"])
def test_a_field_that_is_not_there_is_not_found(content: dict[str, Any], path: str) -> None:
    for act in (find_line, remove_field):
        with pytest.raises(NotThere):
            act(content, path)


def test_a_fault_is_told_at_its_place(content: dict[str, Any]) -> None:
    changed = set_rule(set_rule(content, "grund", "visible", "nirgends"), "ja", "visible", "grund == 'x'")
    trial = try_out(changed)
    assert "nirgends" in trial.at(find_line(changed, "grund").place)[0]
    circle = set_rule(content, "ja", "visible", "grund == 'x'")
    assert any("grund" in message for _, message in try_out(circle).faults)


@pytest.mark.parametrize("version", [2, 3])
def test_a_service_from_a_schema_is_sound_at_once(version: int) -> None:
    begun = begin(template(ROOT, "antrag"), "einzug", {"de": "Einzug melden", "en": "Report moving in"}, _TOPIC)
    content = begin_with_schema(begun, read_schema(moving_in(version)), TODAY)
    definition, problems = check_service(content)
    assert definition is not None, problems
    assert content["examples"]["ausgefuellt"]["expect"]["errors"] == []
    assert definition.texts["de"].keywords[:2] == ("einzug", "melden")


def test_a_field_that_must_be_answered_gets_into_the_example(content: dict[str, Any]) -> None:
    words = {"": {"de": {"label": "Zahl"}, "en": {"label": "Number"}}}
    changed, path = add_field(content, "eins", {"key": "zahl", "kind": "integer", "minimum": 7}, words)
    example = with_example(changed, TODAY)["examples"]["ausgefuellt"]
    assert example["pages"]["eins"][path] == "18"
    assert example["expect"]["errors"] == []


def test_every_block_fits_into_a_form(content: dict[str, Any]) -> None:
    for block in blocks(ROOT).values():
        content, _ = add_field(content, "eins", block.definition, block.words)
    assert try_out(content).faults == ()


@pytest.mark.parametrize(
    ("title", "key"),
    [("Hund anmelden (Ortsteil)", "hund-anmelden-ortsteil"), ("3 Wünsche", "leistung-3-wuensche"), ("!?", "")],
)
def test_the_name_in_addresses_comes_from_the_title(title: str, key: str) -> None:
    assert service_key(title) == key
