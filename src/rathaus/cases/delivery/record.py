"""What follows from the delivery events of a notice: computed each time, stored nowhere, so it can't go stale."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from rathaus.cases.models import DeliveryEvent, Notice
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import DeliveryRule, RuleKey
from rathaus.notices.delivery.counting import given_on, objection_until, retrievable_until
from rathaus.notices.delivery.table import DeliveryLaw

Kind = DeliveryEvent.Kind


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """Where a notice is on its way, and the dates that follow. Days are German calendar days.

    `given_on` is known ahead: it can lie in the future, and is None until the deciding event has happened. `law` is
    the paragraph behind it. `retrieve_by` is the last day on which retrieving has an effect, None where that plays no
    part. `posted_on` and `handed_on` are of the last letter that didn't come back.
    """

    rule: str
    provided: datetime | None
    notified: datetime | None
    retrieved: datetime | None
    retrieve_by: date | None
    posted_on: date | None
    handed_on: date | None
    returned_on: date | None
    given_on: date | None
    law: str
    objection_until: date | None
    taught: bool
    open_paper: UUID | None
    paper_reason: str

    @property
    def waits_for_retrieval(self) -> bool:
        """Whether it is up to the applicant now, because retrieving it gives it."""
        return (
            self.given_on is None
            and self.rule == "retrieval"
            and self.open_paper is None
            and (self.retrieve_by is None or clock.today() <= self.retrieve_by)
        )

    @property
    def objection_is_late(self) -> bool:
        return self.objection_until is not None and clock.today() > self.objection_until

    @property
    def can_come_back(self) -> bool:
        return self.posted_on is not None and self.open_paper is None


def record_of(notice: Notice, events: Iterable[DeliveryEvent], law: DeliveryLaw) -> DeliveryRecord:
    """Asks nothing: `notice` carries its open paper task, if it was read by `paper.with_open_paper`."""
    found = list(events)
    rule = law.table.rules[cast("RuleKey", notice.rule)]
    notified, retrieved = _moment(found, Kind.NOTIFICATION), _moment(found, Kind.RETRIEVAL)
    retrieve_by = retrievable_until(rule, _day(notified), law.working) if notified else None
    came_back = {event.paper_id: event.on for event in found if event.kind == Kind.RETURN}
    arrived = [event for event in found if event.paper_id is not None and event.paper_id not in came_back]
    given = min(_given(rule, arrived, notified, retrieved, retrieve_by, law), default=None)
    remedy = law.table.remedies.get(notice.remedy)  # type: ignore[call-overload]  # a key that the table may lack
    until = objection_until(remedy, given[0], law.working, taught=notice.taught) if given and remedy else None
    return DeliveryRecord(
        rule=notice.rule,
        provided=_moment(found, Kind.PROVISION),
        notified=notified,
        retrieved=retrieved,
        retrieve_by=retrieve_by,
        posted_on=_last(arrived, Kind.POSTING),
        handed_on=_last(arrived, Kind.HANDOVER),
        returned_on=max((day for day in came_back.values() if day), default=None),
        given_on=given[0] if given else None,
        law=given[1] if given else "",
        objection_until=until,
        taught=notice.taught,
        open_paper=notice.open_paper,
        paper_reason=notice.paper_reason or "",
    )


def _given(  # noqa: PLR0917 -- what was read from the events, once
    rule: DeliveryRule,
    arrived: list[DeliveryEvent],
    notified: datetime | None,
    retrieved: datetime | None,
    retrieve_by: date | None,
    law: DeliveryLaw,
) -> Iterator[tuple[date, str]]:
    """Every day on which it counts as given, with the paragraph; the first one decides.

    Retrieving it after the last day for that has no effect (§ 41 (2a) sentence 5 VwVfG), and none at all where the
    rule is another.
    """
    if rule.from_ == "notification" and notified:
        yield given_on(rule, _day(notified), law.working), rule.law
    if rule.from_ == "retrieval" and retrieved and (retrieve_by is None or _day(retrieved) <= retrieve_by):
        yield given_on(rule, _day(retrieved), law.working), rule.law
    on_paper = rule if rule.from_ == "posting" else law.table.rules[rule.otherwise or "letter"]
    by_kind = {Kind.POSTING: on_paper, Kind.HANDOVER: law.table.rules["hand"]}
    for event in arrived:
        if event.on is not None and event.kind in by_kind:
            paper_rule = by_kind[Kind(event.kind)]
            yield given_on(paper_rule, event.on, law.working), paper_rule.law


def _moment(events: list[DeliveryEvent], kind: str) -> datetime | None:
    return next((event.at for event in events if event.kind == kind), None)


def _last(events: list[DeliveryEvent], kind: str) -> date | None:
    return max((event.on for event in events if event.kind == kind and event.on), default=None)


def _day(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()
