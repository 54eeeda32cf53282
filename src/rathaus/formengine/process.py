"""A process made ready to run: who may do what now, what ends a case, what it costs, by when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from cel_expr_python import cel

from rathaus.core.money import to_cents

from .belonging import effective_context
from .evaluation import evaluate
from .fees import compute_fee
from .form import Context, Layout
from .rules import Rule, RuleCompiler, RuleError, RuleInvalid
from .types.problems import Loc
from .types.process import By, Outcome, Process, Status, Transition

FEE_TOTAL = "fee_total"
"""What rules of transitions and outcomes call the total of the form's fee."""


@dataclass(slots=True, eq=False)
class CompiledProcess:
    definition: Process
    layout: Layout
    rules: dict[Loc, Rule]

    def transitions(
        self, status: Status | str, *, by: By, answers: Mapping[str, Any], context: Context
    ) -> tuple[Transition, ...]:
        """What this actor can do in this state, in the order of the table."""
        return tuple(
            transition
            for index, transition in enumerate(self.definition.transitions)
            if status in transition.from_
            and by in transition.by
            and self._holds(("transitions", index, "when"), answers, context)
        )

    def transition(self, name: str) -> Transition:
        return next(found for found in self.definition.transitions if found.name == name)

    def outcomes(self, answers: Mapping[str, Any], context: Context) -> tuple[Outcome, ...]:
        """How this case can be decided."""
        return tuple(
            outcome
            for index, outcome in enumerate(self.definition.outcomes)
            if self._holds(("outcomes", index, "when"), answers, context)
        )

    def outcome(self, key: str) -> Outcome:
        return next(outcome for outcome in self.definition.outcomes if outcome.key == key)

    def fee(self, key: str, answers: Mapping[str, Any], context: Context) -> Decimal | None:
        """What the outcome costs, to the cent; None where it is free of charge."""
        index = next(i for i, outcome in enumerate(self.definition.outcomes) if outcome.key == key)
        rule = self.rules.get(("outcomes", index, "fee"))
        if rule is None:
            return None
        try:
            amount = to_cents(Decimal(str(rule.evaluate(self._variables(rule, answers, context)))))
        except (RuleError, ArithmeticError):
            return None
        return amount or None

    def deadline_days(self, name: Literal["processing", "answer"], parameters: Mapping[str, Any]) -> int | None:
        deadline = self.definition.deadlines.get(name)
        if deadline is None:
            return None
        return deadline.days if isinstance(deadline.days, int) else int(parameters[deadline.days])

    def _holds(self, loc: Loc, answers: Mapping[str, Any], context: Context) -> bool:
        rule = self.rules.get(loc)
        return rule is None or rule.holds(self._variables(rule, answers, context))

    def _variables(self, rule: Rule, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        effective = effective_context(self.layout, answers, context)
        result = evaluate(self.layout, answers, effective)
        variables = result.scopes[""].variables
        if FEE_TOTAL in rule.names:
            fee = compute_fee(self.layout, result, effective)
            variables[FEE_TOTAL] = float(fee.total) if fee else 0.0
        return variables


def compile_rules(process: Process, compiler: RuleCompiler, report: Callable[[Loc, str], None]) -> dict[Loc, Rule]:
    """The rules of transitions and outcomes by their place; faults are reported."""
    compiler = compiler.extended({FEE_TOTAL: cel.Type.DOUBLE})
    wanted: list[tuple[Loc, str | None, cel.Type]] = []
    for index, transition in enumerate(process.transitions):
        wanted.append((("transitions", index, "when"), transition.when, cel.Type.BOOL))
    for index, outcome in enumerate(process.outcomes):
        wanted.append((("outcomes", index, "when"), outcome.when, cel.Type.BOOL))
        wanted.append((("outcomes", index, "fee"), outcome.fee, cel.Type.DOUBLE))
    rules: dict[Loc, Rule] = {}
    for loc, source, kind in wanted:
        if source is None:
            continue
        try:
            rules[loc] = compiler.compile(source, kind)
        except RuleInvalid as reason:
            report(("process", *loc), f"rule: {reason}")
    return rules
