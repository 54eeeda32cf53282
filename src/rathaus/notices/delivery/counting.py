"""The dates that follow from an event, by a rule. All days are German calendar days.

A period that begins with an event doesn't count the event's own day (§ 187 (1) BGB). One in days ends with its last
day; one in months ends with the day that has the event's number, or with the month's last day where there is none
(§ 188 (2) and (3) BGB). Each ends at midnight. If the last day is no working day, the next working day takes its
place (§ 193 BGB, § 31 (3) VwVfG, § 57 (2) VwGO with § 222 (2) ZPO).

The day on which a notice *counts as given* ends no period but is presumed; whether it moves is a switch of the rule:
not for § 41 VwVfG (the prevailing case law of the administrative courts), but for taxes (Bundesfinanzhof, 14 October
2003, IX R 68/98, on § 108 (3) AO).
"""

import calendar
from datetime import date, timedelta

from rathaus.formengine.service import DeliveryRule, RemedyRule

from .working_days import WorkingDays

_MONTHS = 12


def given_on(rule: DeliveryRule, event: date, working: WorkingDays) -> date:
    """When a notice counts as given whose deciding event (`rule.from_`) was on this day."""
    day = event + timedelta(days=rule.days_from(event))
    return working.on_or_after(day) if rule.moves else day


def retrievable_until(rule: DeliveryRule, notified: date, working: WorkingDays) -> date | None:
    """The last day on which retrieving it has an effect; None where the rule sets no such period."""
    if rule.within is None:
        return None
    day = notified + timedelta(days=rule.within.days)
    return working.on_or_after(day) if rule.within.moves else day


def objection_until(rule: RemedyRule, given: date, working: WorkingDays, *, taught: bool) -> date:
    """The last day for an objection. `taught`: whether the notice told of the remedy, rightly (§ 58 VwGO)."""
    return working.on_or_after(months_later(given, rule.months if taught else rule.untaught_months))


def months_later(day: date, months: int) -> date:
    """The day with the same number, or the month's last one."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
