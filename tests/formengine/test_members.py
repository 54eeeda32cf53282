"""In a Verbandsgemeinde the answers decide which member municipality's terms hold."""

from typing import Any

import pytest

from rathaus.formengine.service import (
    CompiledService,
    Context,
    ParametersInvalid,
    compile_service,
    split_members,
    with_members,
)
from tests.formengine.conftest import TODAY
from tests.formengine.making import make_service

FIELDS = [
    {"key": "ort", "kind": "choice", "choices_from": "orte"},
    {"key": "steuer", "kind": "computed", "type": "money", "rule": "param.satz * 2.0"},
    {"key": "hoch", "kind": "text", "visible": "param.satz > 40.0", "required": False},
]
PARAMETERS = [
    {"key": "satz", "type": "money", "default": "20.00"},
    {"key": "frist", "type": "integer", "default": 14},
    {"key": "orte", "type": "places", "default": ["Kamern", "Rehberg", "Klietz"]},
]
VALUES = with_members({"satz": "35.00"}, {"Kamern": {"satz": "50.00", "frist": 7}})


@pytest.fixture
def dog_tax() -> tuple[CompiledService, Context]:
    service = compile_service(
        make_service(
            *FIELDS,
            parameters=PARAMETERS,
            member_from="ort",
            form={"fee": [{"key": "steuer", "rule": "param.satz"}]},
            outcomes=[{"key": "ja", "result": "grant", "notice": "ja", "fee": "param.satz"}],
        )
    )
    context = service.context(VALUES, today=TODAY, member_of={"Kamern": "Kamern", "Rehberg": "Kamern"})
    return service, context


@pytest.mark.parametrize(
    ("place", "member", "tax"),
    [
        ("Kamern", "Kamern", "100.00"),
        ("Rehberg", "Kamern", "100.00"),
        ("Klietz", None, "70.00"),
        (None, None, "70.00"),
    ],
)
def test_a_place_leads_to_its_member(
    dog_tax: tuple[CompiledService, Context], place: str | None, member: str | None, tax: str
) -> None:
    service, context = dog_tax
    answers = {"ort": place}
    assert service.form.member(answers, context) == member
    assert service.form.clean(answers, context)["steuer"] == tax


def test_everything_that_is_said_of_an_application_is_said_on_the_members_terms(
    dog_tax: tuple[CompiledService, Context],
) -> None:
    service, context = dog_tax
    answers = {"ort": "Rehberg"}
    fee = service.form.fee(answers, context)
    assert fee is not None
    assert str(fee.total) == "50.00"
    assert str(service.process.fee("ja", answers, context)) == "50.00"
    assert service.form.letter_values(answers, context)["param"]["satz"] == "50,00 €"
    assert [field.path for field in service.form.evaluate(answers, context).pages[0].fields][-1] == "hoch"
    in_force = service.form.effective_context(answers, context)
    assert service.process.deadline_days("processing", in_force.parameters) is None
    assert in_force.parameters["frist"] == 7
    assert service.form.effective_parameters({}, context)["frist"] == 14


def test_the_terms_change_with_the_answer_on_the_same_page(dog_tax: tuple[CompiledService, Context]) -> None:
    service, context = dog_tax
    first = service.form.read_page("seite", {"ort": ["Kamern"]}, {}, context)
    assert [field.value for field in first.state.fields if field.path == "steuer"] == ["100.00"]
    second = service.form.read_page("seite", {"ort": ["Klietz"]}, first.answers, context)
    assert [field.value for field in second.state.fields if field.path == "steuer"] == ["70.00"]


def test_a_place_that_is_not_on_offer_leads_nowhere(dog_tax: tuple[CompiledService, Context]) -> None:
    service, context = dog_tax
    assert service.form.member({"ort": "Stendal"}, context) is None
    assert service.form.clean({"ort": "Stendal"}, context) == {"steuer": "70.00"}


def test_a_members_values_are_checked_like_all_others(dog_tax: tuple[CompiledService, Context]) -> None:
    service, _ = dog_tax
    wrong: dict[str, Any] = with_members({}, {"Klietz": {"satz": "viel", "unfug": 1}})
    with pytest.raises(ParametersInvalid) as caught:
        service.context(wrong, today=TODAY)
    assert set(caught.value.reasons) == {"@members.Klietz.satz", "@members.Klietz.unfug"}
    assert split_members(VALUES) == ({"satz": "35.00"}, {"Kamern": {"satz": "50.00", "frist": 7}})
