"""How the desk says rules, closures, and what stands against them."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.appointments.service import Clash, Closure, Counter
from rathaus.core.clock import BERLIN
from rathaus.formengine.service import WEEKDAYS, OpeningRule
from rathaus.ui.moments import DAYS

WEEKDAY: dict[str, Promise] = dict(zip(WEEKDAYS, DAYS, strict=True))
_MOST_DATES = 6


def rule_in_words(rule: OpeningRule, counters: Sequence[Counter] = ()) -> str:
    """One line: when, how often, for whom."""
    names = {counter.key: counter.name for counter in counters}
    parts = [f"{_days(rule)}, {rule.from_}–{rule.to}"]
    if rule.weeks > 1:
        parts.append(_("jede %(n)s. Woche") % {"n": rule.weeks})
    if rule.nth:
        parts.append(", ".join(_("letzter im Monat") if n < 0 else _("%(n)s. im Monat") % {"n": n} for n in rule.nth))
    if rule.since:
        parts.append(_("ab %(day)s") % {"day": _day(rule.since)})
    if rule.until:
        parts.append(_("bis %(day)s") % {"day": _day(rule.until)})
    if rule.counters:
        parts.append(", ".join(names.get(key, key) for key in rule.counters))
    if rule.released:
        parts.append(release_in_words(rule.released.days_before, rule.released.at))
    return " · ".join(parts)


def release_in_words(days: int, at: str) -> str:
    if not days:
        return _("buchbar am selben Tag ab %(at)s") % {"at": at}
    return ngettext("buchbar %(n)s Tag vorher ab %(at)s", "buchbar %(n)s Tage vorher ab %(at)s", days) % {
        "n": days,
        "at": at,
    }


def place_in_words(closure: Closure) -> str:
    if closure.counter is not None:
        return f"{closure.counter.office.name}, {closure.counter.name}"
    if closure.staff is not None:
        return _("%(name)s ist nicht da") % {"name": closure.staff}
    return str(closure.office) if closure.office is not None else _("alle Standorte")


def time_in_words(closure: Closure) -> str:
    """Days only where it begins and ends at midnight."""
    start, end = closure.starts_at.astimezone(BERLIN), closure.ends_at.astimezone(BERLIN)
    if (start.hour, start.minute, end.hour, end.minute) == (0, 0, 0, 0):
        last = end.date() - timedelta(days=1)
        return _day(start.date()) if last == start.date() else f"{_day(start.date())} – {_day(last)}"
    if start.date() == end.date():
        return f"{_day(start.date())}, {start:%H:%M}–{end:%H:%M}"
    return f"{_day(start.date())}, {start:%H:%M} – {_day(end.date())}, {end:%H:%M}"


def clash_in_words(clash: Clash, rules: Sequence[OpeningRule], counters: Sequence[Counter]) -> str:
    """A sentence."""
    day = _day(clash.day) if clash.day else ""
    rule = rule_in_words(rules[clash.rule], counters) if clash.rule is not None and clash.rule < len(rules) else ""
    closure = f"{place_in_words(clash.closure)}, {time_in_words(clash.closure)}" if clash.closure else ""
    sentences = {
        "overlaps": _("Überschneidet sich am %(day)s mit: %(rule)s"),
        "releases": _("Widerspricht am %(day)s, denn diese Zeiten werden anders freigegeben: %(rule)s"),
        "same": _("Diese Regel gibt es schon: %(rule)s"),
        "never": _("Die Regel gilt an keinem Tag der nächsten 13 Monate."),
        "nobody": _("Die Regel gilt für keinen Schalter, den es gibt."),
        "closed": _("Am %(day)s ist geschlossen: %(closure)s"),
        "closure": _("Für einen Teil gibt es schon eine Schließung: %(closure)s"),
        "opens": _("Für den %(day)s gibt es eine eigene Öffnung: %(rule)s"),
    }
    return sentences[clash.kind] % {"day": day, "rule": rule, "closure": closure}


def _days(rule: OpeningRule) -> str:
    if not rule.dates:
        return ", ".join(str(WEEKDAY[day]) for day in rule.days)
    shown = ", ".join(_day(day) for day in rule.dates[:_MOST_DATES])
    return shown + (" …" if len(rule.dates) > _MOST_DATES else "")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
