"""The times of an office: its rules and closures, and changing a rule."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    Counter,
    NotSeen,
    NotYours,
    Office,
    Outdated,
    Preview,
    RuleChange,
    all_counters,
    change_rules,
    closures_to_come,
    keeps,
    kept_colleagues,
    kept_offices,
    preview_rules,
    rules_number,
)
from rathaus.desk.frame import desk_page
from rathaus.formengine.service import WEEKDAYS, OpeningRule

from .ruleform import empty_form, form_of, read_rule
from .words import WEEKDAY, clash_in_words, place_in_words, rule_in_words, time_in_words

_NTH = (1, 2, 3, 4, 5, -1)


@require_safe
@staff_required
def show_hours(request: StaffRequest) -> HttpResponse:
    """Rules of the offices where one has a counter, and what is closed."""
    counters = all_counters()
    offices = [_office(request, office, counters) for office in kept_offices(request.staff)]
    closures = [
        (closure, place_in_words(closure), time_in_words(closure), liftable)
        for closure, liftable in closures_to_come(request.staff)
    ]
    context = {"offices": offices, "closures": closures, "colleagues": kept_colleagues(request.staff)}
    return desk_page(request, "desk/visits/keeping/hours.html", context, current="visits")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit_rule(request: StaffRequest, office_key: str, number: int | None = None) -> HttpResponse:
    """A new rule, or another for number `number` (from 1)."""
    office, counters = find_office(request, office_key)
    rules = [OpeningRule.model_validate(rule) for rule in office.opening]
    if number is not None and not 1 <= number <= len(rules):
        raise Http404
    page = _RulePage(request, office, counters, number)
    if request.method != "POST":
        return page.show(form_of(rules[number - 1]) if number else empty_form())
    form = read_rule(request.POST, [counter.key for counter in counters])
    if form.rule is None:
        return page.show(form.typed, problems=form.problems, status=422)
    return page.save(form.rule, form.typed)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def remove_rule(request: StaffRequest, office_key: str, number: int) -> HttpResponse:
    office, counters = find_office(request, office_key)
    if not 1 <= number <= len(office.opening):
        raise Http404
    return _RulePage(request, office, counters, number, is_removal=True).save(None, {})


def find_office(request: StaffRequest, key: str) -> tuple[Office, list[Counter]]:
    """One with a counter of theirs, and all of its counters. Raises Http404."""
    office = next((each for each in kept_offices(request.staff) if each.key == key), None)
    if office is None:
        raise Http404
    return office, [counter for counter in all_counters() if counter.office_id == office.pk]


class _RulePage:
    """The form, the preview under it, and saving."""

    def __init__(
        self,
        request: StaffRequest,
        office: Office,
        counters: list[Counter],
        number: int | None,
        *,
        is_removal: bool = False,
    ) -> None:
        self.request, self.office, self.counters, self.number = request, office, counters, number
        self.is_removal = is_removal
        given = request.POST.get("stand", "")
        self.base = int(given) if given.isdecimal() and len(given) < 6 else rules_number(office)  # noqa: PLR2004 -- digits

    def save(self, rule: OpeningRule | None, typed: dict[str, Any]) -> HttpResponse:
        """Show what it would touch; save when exactly that was shown before."""
        change = RuleChange(self.office, self.base, self.number - 1 if self.number else None, rule)
        seen = self.request.POST.get("gesehen", "") if self.request.method == "POST" else ""
        try:
            if not seen:
                return self.show(typed, preview=preview_rules(change, by=self.request.staff), rule=rule)
            change_rules(change, seen=seen, by=self.request.staff)
        except NotSeen as differs:
            return self.show(typed, preview=differs.preview, rule=rule, has_changed=True, status=409)
        except NotYours:
            problem = _("Die Regel gilt auch für Schalter eines anderen Amts. Nennen Sie nur Ihre Schalter.")
            return self.show(typed, problems=[problem], status=403)
        except Outdated:
            problem = _("Jemand hat die Zeiten gerade geändert. Prüfen Sie Ihre Regel noch einmal.")
            self.base = rules_number(self.office)
            return self.show(typed, problems=[problem], status=409)
        messages.success(self.request, _("Die Öffnungszeiten sind gespeichert."))
        return redirect("desk_hours")

    def show(
        self,
        typed: dict[str, Any],
        *,
        preview: Preview | None = None,
        rule: OpeningRule | None = None,
        problems: list[str] | None = None,
        has_changed: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        rules = [OpeningRule.model_validate(each) for each in self.office.opening]
        if preview and rule:
            rules = list(RuleChange(self.office, self.base, self.number - 1 if self.number else None, rule).after)
        own = rule or (rules[self.number - 1] if self.number and self.number <= len(rules) else None)
        context = {
            "office": self.office,
            "counters": self.counters,
            "number": self.number,
            "base": self.base,
            "typed": typed,
            "weekdays": list(WEEKDAY.items()),
            "nth": [(str(n), _("letzter im Monat") if n < 0 else _("%(n)s. im Monat") % {"n": n}) for n in _NTH],
            "problems": problems or [],
            "preview": preview,
            "has_changed": has_changed,
            "words": rule_in_words(own, self.counters) if own else "",
            "clashes": [clash_in_words(c, rules, self.counters) for c in preview.clashes] if preview else [],
            "is_removal": self.is_removal,
        }
        return desk_page(self.request, "desk/visits/keeping/rule.html", context, current="visits", status=status)


def _office(request: StaffRequest, office: Office, counters: list[Counter]) -> dict[str, Any]:
    here = [counter for counter in counters if counter.office_id == office.pk]
    rules = [OpeningRule.model_validate(rule) for rule in office.opening]
    lines = []
    for number, rule in enumerate(rules, start=1):
        concerned = [counter for counter in here if not rule.counters or counter.key in rule.counters]
        lines.append((_in_week(rule), number, rule_in_words(rule, here), keeps(request.staff, concerned)))
    return {
        "office": office,
        "rules": [line[1:] for line in sorted(lines, key=lambda line: line[:2])],
        "some_are_others": any(not mine for *_line, mine in lines),
        "counters": [c for c in here if keeps(request.staff, [c])],
    }


def _in_week(rule: OpeningRule) -> tuple[str, int, str]:
    """As people read times: by weekday and hour; single dates after the weeks, by date."""
    if rule.dates:
        return min(rule.dates).isoformat(), 0, rule.from_
    return "", min(WEEKDAYS.index(day) for day in rule.days), rule.from_
