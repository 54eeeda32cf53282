"""Somebody is ill: the visits of a day go to other counters, or are cancelled, in one act."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, staff_required
from rathaus.appointments.service import (
    Counter,
    DayOff,
    PlanChanged,
    cancel_day,
    people_to_call,
    plan_day_off,
    reassign_day,
    visible_counters,
)
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page
from rathaus.desk.visits.words import read_day

_MOST_TEXT = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def day_off(request: StaffRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    places = _places(list(visible_counters(request.staff).select_related("clerk__account")))
    where, day = given.get("wo", "")[:100], max(read_day(given), clock.today())
    counters = places[where][1] if where in places else []
    if request.method == "POST" and not counters:
        raise Http404
    page = _Page(request, places, where, day)
    return page.act(counters) if request.method == "POST" else page.show(plan_day_off(counters, day))


class _Page:
    """The plan, and doing it."""

    def __init__(
        self, request: StaffRequest, places: dict[str, tuple[str, list[Counter]]], where: str, day: date
    ) -> None:
        self.request, self.places, self.where, self.day = request, places, where, day

    @property
    def address(self) -> str:
        return f"{reverse('desk_day_off')}?{urlencode({'wo': self.where, 'tag': self.day.isoformat()})}"

    def act(self, counters: list[Counter]) -> HttpResponse:
        text = clean_text(self.request.POST.get("nachricht", "")).strip()
        if len(text) > _MOST_TEXT:
            return self.show(plan_day_off(counters, self.day), problem=_("Kürzen Sie die Nachricht."), status=422)
        try:
            said = self._do(counters, text)
        except PlanChanged as changed:
            problem = _("Inzwischen hat sich etwas geändert. Sehen Sie noch einmal hin.")
            return self.show(changed.plan, problem=problem, status=409)
        messages.success(self.request, said)
        return redirect(self.address)

    def _do(self, counters: list[Counter], text: str) -> str:
        staff = self.request.staff
        if self.request.POST.get("tun") == "absagen":
            n = cancel_day(counters, self.day, message=text, by=staff)
            return ngettext("%(n)s Termin ist abgesagt.", "%(n)s Termine sind abgesagt.", n) % {"n": n}
        seen = self.request.POST.get("gesehen", "")
        left = reassign_day(counters, self.day, seen=seen, message=text, by=staff)
        if not left:
            return _("Alle Termine sind verlegt, der Schalter bleibt an diesem Tag zu.")
        return ngettext(
            "%(n)s Termin hat noch keinen Platz.", "%(n)s Termine haben noch keinen Platz.", len(left)
        ) % {"n": len(left)}

    def show(self, plan: DayOff, *, problem: str = "", status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "places": [(key, label) for key, (label, _counters) in self.places.items()],
            "where": self.where,
            "day": self.day,
            "plan": plan,
            "calls": people_to_call(plan.counters, self.day) if plan.counters else [],
            "text": self.request.POST.get("nachricht", ""),
            "problem": problem,
        }
        template = "desk/visits/keeping/day_off.html"
        return desk_page(self.request, template, context, current="visits", status=status)


def _places(counters: list[Counter]) -> dict[str, tuple[str, list[Counter]]]:
    """By what the address says: a counter, a colleague with theirs, all of an office that are one's own."""
    places: dict[str, tuple[str, list[Counter]]] = {}
    for counter in counters:
        places[f"counter:{counter.pk}"] = (f"{counter.office.name}, {counter.name}", [counter])
    for clerk in {counter.clerk_id: counter.clerk for counter in counters if counter.clerk_id}.values():
        places[f"staff:{clerk.pk}"] = (str(clerk), [counter for counter in counters if counter.clerk_id == clerk.pk])
    for office in {counter.office_id: counter.office for counter in counters}.values():
        here = [counter for counter in counters if counter.office_id == office.pk]
        if len(here) > 1:
            places[f"office:{office.pk}"] = (_("%(office)s, alle meine Schalter") % {"office": office.name}, here)
    return places
