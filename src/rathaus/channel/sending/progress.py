"""How far a dispatch is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rathaus.channel.models import Delivery, Dispatch, DispatchKind, Publication, State, Way

AT_ONCE = timedelta(seconds=10)
# Permanent answers: 5xx of a mail server; 4xx of a push service, but for “too many at once”.
_REFUSED_PUSH = Q(way=Way.PUSH, code__gte=400, code__lt=500) & ~Q(code=429)
BOUNCED = Q(state=State.FAILED) & (Q(way=Way.EMAIL, code__gte=500) | _REFUSED_PUSH)
SENT_AS: dict[str, Promise] = {
    DispatchKind.FIRST: gettext_lazy("Erste Nachricht"),
    DispatchKind.CORRECTION: gettext_lazy("Korrektur"),
    DispatchKind.ALL_CLEAR: gettext_lazy("Entwarnung oder Ende"),
}


@dataclass(frozen=True)
class Progress:
    """Counts of one dispatch. `gathered`: waits for a digest; `bounced`: those of the failed that were
    refused for good.

    `at_once`: sent within ten seconds, in percent of what was sent.
    """

    dispatch: Dispatch
    queued: int
    gathered: int
    sent: int
    failed: int
    dropped: int
    bounced: int
    at_once: int

    @property
    def total(self) -> int:
        return self.queued + self.sent + self.failed

    @property
    def done(self) -> int:
        return self.sent + self.failed

    @property
    def words(self) -> str:
        return str(SENT_AS[self.dispatch.kind])

    @property
    def is_done(self) -> bool:
        return self.dispatch.spread_at is not None and not self.queued


def progress_of(publication: Publication) -> list[Progress]:
    """Of each of its dispatches, newest first. Two queries."""
    dispatches = list(Dispatch.objects.filter(publication=publication).order_by("-number"))
    quick = Q(state=State.SENT, done_at__lte=F("dispatch__at") + AT_ONCE)
    counted = (
        Delivery.objects.filter(dispatch__in=dispatches)
        .values("dispatch_id")
        .annotate(
            quick=Count("id", filter=quick),
            bounced=Count("id", filter=BOUNCED),
            **{f"n_{s}": Count("id", filter=Q(state=s)) for s in State.values},
        )
    )
    by_dispatch: dict[UUID, dict[str, Any]] = {row["dispatch_id"]: dict(row) for row in counted}
    return [_progress(found, by_dispatch.get(found.pk, {})) for found in dispatches]


def _progress(found: Dispatch, row: dict[str, Any]) -> Progress:
    counts = {state: row.get(f"n_{state}", 0) for state in State.values}
    bounced = row.get("bounced", 0)
    return Progress(found, **counts, bounced=bounced, at_once=100 * row.get("quick", 0) // (counts["sent"] or 1))
