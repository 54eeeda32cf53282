"""Whose parameters hold for these answers: in a Verbandsgemeinde those of a member municipality."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .evaluation import evaluate
from .form import Context, Layout


def chosen_member(layout: Layout, answers: Mapping[str, Any], context: Context) -> str | None:
    """The member municipality that the answers lead to, by its own name or by a place; None where they don't."""
    if layout.member_from is None:
        return None
    answer = evaluate(layout, answers, context).values.get(layout.member_from)
    if not isinstance(answer, str):
        return None
    return context.member_of.get(answer) or (answer if answer in context.members else None)


def effective_context(layout: Layout, answers: Mapping[str, Any], context: Context) -> Context:
    """The context with the member's parameters in force, for these answers only: others may lead elsewhere."""
    if layout.member_from is None or not context.members:
        return context
    own = context.members.get(chosen_member(layout, answers, context) or "")
    return replace(context, parameters={**context.parameters, **own}, members={}) if own else context
