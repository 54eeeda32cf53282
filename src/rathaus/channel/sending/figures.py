"""How topics fare: who wants them, what was told, and how much of it arrived. Nobody who reads is followed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from rathaus.channel.models import Delivery, Publication, State, Subscriber, Subscription, Topic
from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .progress import AT_ONCE, BOUNCED

DAYS = 30


@dataclass(frozen=True)
class TopicFigures:
    """Of one topic. `bounced`: those of the failed that were refused for good."""

    topic: Topic
    subscribers: int
    published: int
    sent: int
    failed: int
    bounced: int


@dataclass(frozen=True)
class Figures:
    """Subscribers today; the rest is of the last 30 days. `at_once`: sent within ten seconds, in percent.

    `paused`: e-mail addresses that get nothing any more, since they refused three times in a row. `by_day`: how many
    were handed over on each day, oldest first, today last.
    """

    topics: list[TopicFigures]
    by_day: list[tuple[date, int]]
    at_once: int
    paused: int

    @property
    def sent(self) -> int:
        return sum(row.sent for row in self.topics)

    @property
    def failed(self) -> int:
        return sum(row.failed for row in self.topics)

    @property
    def bounced(self) -> int:
        return sum(row.bounced for row in self.topics)

    @property
    def published(self) -> int:
        return sum(row.published for row in self.topics)


def figures() -> Figures:
    """Six queries, however much there is."""
    since = clock.now() - timedelta(days=DAYS)
    recent = Delivery.objects.filter(dispatch__at__gte=since)
    quick = Q(done_at__lte=F("dispatch__at") + AT_ONCE)
    sent = recent.filter(state=State.SENT)
    counts = sent.aggregate(all=Count("id"), quick=Count("id", filter=quick))
    by_day = dict(sent.annotate(day=TruncDate("done_at", tzinfo=BERLIN)).values_list("day").annotate(n=Count("id")))
    first = clock.today() - timedelta(days=DAYS - 1)
    return Figures(
        topics=_by_topic(since),
        by_day=[(day, by_day.get(day, 0)) for day in (first + timedelta(days=n) for n in range(DAYS))],
        at_once=100 * counts["quick"] // (counts["all"] or 1),
        paused=Subscriber.objects.filter(paused_at__isnull=False).count(),
    )


def _by_topic(since: datetime) -> list[TopicFigures]:
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
        .annotate(
            sent=Count("id", filter=Q(state=State.SENT)),
            failed=Count("id", filter=Q(state=State.FAILED)),
            bounced=Count("id", filter=BOUNCED),
        )
    }
    return [
        TopicFigures(t, subscribers.get(t.pk, 0), published.get(t.pk, 0), *handed.get(t.pk, (0, 0, 0)))
        for t in Topic.objects.filter(is_active=True, is_leaf=True).order_by("position")
    ]
