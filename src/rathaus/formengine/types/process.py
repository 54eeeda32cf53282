"""How a case moves: a table of transitions that a clerk can read."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator

from .base import Definition, Key, Rule


class Status(StrEnum):
    """The six public states, named as the federal status monitor names them."""

    INITIATED = "INITIATED"
    SUBMITTED = "SUBMITTED"
    RECEIVED = "RECEIVED"
    PROCESSING = "PROCESSING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    COMPLETED = "COMPLETED"


By = Literal["applicant", "clerk", "lead", "system"]
Effect = Literal["acknowledge", "notify_applicant", "notify_unit", "issue_notice", "remind", "close"]


class Transition(Definition):
    """`when` is a rule over the answers; without one the way is always open."""

    name: Key
    from_: tuple[Status, ...] = Field(alias="from", min_length=1)
    by: tuple[By, ...] = Field(min_length=1)
    to: Status
    when: Rule | None = None
    effects: tuple[Effect, ...] = ()

    model_config = {"populate_by_name": True, "serialize_by_alias": True}

    @field_validator("from_", "by", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Outcome(Definition):
    """How a case can end. `fee` is a rule that gives the amount; `objection` adds how to object."""

    key: Key
    result: Literal["grant", "grant_in_part", "refuse"]
    notice: Key
    reasons: Literal["required", "optional", "none"] = "optional"
    objection: bool = True
    fee: Rule | None = None
    when: Rule | None = None


class Deadline(Definition):
    """Calendar days, given as a number or as the name of an integer parameter."""

    days: int | Key
    after: Literal["submission", "query"]


class Process(Definition):
    transitions: tuple[Transition, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    deadlines: dict[Literal["processing", "answer"], Deadline]
