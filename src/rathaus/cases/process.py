"""The interpreter of a service's process table, and the state as it follows from a case's history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from rathaus.formengine.service import CompiledService, Context, Transition

from .errors import NotPossible
from .models import Status

By = Literal["applicant", "clerk", "lead", "system"]


class Act(StrEnum):
    """What can happen to a case. Where the table has a transition of that name, it decides; ISSUE ends DECIDE."""

    HAND_ROUND = "hand_round"
    CONFIRM = "confirm"
    DECLINE = "decline"
    LAPSE = "lapse"
    SUBMIT = "submit"
    RECEIVE = "receive"
    TAKE_OVER = "take_over"
    ASSIGN = "assign"
    ASK = "ask"
    REMIND = "remind"
    GO_ON = "go_on"
    ANSWER = "answer"
    NOTE = "note"
    DECIDE = "decide"
    ISSUE = "issue"
    WITHDRAW = "withdraw"
    VISIT_BOOKED = "visit_booked"
    VISIT_MOVED = "visit_moved"
    VISIT_CANCELLED = "visit_cancelled"


# These leave the status as it is where the table has no way for them; a completed case is left alone.
_ALWAYS_POSSIBLE = {Act.TAKE_OVER, Act.ASSIGN, Act.NOTE}
_POSSIBLE_WHEN_DECIDED = {Act.NOTE, Act.ISSUE}
_ISSUE_NOTICE = "issue_notice"
VISITS = frozenset({Act.VISIT_BOOKED, Act.VISIT_MOVED, Act.VISIT_CANCELLED})
"""What becomes of an appointment is told in the timeline and changes no state, not even of a completed case."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A case's service as it was when the case began: version, answers, parameters, day."""

    service: CompiledService
    answers: dict[str, Any]
    context: Context


@dataclass(frozen=True, slots=True)
class State:
    """Where a case is. `decided`: the decision is made, its notice is being made, nothing else may happen."""

    status: Status = Status.INITIATED
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Where an act leads, and what follows from it."""

    act: Act
    to: State
    effects: tuple[str, ...] = ()


def step(pinned: Pinned, state: State, act: Act, *, by: Iterable[By]) -> Step:
    """Where `act` leads for somebody in one of these roles. Raises NotPossible.

    A decision with a notice takes two steps: DECIDE leaves the status and has the notice made, ISSUE reaches the
    status that the table names for "decide" and has the other effects. So nobody reads "completed" before there is
    a notice to read.
    """
    if act in VISITS:
        return Step(act, state)
    if state.status == Status.COMPLETED or (state.decided and act not in _POSSIBLE_WHEN_DECIDED):
        raise NotPossible(f"{act}: the case is decided")
    roles = tuple(by)
    if act is Act.ISSUE:
        return _issue(pinned, state)
    transition = _way(pinned, state, act, roles)
    if transition is None:
        return _without_table(state, act)
    to, effects = Status(transition.to.value), tuple(transition.effects)
    if act is Act.DECIDE and _ISSUE_NOTICE in effects:
        return Step(act, replace(state, decided=True), (_ISSUE_NOTICE,))
    return Step(act, State(to, decided=act is Act.DECIDE), effects)


def is_possible(pinned: Pinned, state: State, act: Act, *, by: Iterable[By]) -> bool:
    try:
        step(pinned, state, act, by=by)
    except NotPossible:
        return False
    return True


def derive_state(pinned: Pinned, acts: Iterable[tuple[Act, Iterable[By]]]) -> State:
    """The state that follows from the acts in their order. Raises NotPossible if they could not have happened."""
    state = State()
    for act, by in acts:
        state = step(pinned, state, act, by=by).to
    return state


def _issue(pinned: Pinned, state: State) -> Step:
    transition = _way(pinned, state, Act.DECIDE, ("clerk", "lead", "system"))
    if not state.decided or transition is None:
        raise NotPossible("issue: nothing was decided")
    effects = tuple(effect for effect in transition.effects if effect != _ISSUE_NOTICE)
    return Step(Act.ISSUE, State(Status(transition.to.value), decided=True), effects)


def _without_table(state: State, act: Act) -> Step:
    if act in _ALWAYS_POSSIBLE and state.status != Status.INITIATED:
        return Step(act, state)
    raise NotPossible(f"{act} is not possible in {state.status}")


def _way(pinned: Pinned, state: State, act: Act, roles: Iterable[By]) -> Transition | None:
    for role in roles:
        for transition in pinned.service.process.transitions(
            state.status.value, by=role, answers=pinned.answers, context=pinned.context
        ):
            if transition.name == act:
                return transition
    return None
