"""Changing an office's opening rules, one at a time: shown first, then saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from rathaus.accounts.service import StaffMember
from rathaus.appointments.closures import concerns, entered_closures
from rathaus.appointments.models import Booking, Counter, Office, OpeningChange, Status
from rathaus.appointments.opening import Hours, open_masks, rule_span
from rathaus.appointments.raster import Raster
from rathaus.appointments.waitlist.freed import note_freed_time
from rathaus.core import clock
from rathaus.formengine.service import OpeningRule

from .access import all_counters, hours_here, keeps
from .clashes import rule_clashes
from .preview import Clash, NotSeen, NotYours, Outdated, Preview

_MOST_RULES = 60
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class RuleChange:
    """Of the rules of an office as of change `base`: put `rule` at `place`, at the end (None), or take it away."""

    office: Office
    base: int
    place: int | None
    rule: OpeningRule | None

    @property
    def before(self) -> tuple[OpeningRule, ...]:
        return hours_here(self.office).rules

    @property
    def after(self) -> tuple[OpeningRule, ...]:
        """Raises Outdated for a place that there is not."""
        rules = list(self.before)
        if self.place is None:
            return (*rules, self.rule) if self.rule else tuple(rules)
        if not 0 <= self.place < len(rules):
            raise Outdated
        rules[self.place : self.place + 1] = [self.rule] if self.rule else []
        return tuple(rules)

    def concerned(self, counters: Sequence[Counter]) -> list[Counter]:
        """The counters that the old or the new rule speaks of."""
        old = self.before[self.place] if self.place is not None and self.place < len(self.before) else None
        return [
            counter
            for counter in counters
            if any(rule and (not rule.counters or counter.key in rule.counters) for rule in (old, self.rule))
        ]


def rules_number(office: Office) -> int:
    """How often the rules of an office were changed at the desk."""
    return OpeningChange.objects.filter(office=office).count()


def preview_rules(change: RuleChange, *, by: StaffMember) -> Preview:
    """What the change would touch. Raises NotYours, Outdated."""
    counters = [counter for counter in all_counters() if counter.office_id == change.office.pk]
    if not keeps(by, change.concerned(counters)):
        raise NotYours
    before = hours_here(change.office)
    after = Hours(change.after, before.state, before.holidays)
    clashes: list[Clash] = []
    if change.rule is not None:
        number = len(after.rules) - 1 if change.place is None else change.place
        clashes = rule_clashes(after, number, [c.key for c in counters], clock.today())
        clashes += _closed(after, change.rule, counters)
    return Preview(_left_alone(before, after, counters), clashes)


@transaction.atomic
def change_rules(change: RuleChange, *, seen: str, by: StaffMember) -> OpeningChange:
    """Save what was shown. Raises NotSeen when it would touch something else by now, Outdated, NotYours."""
    office: Office = Office.objects.select_for_update(no_key=True).get(pk=change.office.pk)
    if rules_number(office) != change.base:
        raise Outdated
    preview = preview_rules(change, by=by)
    if preview.mark != seen:
        raise NotSeen(preview)
    rules = [rule.model_dump(mode="json", by_alias=True) for rule in change.after]
    if len(rules) > _MOST_RULES:
        raise Outdated
    try:
        with transaction.atomic():
            made: OpeningChange = OpeningChange.objects.create(
                office=office, number=change.base + 1, before=office.opening, rules=rules, staff=by
            )
    except IntegrityError:
        raise Outdated from None
    office.opening = rules
    office.save(update_fields=["opening"])
    note_freed_time()
    return made


def _left_alone(before: Hours, after: Hours, counters: Sequence[Counter]) -> list[Booking]:
    """Visits to come that lie within the old times and not within the new ones."""
    now = clock.now()
    coming = Booking.objects.filter(counter__in=[c.pk for c in counters], status=Status.BOOKED, starts_at__gt=now)
    bookings = list(coming.select_related("counter", "office").order_by("starts_at", "counter__position"))
    if not bookings:
        return []
    raster = Raster.between(now, max(booking.ends_at for booking in bookings) + timedelta(days=1))
    keys = [counter.key for counter in counters]
    old, new = (open_masks(hours, keys, raster, now, released_only=False) for hours in (before, after))
    touched = []
    for booking in bookings:
        time = raster.touching(booking.starts_at, booking.ends_at)
        key = booking.counter.key
        if time & ~new[key] and not time & ~old[key]:
            touched.append(booking)
    return touched


def _closed(hours: Hours, rule: OpeningRule, counters: Sequence[Counter]) -> list[Clash]:
    """Closures that stand against times that a rule names by date. A weekly rule may be closed now and then."""
    today = clock.today()
    days = [day for day in rule.dates if today <= day <= today + _AHEAD and hours.has(rule, day)]
    closures = list(entered_closures(clock.now()))
    found = []
    for day in days:
        start, end = rule_span(rule, day)
        for closure in closures:
            touches = closure.starts_at < end and start < closure.ends_at
            there = [c for c in counters if not rule.counters or c.key in rule.counters]
            if touches and any(concerns(closure, counter) for counter in there):
                found.append(Clash("closed", day, closure=closure))
    return found
