"""Jobs of sending. Each is short or ends itself soon, so that a warning gets its turn."""

import time
from enum import Enum, auto

from django.db.models import Min

from rathaus.channel.models import Delivery, Dispatch, Kind, State, Way
from rathaus.core import clock
from rathaus.outbox.service import Steps, in_each_municipality, stepwise_task

from . import digests
from .claiming import is_overtaken, take
from .dispatching import LANES, spread_batch
from .lines import LINES, line_of
from .mailing import send_mails
from .pushing import send_pushes

_TURN_SECONDS = 1.0
_TURN_SECONDS_OF_WARNINGS = 20.0
_HOLDS_LINE_SECONDS, _ASIDE_SECONDS = 0.5, 2
_SOON_SECONDS = 90
_BEHIND = min(LANES.values()) - 1


@stepwise_task(name="channel.spread", queue="channel")
def spread(steps: Steps, dispatch: str) -> None:
    while True:
        with steps():
            if not spread_batch(dispatch):
                return


@stepwise_task(name="channel.send", queue="channel")
def send(steps: Steps, dispatch: str, way: str) -> None:
    send_all(steps, dispatch, way)


def send_all(steps: Steps, dispatch: str, way: str) -> None:
    """Batch after batch until nothing is due, if a line is free: else those who have one take it along.

    What is less than a warning stands in line again after a second, and steps aside while more urgent ones wait.
    """
    while True:
        with line_of(dispatch, Way(way)) as is_free:
            end = _take_a_turn(steps, dispatch, Way(way)) if is_free else _End.NO_LINE
        # Only now, without the line: a job that found none free may have come for what is due since.
        with steps():
            found = Dispatch.objects.get(pk=dispatch)
            if end == _End.OVER:
                send.defer_each([{"dispatch": dispatch, "way": way}], priority=found.lane)
            elif end == _End.OVERTAKEN:
                send.defer_after(_ASIDE_SECONDS, priority=found.lane, dispatch=dispatch, way=way)
            if end != _End.EMPTY or not _come_back(found, way):
                return


class _End(Enum):
    """Why a turn ended. `down`: the sweep comes back to it."""

    EMPTY = auto()
    OVER = auto()
    OVERTAKEN = auto()
    DOWN = auto()
    NO_LINE = auto()


def _take_a_turn(steps: Steps, dispatch: str, way: Way) -> _End:
    began = time.monotonic()
    sender = send_mails if way == Way.EMAIL else send_pushes
    while True:
        with steps():
            found = Dispatch.objects.select_related("publication__topic", "publication__facility").get(pk=dispatch)
            is_warning = found.lane >= LANES[Kind.WARNING]
            steps_aside = not is_warning and is_overtaken(found)
            taken, until = ([], clock.now()) if steps_aside else take(found, way)
        if steps_aside:
            time.sleep(
                _HOLDS_LINE_SECONDS
            )  # the other jobs find none and end, instead of coming back again and again
            return _End.OVERTAKEN
        if not taken:
            return _End.EMPTY
        if not sender(steps, found, taken, until):
            return _End.DOWN
        if time.monotonic() - began > (_TURN_SECONDS_OF_WARNINGS if is_warning else _TURN_SECONDS):
            return _End.OVER


def _come_back(found: Dispatch, way: str) -> bool:
    """True if something is due. What is due soon, as after a worker's death, waits for no sweep."""
    queued = Delivery.objects.filter(dispatch=found, way=way, state=State.QUEUED)
    due = queued.aggregate(first=Min("next_at"))["first"]
    seconds = (due - clock.now()).total_seconds() if due else None
    if seconds is not None and 0 < seconds <= _SOON_SECONDS:
        send.defer_after(int(seconds) + 1, priority=found.lane, dispatch=str(found.pk), way=way)
    return seconds is not None and seconds <= 0


@in_each_municipality(name="channel.sweep", cron="* * * * *")
def sweep() -> None:
    """What is due again: after a gap, the night, a server that was down, or a worker that died."""
    due = Delivery.objects.filter(state=State.QUEUED, next_at__lte=clock.now())
    pairs = set(due.values_list("dispatch_id", "way").distinct())
    lanes = dict(Dispatch.objects.filter(pk__in={pk for pk, _ in pairs}).values_list("pk", "lane"))
    for pk, way in sorted(pairs):
        send.defer_each([{"dispatch": str(pk), "way": way}] * LINES[Way(way)], priority=lanes[pk])


@stepwise_task(name="channel.send_digests", queue="channel")
def send_digests(steps: Steps) -> None:
    """In as few lines as a dispatch has, and at the end of the queue again after a second: what comes meanwhile waits
    no longer for a digest than for a newsletter."""
    with steps() as municipality:
        ours = f"digests:{municipality.pk}"
    with line_of(ours, Way.EMAIL) as is_free:
        is_left = is_free and digests.send_due(steps, seconds=_TURN_SECONDS)
    if is_left:
        with steps():
            send_digests.defer_each([{}], priority=_BEHIND)


@in_each_municipality(name="channel.digests", cron="* * * * *")
def start_digests() -> None:
    """What is due at seven in the morning, and what is left of it. Behind everything else: nobody waits for it."""
    if digests.are_due():
        send_digests.defer_each([{}] * LINES[Way.EMAIL], priority=_BEHIND)
