"""When a digest goes out, and what it brings."""

from datetime import datetime, time, timedelta

from rathaus.core import clock
from rathaus.core.clock import BERLIN

from .models import Delivery, Kind, Publication, Rhythm, State, Subscriber

_AT = time(7)
_MONDAY = 0


def next_digest(rhythm: str, now: datetime) -> datetime:
    """The next seven o'clock on the wall clock in Germany, or that of the next Monday."""
    here = now.astimezone(BERLIN)
    day = here.date() + timedelta(days=1 if here.time() >= _AT else 0)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    return datetime.combine(day, _AT, BERLIN)


def gathered_until(rhythm: str, told: Publication, now: datetime) -> datetime | None:
    """When the digest of a rhythm goes out that brings it; None where it goes by itself.

    Warnings go by themselves, and so does what would come too late: a status that is over by then, or an event that
    has begun.
    """
    if rhythm == Rhythm.AT_ONCE or told.kind == Kind.WARNING:
        return None
    due, counts = next_digest(rhythm, now), counts_until(told)
    return due if counts is None or counts > due else None


def counts_until(told: Publication) -> datetime | None:
    """Until when it is worth reading; None for ever."""
    return told.starts_at if told.kind == Kind.EVENT else told.ends_at


def bring_forward(subscriber: Subscriber, now: datetime) -> None:
    """Who wants it more often now gets what waits sooner; nothing comes later than it was to."""
    due = now if subscriber.rhythm == Rhythm.AT_ONCE else next_digest(subscriber.rhythm, now)
    waiting = Delivery.objects.filter(subscriber=subscriber.pk, state=State.GATHERED, next_at__gt=due)
    waiting.update(next_at=due)


def is_worth_telling(told: Publication) -> bool:
    """That it was taken back is told as long as it would have counted."""
    until = counts_until(told)
    return until is None or until > clock.now()
