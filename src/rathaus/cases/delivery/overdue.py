"""Notices that nobody retrieved in time: their provision ends (§ 41 (2a) sentence 4 VwVfG), and they go by post."""

from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from rathaus.cases.models import DeliveryEvent, Notice, PaperDelivery
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import RuleKey
from rathaus.notices.delivery.counting import retrievable_until

from .ways import law

Kind, Reason = DeliveryEvent.Kind, PaperDelivery.Reason


@transaction.atomic
def open_overdue_papers() -> int:
    """Give the desk a paper task for each notice whose time is over; returns how many. May run any number of times.

    Of the scope's municipality. Whoever retrieves a notice on its last day, until midnight, is in time.
    """
    waiting = _waiting()
    late = [(notice, Reason.NOT_RETRIEVED) for notice in waiting if notice.notified and _is_over(notice)]
    untold = [(notice, Reason.NOT_NOTIFIED) for notice in waiting if not notice.notified and _is_untold(notice)]
    made = PaperDelivery.objects.bulk_create(
        (PaperDelivery(case_id=notice.case_id, notice=notice, reason=reason) for notice, reason in (*late, *untold)),
        ignore_conflicts=True,
    )
    return len(made)


def _waiting() -> list[Notice]:
    """Electronic notices that nobody retrieved and that never went by post.

    Where the notification alone gives it, only those of which nobody was told.
    """
    rules = law().table.rules
    to_retrieve = [key for key, rule in rules.items() if rule.within]
    to_notify = [key for key, rule in rules.items() if rule.from_ == "notification"]
    told = Exists(_events(Kind.NOTIFICATION))
    found = Notice.objects.filter(Q(rule__in=to_retrieve) | Q(Q(rule__in=to_notify), ~told))
    found = found.exclude(Exists(_events(Kind.RETRIEVAL))).exclude(
        Exists(PaperDelivery.objects.filter(notice=OuterRef("pk")))
    )
    carried = {"notified": Subquery(_events(Kind.NOTIFICATION).values("at")[:1])}
    return list(found.annotate(**carried))


def _is_over(notice: Notice) -> bool:
    rule = law().table.rules[cast("RuleKey", notice.rule)]
    last_day = retrievable_until(rule, _day(notice.notified or notice.at), law().working)
    return last_day is not None and clock.today() > last_day


def _is_untold(notice: Notice) -> bool:
    return clock.today() > _day(notice.at) + timedelta(days=law().table.notify_within)


def _day(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


def _events(kind: DeliveryEvent.Kind) -> QuerySet[DeliveryEvent]:
    found: QuerySet[DeliveryEvent] = DeliveryEvent.objects.filter(notice=OuterRef("pk"), kind=kind)
    return found
