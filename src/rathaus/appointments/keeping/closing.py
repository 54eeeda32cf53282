"""Closing: an office, a counter, where somebody sits, or the whole town hall; shown first, then saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rathaus.accounts.service import StaffMember
from rathaus.appointments.closures import closures_between, concerns, entered_closures, with_places
from rathaus.appointments.models import Booking, Closure, Counter, Office, Status
from rathaus.appointments.opening import rule_span
from rathaus.appointments.waitlist.freed import note_freed_time
from rathaus.core import clock
from rathaus.core.clock import BERLIN
from rathaus.core.ids import uuid7
from rathaus.occupancy.service import Slot, block_rest, release

from .access import all_counters, hours_here, is_admin, keeps, kept_colleagues
from .preview import Clash, NotSeen, NotYours, Preview

_LONGEST = timedelta(days=366)
_PIECE = timedelta(days=30)


@dataclass(frozen=True)
class ClosureDraft:
    """At most one of the three places; none of them: everywhere."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""
    office: Office | None = None
    counter: Counter | None = None
    staff: StaffMember | None = None

    @property
    def row(self) -> Closure:
        return Closure(
            id=uuid7(),
            office=self.office,
            counter=self.counter,
            staff=self.staff,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            reason=self.reason[:200],
        )


def preview_closure(draft: ClosureDraft, *, by: StaffMember) -> Preview:
    """What it would touch. Raises NotYours, ValueError for a time that is none, or longer than a year."""
    counters = _concerned(draft, by)
    return Preview(_visits(draft, counters), [*_other_closures(draft), *_dates(draft, counters)])


@transaction.atomic
def close(draft: ClosureDraft, *, seen: str, by: StaffMember) -> Closure:
    """Save what was shown, and keep who is just choosing a time from getting one. The same again is the same one.

    Visits that are booked stay. Raises NotSeen when it would touch something else by now, NotYours, ValueError.
    """
    same = _same(draft)
    if same is not None and same.calendar_id is None and keeps(by, _concerned(draft, by)):
        return same
    preview = preview_closure(draft, by=by)
    if preview.mark != seen:
        raise NotSeen(preview)
    row = insert_closure(draft, by=by)
    _block(row, _concerned(draft, by))
    return row


def insert_closure(draft: ClosureDraft, *, by: StaffMember) -> Closure:
    """The row alone; the caller blocks `closed_slots`. Of two who save the same at once both get the first one's.

    What a clerk's calendar said of the same time gives way: it would go with the calendar.
    """
    row = draft.row
    row.by, row.at = by, clock.now()
    try:
        with transaction.atomic():
            _all_same(draft).filter(calendar__isnull=False).delete()
            row.save(force_insert=True)
    except IntegrityError:
        if (same := _same(draft)) is None:
            raise
        return same
    return row


def closed_slots(row: Closure, counters: Sequence[Counter]) -> list[Slot]:
    """What it blocks in occupancy, as far as it isn't over."""
    start = max(row.starts_at, clock.now() - timedelta(days=1))
    return [slot for counter in counters for slot in _pieces(counter, start, row.ends_at)]


def _block(row: Closure, counters: Sequence[Counter]) -> None:
    """Whatever is free of it by now."""
    block_rest(closed_slots(row, counters), owner=row.pk)


@transaction.atomic
def lift_closure(row: Closure, *, by: StaffMember) -> None:
    """Open again, and offer the times to who waits. Lifting again changes nothing."""
    release(row.pk)
    if Closure.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by):
        note_freed_time()


@transaction.atomic
def seat_clerk(counter: Counter, clerk: StaffMember | None, *, by: StaffMember) -> None:
    """Who sits at a counter: it is closed while they are away, and no longer while who sat there before is.

    Raises NotYours.
    """
    if not keeps(by, [counter]):
        raise NotYours
    people = [key for key in (counter.clerk_id, clerk.pk if clerk else None) if key is not None]
    Counter.objects.filter(pk=counter.pk).update(clerk=clerk)
    counters = all_counters()
    absences = closures_between(clock.now()).filter(staff__in=people, by__isnull=False)
    for absence in absences.order_by("pk"):
        release(absence.pk)
        _block(absence, [each for each in counters if concerns(absence, each)])
    note_freed_time()


def closures_to_come(staff: StaffMember) -> list[tuple[Closure, bool]]:
    """What closes a counter of theirs, the next first; and whether they may lift it."""
    closures = list(entered_closures(clock.now()).order_by("starts_at", "id"))
    counters = all_counters()
    mine = [counter for counter in counters if keeps(staff, [counter])]
    shown = []
    for closure in closures:
        its_own = closure.staff is not None and keeps_staff(staff, closure.staff)
        if is_admin(staff) or its_own or any(concerns(closure, counter) for counter in mine):
            shown.append((closure, may_lift(staff, closure, counters)))
    return shown


def find_closure(closure_id: UUID, staff: StaffMember) -> Closure | None:
    """One that they may lift."""
    found: Closure | None = with_places(Closure.objects.filter(pk=closure_id)).first()
    return found if found is not None and may_lift(staff, found, all_counters()) else None


def may_lift(staff: StaffMember, closure: Closure, counters: Sequence[Counter]) -> bool:
    if is_admin(staff):
        return True
    if closure.staff is not None:
        return keeps_staff(staff, closure.staff)
    concerned = [counter for counter in counters if concerns(closure, counter)]
    return (closure.office_id or closure.counter_id) is not None and bool(concerned) and keeps(staff, concerned)


def keeps_staff(staff: StaffMember, whom: StaffMember) -> bool:
    return is_admin(staff) or whom.unit_id == staff.unit_id


def _concerned(draft: ClosureDraft, by: StaffMember) -> list[Counter]:
    """Raises NotYours, ValueError."""
    if not draft.starts_at < draft.ends_at <= draft.starts_at + _LONGEST:
        raise ValueError("it ends after it starts, a year later at the latest")
    row = draft.row
    counters = [counter for counter in all_counters() if concerns(row, counter)]
    if draft.staff is not None:
        allowed = draft.staff.pk in {each.pk for each in kept_colleagues(by)}
    else:
        allowed = (draft.office or draft.counter) is not None or is_admin(by)
    if not allowed or not keeps(by, counters):
        raise NotYours
    return counters


def _visits(draft: ClosureDraft, counters: Sequence[Counter]) -> list[Booking]:
    found = Booking.objects.filter(
        counter__in=[counter.pk for counter in counters],
        status=Status.BOOKED,
        starts_at__lt=draft.ends_at,
        ends_at__gt=max(draft.starts_at, clock.now()),
    )
    return list(found.select_related("counter", "office").order_by("starts_at", "counter__position"))


def _same(draft: ClosureDraft) -> Closure | None:
    found: Closure | None = _all_same(draft).first()
    return found


def _all_same(draft: ClosureDraft) -> QuerySet[Closure]:
    """One at most, by `closure_once`."""
    return Closure.objects.filter(
        office=draft.office,
        counter=draft.counter,
        staff=draft.staff,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        lifted_at=None,
    )


def _other_closures(draft: ClosureDraft) -> list[Clash]:
    """Closures that already close a counter of this one at a part of its time."""
    row, counters = draft.row, all_counters()
    others = entered_closures(draft.starts_at, draft.ends_at)
    return [
        Clash("closure", max(other.starts_at, draft.starts_at).astimezone(BERLIN).date(), closure=other)
        for other in others.order_by("starts_at", "id")
        if any(concerns(row, counter) and concerns(other, counter) for counter in counters)
    ]


def _dates(draft: ClosureDraft, counters: Sequence[Counter]) -> list[Clash]:
    """Rules that open a single day by its date, within the closure."""
    found = []
    for office in {counter.office_id: counter.office for counter in counters}.values():
        keys = {counter.key for counter in counters if counter.office_id == office.pk}
        for number, rule in enumerate(hours_here(office).rules):
            for day in rule.dates:
                start, end = rule_span(rule, day)
                meets = start < draft.ends_at and draft.starts_at < end
                if meets and (not rule.counters or keys & set(rule.counters)):
                    found.append(Clash("opens", day, number))
    return found


def _pieces(counter: Counter, start: datetime, end: datetime) -> list[Slot]:
    """No row of occupancy is longer than thirty days."""
    pieces = []
    while start < end:
        pieces.append(Slot(counter.pk, start, min(end, start + _PIECE)))
        start += _PIECE
    return pieces
