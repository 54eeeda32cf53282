"""When a notice counts as given, and until when it can be objected to: the rule table as data."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from .base import Definition, Name

RuleKey = Literal["letter", "sending", "retrieval", "mailbox", "tax", "tax_letter", "hand"]
RemedyKey = Literal["widerspruch", "einspruch"]
ConsentKind = Literal["electronic", "tax"]
StartEvent = Literal["provision", "notification", "retrieval", "sending", "posting", "handover"]
ServiceDelivery = Literal["retrieval", "tax", "letter"]
"""How a service's notices are given where the law allows it; the other rules have no way of sending yet."""


class EarlierDays(Definition):
    """What held for events up to and including `until`."""

    until: date
    days: int = Field(ge=0, le=60)


class RetrievalPeriod(Definition):
    """How many days after the notification a notice can be retrieved with effect."""

    days: int = Field(ge=1, le=90)
    law: Name
    moves: bool = True


class DeliveryRule(Definition):
    """One way in which a notice is given. definitions/delivery.yaml says what each key means."""

    law: Name
    from_: StartEvent = Field(alias="from")
    days: int = Field(ge=0, le=60)
    moves: bool
    before: EarlierDays | None = None
    consent: ConsentKind | None = None
    otherwise: RuleKey | None = None
    within: RetrievalPeriod | None = None

    model_config = {"populate_by_name": True, "serialize_by_alias": True}

    @model_validator(mode="after")
    def _consent_can_be_missing(self) -> Self:
        if (self.consent or self.within) and self.otherwise is None:
            raise ValueError("a rule that needs consent or ends unretrieved says what holds otherwise")
        return self

    def days_from(self, day: date) -> int:
        """The days to count where the event was on `day`."""
        return self.before.days if self.before and day <= self.before.until else self.days


class RemedyRule(Definition):
    """The period for a remedy in months; `untaught` where the notice doesn't tell of it."""

    law: Name
    months: int = Field(ge=1, le=60)
    untaught_law: Name
    untaught_months: int = Field(ge=1, le=60)


class DeliveryTable(Definition):
    """All rules. `holidays` are days on which the town hall alone is closed by law.

    `notify_within`: whom no e-mail could tell of a notice in so many days gets it by post.
    """

    rules: dict[RuleKey, DeliveryRule]
    remedies: dict[RemedyKey, RemedyRule]
    notify_within: int = Field(default=10, ge=1, le=60)
    holidays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _leads_to_paper(self) -> Self:
        for key in ("letter", "tax_letter", "hand", "retrieval", "tax"):
            if key not in self.rules:
                raise ValueError(f"the rule '{key}' is missing")
        for key, rule in self.rules.items():
            other = self.rules.get(rule.otherwise) if rule.otherwise else None
            if rule.otherwise and (other is None or other.consent is not None or other.from_ != "posting"):
                raise ValueError(f"'{key}': otherwise must be a rule for letters")
        return self


class DeliveryChanges(Definition):
    """What a municipality has otherwise: single values of rules by their keys, and local holidays."""

    rules: dict[RuleKey, dict[str, Any]] = {}
    remedies: dict[RemedyKey, dict[str, Any]] = {}
    notify_within: int | None = None
    holidays: tuple[date, ...] = ()


def changed_table(table: DeliveryTable, changes: DeliveryChanges) -> DeliveryTable:
    """The table with a municipality's own values. Raises pydantic's ValidationError."""
    plain = table.model_dump(mode="json")
    return DeliveryTable.model_validate(
        {
            "rules": _merged(plain["rules"], changes.rules),
            "remedies": _merged(plain["remedies"], changes.remedies),
            "notify_within": changes.notify_within or table.notify_within,
            "holidays": [*plain["holidays"], *changes.holidays],
        }
    )


def _merged(rows: Mapping[str, Mapping[str, Any]], changes: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    return {key: {**row, **changes.get(key, {})} for key, row in rows.items()}
