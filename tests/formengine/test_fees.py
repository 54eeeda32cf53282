"""What an application costs, before it is sent and when it is decided."""

from decimal import Decimal
from typing import Any

import pytest

from rathaus.formengine.service import CompiledService, Context, DefinitionsInvalid, Fee, FeeItem
from tests.formengine.conftest import MakeForm

FORM: dict[str, Any] = {
    "fee": [
        {"key": "urkunden", "rule": "param.gebuehr * double(anzahl)"},
        {"key": "express", "rule": "7.005", "visible": "eilig"},
        {"key": "ermaessigung", "rule": "anzahl > 2 ? -param.gebuehr / 2.0 : 0.0"},
    ]
}
FIELDS = [{"key": "anzahl", "kind": "integer"}, {"key": "eilig", "kind": "yesno"}]
PARAMETERS = [{"key": "gebuehr", "type": "money", "default": "12.35"}]
OUTCOMES = [{"key": "ja", "result": "grant", "notice": "ja", "fee": "fee_total", "when": "fee_total < 30.0"}]


@pytest.fixture
def urkunde(make_form: MakeForm) -> tuple[CompiledService, Context]:
    return make_form(*FIELDS, form=FORM, parameters=PARAMETERS, outcomes=OUTCOMES)


def test_each_line_has_its_label_and_amount_to_the_cent(urkunde: tuple[CompiledService, Context]) -> None:
    service, context = urkunde
    assert service.form.fee({"anzahl": 1, "eilig": True}, context) == Fee(
        (FeeItem("urkunden", "Urkunden", Decimal("12.35")), FeeItem("express", "Express", Decimal("7.01"))),
        Decimal("19.36"),
    )


def test_a_discount_is_a_line_below_zero(urkunde: tuple[CompiledService, Context]) -> None:
    service, context = urkunde
    fee = service.form.fee({"anzahl": 3}, context)
    assert fee is not None
    assert [item.amount for item in fee.items] == [Decimal("37.05"), Decimal("-6.18")]
    assert fee.total == Decimal("30.87")


def test_nothing_to_pay_is_said_and_not_left_open(urkunde: tuple[CompiledService, Context]) -> None:
    service, context = urkunde
    assert service.form.fee({"anzahl": 0}, context) == Fee((), Decimal(0))


def test_a_form_without_a_fee_says_nothing(make_form: MakeForm) -> None:
    service, context = make_form({"key": "a", "kind": "text"})
    assert service.form.fee({}, context) is None


def test_a_decision_can_ask_for_what_was_shown(urkunde: tuple[CompiledService, Context]) -> None:
    service, context = urkunde
    assert service.process.fee("ja", {"anzahl": 2}, context) == Decimal("24.70")
    assert [outcome.key for outcome in service.process.outcomes({"anzahl": 2}, context)] == ["ja"]
    assert service.process.outcomes({"anzahl": 3}, context) == ()


def test_the_total_is_a_word_of_decisions_only(make_form: MakeForm) -> None:
    with pytest.raises(DefinitionsInvalid) as caught:
        make_form({"key": "a", "kind": "computed", "type": "money", "rule": "fee_total"}, form=FORM)
    assert ("form.pages.0.fields.0.rule", "unknown name 'fee_total'") in [
        (problem.place, problem.message.split(" (")[0].removeprefix("rule: ")) for problem in caught.value.problems
    ]


def test_what_the_fee_depends_on_is_asked_about_at_once(make_form: MakeForm) -> None:
    """The fee stands on every page, so it changes while somebody answers; a remark changes nothing."""
    fields = [*FIELDS, {"key": "anmerkung", "kind": "text"}]
    service, context = make_form(*fields, form=FORM, parameters=PARAMETERS, outcomes=OUTCOMES)
    page = service.form.evaluate({}, context).visible_pages[0]
    assert {field.path: field.reactive for field in page.fields} == {
        "anzahl": True,
        "eilig": True,
        "anmerkung": False,
    }
