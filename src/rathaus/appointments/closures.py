"""What closes counters: read in one place, so that nobody overlooks that a closure was lifted."""

from datetime import datetime

from django.db.models import QuerySet

from .models import Closure, Counter
from .raster import Raster
from .remembering import Memory, stamped

_known: Memory[tuple[Closure, ...]] = Memory(200)


def closures_between(start: datetime, end: datetime | None = None) -> QuerySet[Closure]:
    """Those that hold at any moment from `start` until before `end`, or from `start` on."""
    found = Closure.objects.filter(lifted_at=None, ends_at__gt=start)
    return found if end is None else found.filter(starts_at__lt=end)


def entered_closures(start: datetime, end: datetime | None = None) -> QuerySet[Closure]:
    """The same without what clerks' own calendars say: hundreds of times, which change where they are written."""
    return with_places(closures_between(start, end).filter(calendar=None))


def with_places(closures: QuerySet[Closure]) -> QuerySet[Closure]:
    """With what it takes to say where they hold."""
    return closures.select_related("office", "counter__office", "staff__account")


def closures_during(raster: Raster) -> tuple[Closure, ...]:
    """Those of all places that touch a time. Shared with others who ask: nobody may change them."""
    return stamped(_known, raster, lambda: tuple(closures_between(raster.start, raster.end)))


def concerns(closure: Closure, counter: Counter) -> bool:
    """Whether a counter is closed by it."""
    if closure.office_id is not None and closure.office_id != counter.office_id:
        return False
    if closure.counter_id is not None and closure.counter_id != counter.pk:
        return False
    return closure.staff_id is None or closure.staff_id == counter.clerk_id
