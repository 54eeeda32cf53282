"""Jobs of sending. Each is short or ends itself soon, so that a warning gets its turn."""

import time

from django.db.models import Min

from rathaus.channel.models import Delivery, Dispatch, Kind, State, Way
from rathaus.core import clock
from rathaus.outbox.service import Steps, in_each_municipality, stepwise_task

from . import digests
from .claiming import take
from .dispatching import LANES, spread_batch
from .mailing import send_mails
from .pushing import send_pushes

_TURN_SECONDS = 1.0
_TURN_SECONDS_OF_WARNINGS = 20.0
_SOON_SECONDS = 90


@stepwise_task(name="channel.spread", queue="channel")
def spread(steps: Steps, dispatch: str) -> None:
    while True:
        with steps():
            if not spread_batch(dispatch):
                return


@stepwise_task(name="channel.send", queue="channel")
def send(steps: Steps, dispatch: str, way: str) -> None:
    send_all(steps, dispatch, way)


def _come_back(found: Dispatch, way: str) -> None:
    """What is due again soon, as after a worker's death, waits for no sweep."""
    queued = Delivery.objects.filter(dispatch=found, way=way, state=State.QUEUED)
    due = queued.aggregate(first=Min("next_at"))["first"]
    seconds = int((due - clock.now()).total_seconds()) + 1 if due else 0
    if 0 < seconds <= _SOON_SECONDS:
        send.defer_after(seconds, priority=found.lane, dispatch=str(found.pk), way=way)


def send_all(steps: Steps, dispatch: str, way: str) -> None:
    """Batch after batch until nothing is due. What is less than a warning stands in line again after a second."""
    began = time.monotonic()
    while True:
        with steps():
            found = Dispatch.objects.select_related("publication__topic", "publication__facility").get(pk=dispatch)
            taken, until = take(found, Way(way))
            if not taken:
                return _come_back(found, way)
        sender = send_mails if way == Way.EMAIL else send_pushes
        if not sender(steps, found, taken, until):
            return None  # the sweep comes back to it
        turn = _TURN_SECONDS_OF_WARNINGS if found.lane >= LANES[Kind.WARNING] else _TURN_SECONDS
        if time.monotonic() - began > turn:
            with steps():
                send.defer_each([{"dispatch": dispatch, "way": way}], priority=found.lane)
            return None


@in_each_municipality(name="channel.sweep", cron="* * * * *")
def sweep() -> None:
    """What is due again: after a gap, the night, a server that was down, or a worker that died."""
    due = Delivery.objects.filter(state=State.QUEUED, next_at__lte=clock.now())
    pairs = set(due.values_list("dispatch_id", "way").distinct())
    lanes = dict(Dispatch.objects.filter(pk__in={pk for pk, _ in pairs}).values_list("pk", "lane"))
    for pk, way in sorted(pairs):
        send.defer_each([{"dispatch": str(pk), "way": way}], priority=lanes[pk])


@stepwise_task(name="channel.send_digests", queue="channel")
def send_digests(steps: Steps) -> None:
    digests.send_due(steps)


@in_each_municipality(name="channel.digests", cron="* * * * *")
def start_digests() -> None:
    """What is due at seven in the morning, and what is left of it. Behind everything else: nobody waits for it."""
    if digests.are_due():
        send_digests.defer_each([{}], priority=min(LANES.values()) - 1)
