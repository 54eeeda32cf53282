"""The process of a service: who may do what, how it can end, what it costs, by when."""

from decimal import Decimal

from rathaus.formengine.service import CompiledService, Context
from tests.formengine.conftest import MakeForm


def _names(service: CompiledService, status: str, by: str, context: Context) -> list[str]:
    return [t.name for t in service.process.transitions(status, by=by, answers={}, context=context)]  # type: ignore[arg-type]


def test_each_role_has_its_own_ways_on(dog: CompiledService, context: Context) -> None:
    assert _names(dog, "INITIATED", "applicant", context) == [
        "hand_round",
        "confirm",
        "decline",
        "submit",
        "withdraw",
    ]
    assert _names(dog, "INITIATED", "system", context) == ["lapse"]
    assert _names(dog, "INITIATED", "clerk", context) == []
    assert _names(dog, "PROCESSING", "clerk", context) == ["ask", "decide"]
    assert _names(dog, "ACTION_REQUIRED", "applicant", context) == ["answer", "withdraw"]
    assert _names(dog, "COMPLETED", "clerk", context) == []


def test_a_partial_grant_needs_something_to_be_left_out(dog: CompiledService, context: Context) -> None:
    plain = {"ermaessigung": "keine"}
    asked = {"ermaessigung": "rettungshund"}
    assert [outcome.key for outcome in dog.process.outcomes(plain, context)] == ["bestaetigen", "ablehnen"]
    assert [o.key for o in dog.process.outcomes(asked, context)] == ["bestaetigen", "teilweise", "ablehnen"]


def test_a_deadline_can_be_a_parameter(dog: CompiledService, context: Context) -> None:
    assert dog.process.deadline_days("processing", context.parameters) == 14
    assert dog.process.deadline_days("processing", dog.parameter_values({"bearbeitung_tage": 30})) == 30
    assert dog.process.deadline_days("answer", context.parameters) == 14


def test_a_fee_is_computed_from_answers_and_parameters(make_form: MakeForm) -> None:
    service, context = make_form(
        {"key": "flurstuecke", "kind": "integer"},
        parameters=[{"key": "gebuehr", "type": "money", "default": "12.35"}],
        outcomes=[
            {"key": "ja", "result": "grant", "notice": "ja", "fee": "param.gebuehr * double(flurstuecke)"},
            {"key": "nein", "result": "refuse", "notice": "ja"},
        ],
    )
    assert service.process.fee("ja", {"flurstuecke": 3}, context) == Decimal("37.05")
    assert service.process.fee("ja", {}, context) is None
    assert service.process.fee("nein", {"flurstuecke": 3}, context) is None
