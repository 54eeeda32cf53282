"""How far a dispatch is, and how topics fare."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from rathaus.channel.models import Delivery, Dispatch, Publication, State, Subscription, Topic
from rathaus.core import clock

_AT_ONCE = timedelta(seconds=10)


@dataclass(frozen=True)
class Progress:
    """Counts of one dispatch. `gathered`: waits for a digest. `at_once`: sent within ten seconds, in percent."""

    dispatch: Dispatch
    queued: int
    gathered: int
    sent: int
    failed: int
    dropped: int
    at_once: int

    @property
    def total(self) -> int:
        return self.queued + self.sent + self.failed

    @property
    def is_done(self) -> bool:
        return self.dispatch.spread_at is not None and not self.queued


def progress_of(publication: Publication) -> list[Progress]:
    """Of each of its dispatches, newest first. Two queries."""
    dispatches = list(Dispatch.objects.filter(publication=publication).order_by("-number"))
    quick = Q(state=State.SENT, done_at__lte=F("dispatch__at") + _AT_ONCE)
    counted = (
        Delivery.objects.filter(dispatch__in=dispatches)
        .values("dispatch_id")
        .annotate(quick=Count("id", filter=quick), **{f"n_{s}": Count("id", filter=Q(state=s)) for s in State.values})
    )
    by_dispatch: dict[UUID, dict[str, Any]] = {row["dispatch_id"]: dict(row) for row in counted}
    return [_progress(found, by_dispatch.get(found.pk, {})) for found in dispatches]


def _progress(found: Dispatch, row: dict[str, Any]) -> Progress:
    counts = {state: row.get(f"n_{state}", 0) for state in State.values}
    return Progress(found, **counts, at_once=100 * row.get("quick", 0) // (counts["sent"] or 1))


@dataclass(frozen=True)
class TopicFigures:
    topic: Topic
    subscribers: int
    published: int
    sent: int
    failed: int


def figures_by_topic(*, days: int = 30) -> list[TopicFigures]:
    """Subscribers today; publications and deliveries of the last days. Four queries."""
    since = clock.now() - timedelta(days=days)
    subscribers = dict(
        Subscription.objects.filter(is_on=True).values_list("topic_id").annotate(n=Count("subscriber", distinct=True))
    )
    published = dict(
        Publication.objects.filter(published_at__gte=since).values_list("topic_id").annotate(n=Count("id"))
    )
    handed = {
        row[0]: row[1:]
        for row in Delivery.objects.filter(dispatch__at__gte=since)
        .values_list("dispatch__publication__topic_id")
        .annotate(sent=Count("id", filter=Q(state=State.SENT)), failed=Count("id", filter=Q(state=State.FAILED)))
    }
    return [
        TopicFigures(t, subscribers.get(t.pk, 0), published.get(t.pk, 0), *handed.get(t.pk, (0, 0)))
        for t in Topic.objects.filter(is_active=True, is_leaf=True).order_by("position")
    ]
