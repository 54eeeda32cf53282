"""Options and suggestions that a municipality keeps as a table."""

from typing import Any

from rathaus.formengine.service import CompiledService, Context, compile_service
from tests.formengine.conftest import TODAY
from tests.formengine.making import make_service

ROWS = [{"name": "Am Markt", "ort": "Tangerhütte"}, {"name": "Dorfstraße", "ort": "Grieben"}]
FIELDS: list[dict[str, Any]] = [
    {"key": "halle", "kind": "choice", "choices_from": "hallen"},
    {"key": "mehrere", "kind": "choices", "choices_from": "hallen", "required": False},
    {"key": "ort", "kind": "computed", "type": "text", "rule": "param.hallen.filter(h, h.name == halle)[0].ort"},
    {"key": "strasse", "kind": "text", "suggest": "strassen", "required": False},
]
PARAMETERS = [{"key": "hallen", "type": "register", "register": "gebaeude"}]


def _service(rows: list[dict[str, str]] = ROWS) -> tuple[CompiledService, Context]:
    service = compile_service(make_service(*FIELDS, parameters=PARAMETERS))
    return service, service.context({}, registers={"gebaeude": rows}, today=TODAY)


def test_the_rows_of_a_register_are_options_and_rules_know_their_columns() -> None:
    service, context = _service()
    assert service.registers_needed == ("gebaeude",)
    result = service.form.read_page("seite", {"halle": ["Dorfstraße"]}, {}, context)
    assert result.errors == ()
    assert [label for _, label, _ in result.state.fields[0].options] == ["Am Markt", "Dorfstraße"]
    assert service.form.clean(result.answers, context) == {"halle": "Dorfstraße", "ort": "Grieben"}


def test_what_is_not_in_the_register_is_never_kept() -> None:
    service, context = _service()
    posted = {"halle": ["Rathaus"], "mehrere": ["Am Markt", "Rathaus"]}
    result = service.form.read_page("seite", posted, {}, context)
    assert result.answers == {"halle": None, "mehrere": None}
    assert [error.path for error in result.errors] == ["halle", "mehrere"]


def test_an_entry_that_was_taken_out_no_longer_counts() -> None:
    service, context = _service(ROWS[:1])
    answers = {"halle": "Dorfstraße", "mehrere": ["Am Markt", "Dorfstraße"]}
    assert service.form.clean(answers, context) == {"mehrere": ["Am Markt"]}
    assert [error.path for error in service.form.check(answers, context)] == ["halle"]


def test_a_suggestion_is_no_must() -> None:
    service, context = _service()
    result = service.form.read_page("seite", {"halle": ["Am Markt"], "strasse": ["Neue Gasse"]}, {}, context)
    assert (result.answers["strasse"], result.errors) == ("Neue Gasse", ())
    field = result.state.field("strasse")
    assert field is not None
    assert field.suggest == "strassen"


def test_a_town_without_the_register_has_nothing_to_offer() -> None:
    service = compile_service(make_service(*FIELDS, parameters=PARAMETERS))
    context = service.context({}, today=TODAY)
    assert service.form.evaluate({}, context).pages[0].fields[0].options == ()
