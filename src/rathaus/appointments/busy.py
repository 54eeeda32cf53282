"""Busy times in, from a clerk's own calendar: read by a job, carefully, and kept as closures of the clerk."""

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from rathaus.accounts.service import StaffMember
from rathaus.core import clock
from rathaus.core.fetching import FetchError, NotAllowed, TooBig, TooSlow, check_address, fetch
from rathaus.core.guarded import Complaint, Died, Overrun, Pool

from .models import BusyCalendar, Closure
from .waitlist.freed import note_freed_time

MOST_BYTES = 2_000_000
SECONDS, MEMORY = 8.0, 600_000_000
_FETCH_SECONDS = 10.0
_AHEAD = timedelta(days=180)
_MOST_TIMES = 3000
Problem = BusyCalendar.Problem
Spans = list[tuple[datetime, datetime]]


class Unreadable(Exception):
    """Why there are no busy times, for the clerk to see."""

    def __init__(self, problem: BusyCalendar.Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@transaction.atomic
def connect_calendar(staff: StaffMember, url: str) -> BusyCalendar:
    """Read a clerk's calendar from now on, instead of one that there was. Raises fetching.NotAllowed."""
    from .tasks import read_busy_calendar  # tasks import the actions

    url = url.strip().replace("webcal://", "https://", 1)
    check_address(url)
    _one_at_a_time(staff)
    disconnect_calendar(staff)
    row: BusyCalendar = BusyCalendar.objects.create(staff=staff, url=url)
    read_busy_calendar.defer(calendar=str(row.pk))
    return row


@transaction.atomic
def disconnect_calendar(staff: StaffMember) -> None:
    """Its times are free again at once, and its address is forgotten."""
    rows = BusyCalendar.objects.filter(staff=staff, removed_at=None)
    if Closure.objects.filter(calendar__in=rows).delete()[0]:
        note_freed_time()
    rows.update(removed_at=clock.now(), url="")


def calendar_of(staff: StaffMember) -> BusyCalendar | None:
    found: BusyCalendar | None = BusyCalendar.objects.filter(staff=staff, removed_at=None).first()
    return found


def calendars() -> list[UUID]:
    rows = BusyCalendar.objects.filter(removed_at=None, staff__is_active=True)
    return list(rows.values_list("pk", flat=True))


def read_calendar(calendar_id: UUID | str) -> None:
    """Fetch it, and put its times in place of those that it had. What fails is noted, and changes nothing else."""
    calendar = BusyCalendar.objects.filter(pk=calendar_id, removed_at=None).first()
    if calendar is None:
        return
    try:
        spans = busy_times(_fetched(calendar.url))
    except Unreadable as why:
        BusyCalendar.objects.filter(pk=calendar.pk).update(problem=why.problem, read_at=clock.now())
        return
    _replace(calendar, spans)


def busy_times(text: bytes) -> Spans:
    """When the calendar is busy from now on, for half a year. Raises Unreadable."""
    now = clock.now()
    request = {
        "text": text.decode(errors="replace"),
        "start": int(now.timestamp()),
        "end": int((now + _AHEAD).timestamp()),
        "most": _MOST_TIMES,
    }
    try:
        found = json.loads(_pool().ask(request))
    except Overrun:
        raise Unreadable(Problem.TOO_SLOW) from None
    except Died:
        raise Unreadable(Problem.TOO_MANY) from None
    except Complaint as why:
        raise Unreadable(Problem.TOO_MANY if str(why) == "too many" else Problem.UNREADABLE) from None
    return [(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)) for start, end in found]


def _one_at_a_time(staff: StaffMember) -> None:
    """Who presses twice waits for the first."""
    StaffMember.objects.select_for_update(no_key=True, of=("self",)).get(pk=staff.pk)


def _fetched(url: str) -> bytes:
    try:
        answer = fetch(url, most_bytes=MOST_BYTES, seconds=_FETCH_SECONDS)
    except NotAllowed:
        raise Unreadable(Problem.NOT_ALLOWED) from None
    except TooBig:
        raise Unreadable(Problem.TOO_BIG) from None
    except TooSlow:
        raise Unreadable(Problem.TOO_SLOW) from None
    except FetchError:
        raise Unreadable(Problem.UNREACHABLE) from None
    if not answer.is_good:
        raise Unreadable(Problem.UNREACHABLE)
    return answer.body


@transaction.atomic
def _replace(calendar: BusyCalendar, spans: Spans) -> None:
    """Only what differs is written, and only what is still connected.

    An absence that was entered at the desk for exactly the same time stays as it is, and says it for both.
    """
    still = BusyCalendar.objects.select_for_update(of=("self",)).filter(pk=calendar.pk, removed_at=None).first()
    if still is None:
        return
    old = {(row.starts_at, row.ends_at): row.pk for row in Closure.objects.filter(calendar=still)}
    gone = [pk for span, pk in old.items() if span not in set(spans)]
    Closure.objects.filter(pk__in=gone).delete()
    new = [
        Closure(staff_id=still.staff_id, calendar=still, starts_at=start, ends_at=end)
        for start, end in spans
        if (start, end) not in old
    ]
    Closure.objects.bulk_create(new, ignore_conflicts=True)
    BusyCalendar.objects.filter(pk=still.pk).update(problem="", read_at=clock.now())
    if gone:
        note_freed_time()


@lru_cache(maxsize=1)
def _pool() -> Pool:
    return Pool("rathaus.appointments.busy_child", seconds=SECONDS, memory=MEMORY, size=1)
