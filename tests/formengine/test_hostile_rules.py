"""A rule that somebody wrote to hurt: refused, or without a result, soon and in little memory."""

import pytest
from cel_expr_python import cel

from rathaus.formengine.rules import RuleCompiler, RuleError, RuleInvalid
from tests.formengine.conftest import MakeForm

_COMPILER = RuleCompiler({"text": cel.Type.STRING})


@pytest.mark.parametrize("between", ["map(", "map (", "map// not a comment to hide behind\n("])
def test_a_text_that_doubles_and_doubles_is_refused(between: str) -> None:
    doubling = "[text]" + f".{between}t, t + t)" * 2
    with pytest.raises(RuleInvalid, match="'map' once"):
        _COMPILER.compile(f"{doubling}.size() == 1", cel.Type.BOOL)


def test_one_map_is_fine() -> None:
    rule = _COMPILER.compile("[text].map(t, t + t)[0] == 'aa'", cel.Type.BOOL)
    assert rule.evaluate({"text": "a"}) is True


def test_loops_in_loops_end_without_a_result() -> None:
    row = f"[{', '.join(map(str, range(30)))}]"
    nested = "true"
    for depth in range(5):
        nested = f"{row}.all(n{depth}, {nested})"
    with pytest.raises(RuleError, match="budget"):
        _COMPILER.compile(nested, cel.Type.BOOL).evaluate({"text": ""})


def test_computed_texts_do_not_grow_from_field_to_field(make_form: MakeForm) -> None:
    grown = [{"key": "f0", "kind": "text", "max_length": 200}]
    grown += [
        {"key": f"f{n}", "kind": "computed", "type": "text", "rule": f"f{n - 1} + f{n - 1}"} for n in range(1, 12)
    ]
    service, context = make_form(*grown)
    answers = service.form.clean({"f0": "a" * 200}, context)
    assert len(answers["f6"]) == 200 * 2**6
    assert max(len(text or "") for text in answers.values()) <= 20_000
