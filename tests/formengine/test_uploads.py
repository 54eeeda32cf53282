"""Uploads that depend on answers, in the form and in its rows."""

from typing import Any

import pytest

from rathaus.formengine.service import CompiledService, Context
from tests.formengine.conftest import MakeForm

PROOF = {"id": "1", "name": "nachweis.pdf", "size": 1000}
FIELDS: list[dict[str, Any]] = [
    {"key": "art", "kind": "choice", "choices": ["keine", "sozial", "ehrenamt"]},
    {"key": "bescheid", "kind": "file", "visible": "art == 'sozial'"},
    {"key": "karte", "kind": "file", "visible": "art != 'keine'", "required": "art == 'ehrenamt'", "max_files": 2},
    {
        "key": "fahrzeuge",
        "kind": "group",
        "min_rows": 0,
        "valid": {"eins": "size(fahrzeuge) < 3 || art == 'ehrenamt'"},
        "fields": [
            {"key": "geliehen", "kind": "yesno"},
            {"key": "vertrag", "kind": "file", "visible": "this.geliehen && art != 'keine'"},
        ],
    },
]


@pytest.fixture
def form(make_form: MakeForm) -> tuple[CompiledService, Context]:
    return make_form(*FIELDS)


@pytest.mark.parametrize(
    ("art", "shown", "missing"),
    [
        ("keine", [], []),
        ("sozial", ["bescheid", "karte"], ["bescheid"]),
        ("ehrenamt", ["karte"], ["karte"]),
    ],
)
def test_the_answer_decides_what_is_to_be_attached(
    form: tuple[CompiledService, Context], art: str, shown: list[str], missing: list[str]
) -> None:
    service, context = form
    fields = service.form.evaluate({"art": art}, context).pages[0].fields
    assert [field.path for field in fields if field.kind == "file"] == shown
    assert [error.path for error in service.form.check({"art": art}, context)] == missing


def test_a_file_that_is_no_longer_asked_for_is_not_sent(form: tuple[CompiledService, Context]) -> None:
    service, context = form
    answers = {"art": "keine", "bescheid": [PROOF], "karte": [PROOF]}
    assert service.form.clean(answers, context) == {"art": "keine"}
    assert service.form.clean({**answers, "art": "ehrenamt"}, context) == {"art": "ehrenamt", "karte": [PROOF]}


def test_a_row_asks_for_its_own_files(form: tuple[CompiledService, Context]) -> None:
    service, context = form
    rows = [{"geliehen": True}, {"geliehen": False}, {"geliehen": True, "vertrag": [PROOF]}]
    answers = {"art": "ehrenamt", "karte": [PROOF], "fahrzeuge": rows}
    assert [error.path for error in service.form.check(answers, context)] == ["fahrzeuge.0.vertrag"]
    hidden = service.form.clean({**answers, "art": "keine"}, context)["fahrzeuge"]
    assert hidden == [{"geliehen": True}, {"geliehen": False}, {"geliehen": True}]
    assert service.form.file_fields() == ("bescheid", "karte", "fahrzeuge.*.vertrag")


def test_a_group_has_rules_of_its_own(form: tuple[CompiledService, Context]) -> None:
    service, context = form
    rows = [{"geliehen": False}] * 3
    errors = service.form.check({"art": "keine", "fahrzeuge": rows}, context)
    assert [(error.path, error.message) for error in errors] == [("fahrzeuge", "Regel eins")]
    assert service.form.check({"art": "keine", "fahrzeuge": rows[:2]}, context) == ()
