"""A rule that is picked gives CEL that the engine understands, and reads back as what was picked."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.formengine.editing.service import Condition, Conditions, ConditionWrong, comparisons, parse, write
from rathaus.formengine.service import compile_service
from tests.formengine.making import make_service

KINDS = {
    "name": "text",
    "menge": "integer",
    "preis": "money",
    "tag": "date",
    "ja": "yesno",
    "wahl": "choice",
    "mehrere": "choices",
    "datei": "file",
    "zeilen": "group",
}
_FIELDS = [
    {"key": "email", "kind": "email"},
    *({"key": key, "kind": kind} for key, kind in KINDS.items() if kind not in ("choice", "choices", "group")),
    {"key": "wahl", "kind": "choice", "choices": ["a", "b"]},
    {"key": "mehrere", "kind": "choices", "choices": ["a", "b"]},
    {"key": "zeilen", "kind": "group", "fields": [{"key": "x", "kind": "text"}]},
]
_VALUES = {
    "integer": st.integers(-1000, 1000).map(str),
    "money": st.decimals(-1000, 1000, places=2).map(str),
    "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str),
}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("ja", "yes", "")], "ja"),
        ([("ja", "no", ""), ("name", "given", "")], "!ja && answered.name"),
        ([("wahl", "is", "a")], "wahl == 'a'"),
        ([("name", "is", "O'Neill \\ Co")], r"name == 'O\'Neill \\ Co'"),
        ([("name", "contains", "x && y || z")], "name.contains('x && y || z')"),
        ([("mehrere", "contains", "a"), ("mehrere", "contains_not", "b")], "'a' in mehrere && !('b' in mehrere)"),
        ([("menge", "at_least", "3")], "menge >= 3"),
        ([("preis", "more", "12,5")], "preis > 12.5"),
        ([("preis", "is", "12")], "preis == 12.0"),
        ([("tag", "at_least", "2026-11-22")], 'tag >= date("2026-11-22")'),
        ([("tag", "years_at_least", "18")], "years_between(tag, today) >= 18"),
        ([("zeilen", "rows_at_least", "2")], "size(zeilen) >= 2"),
    ],
)
def test_what_is_picked_is_written_as_cel(rows: list[tuple[str, str, str]], expected: str) -> None:
    conditions = Conditions("and", tuple(Condition(*row) for row in rows))
    rule = write(conditions, KINDS)
    assert rule == expected
    fields = [*_FIELDS[:-1], {**_FIELDS[-1], "visible": None}, {"key": "ziel", "kind": "yesno", "visible": rule}]
    compile_service(make_service(*fields))


@st.composite
def _picked(draw: st.DrawFn) -> Conditions:
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(KINDS)))
        comparison = draw(st.sampled_from(comparisons(KINDS[name])))
        text = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
        value = draw(_VALUES.get(KINDS[name], text.map(str.strip).filter(bool)))
        if comparison.startswith(("years", "rows")):
            value = str(draw(st.integers(0, 99)))
        rows.append(Condition(name, comparison, value))
    return Conditions(draw(st.sampled_from(["and", "or"])), tuple(rows))


@given(_picked())
def test_every_rule_that_is_picked_reads_back_as_the_same_rule(picked: Conditions) -> None:
    rule = write(picked, KINDS)
    again = parse(rule, KINDS)
    assert again is not None
    assert write(again, KINDS) == rule
    assert [row.field for row in again.rows] == [row.field for row in picked.rows]


@pytest.mark.parametrize(
    "rule",
    ["ja ? true : false", "ja && (name == 'x' || menge > 2)", "unbekannt == 'a'", "menge + 1 > 2", "'a'", "&&", ""],
)
def test_a_rule_written_by_hand_is_left_alone(rule: str) -> None:
    assert parse(rule, KINDS) is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Condition("menge", "at_least", "viele"), "number"),
        (Condition("menge", "is", "1.5"), "number"),
        (Condition("preis", "is", "NaN"), "number"),
        (Condition("preis", "is", "1e9999999"), "number"),
        (Condition("tag", "at_least", "31.12.2026"), "date"),
        (Condition("name", "is", ""), "value"),
        (Condition("name", "is", "x" * 300), "value"),
        (Condition("name", "is", "a\nb"), "value"),
        (Condition("name", "more", "3"), "comparison"),
        (Condition("fremd", "is", "3"), "comparison"),
    ],
)
def test_what_makes_no_rule_says_why_and_where(row: Condition, code: str) -> None:
    with pytest.raises(ConditionWrong) as wrong:
        write(Conditions("and", (Condition("ja", "yes"), row)), KINDS)
    assert (wrong.value.code, wrong.value.row) == (code, 1)


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_a_rule(rule: str) -> None:
    conditions = parse(rule, KINDS)
    assert conditions is None or re.sub(r"\s", "", write(conditions, KINDS)) == re.sub(r"\s", "", rule)
