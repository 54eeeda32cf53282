"""Rules that overlap or say opposite things. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from rathaus.appointments.opening import Hours, rule_span
from rathaus.formengine.service import OpeningRule

from .preview import Clash, ClashKind

_AHEAD = 400  # days that are looked at: every n-th week and every n-th of a month come around in them
_DAY = timedelta(days=1)


def rule_clashes(hours: Hours, number: int, counters: Collection[str], today: date) -> list[Clash]:
    """What stands against the rule of this number, the first day of each."""
    rule = hours.rules[number]
    days = [day for day in _days(today) if hours.has(rule, day)]
    found = [Clash("nobody")] if not _places(rule, counters) else []
    if not days:
        return [*found, Clash("never")]
    for other_number, other in enumerate(hours.rules):
        if other_number == number or not _places(rule, counters) & _places(other, counters):
            continue
        day = next((day for day in days if _overlap(hours, rule, other, day)), None)
        if day is not None:
            found.append(Clash(_kind(rule, other), day, other_number))
    return found


def _kind(rule: OpeningRule, other: OpeningRule) -> ClashKind:
    if rule == other:
        return "same"
    return "releases" if rule.released != other.released else "overlaps"


def _days(today: date) -> Sequence[date]:
    return [today + timedelta(days=n) for n in range(_AHEAD)]


def _places(rule: OpeningRule, counters: Collection[str]) -> set[str]:
    return set(counters) & set(rule.counters) if rule.counters else set(counters)


def _overlap(hours: Hours, rule: OpeningRule, other: OpeningRule, day: date) -> bool:
    """Whether the rule's times of a day meet the other's, of that day or over midnight of the ones beside it."""
    start, end = rule_span(rule, day)
    for beside in (day - _DAY, day, day + _DAY):
        other_start, other_end = rule_span(other, beside)
        if start < other_end and other_start < end and hours.has(other, beside):
            return True
    return False
