"""Closing an office, a counter or the whole town hall, and the absence of a colleague."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffMember, StaffRequest, staff_required
from rathaus.appointments.service import (
    ClosureDraft,
    Counter,
    NotSeen,
    NotYours,
    Office,
    Preview,
    all_counters,
    close,
    find_closure,
    keeps,
    kept_colleagues,
    kept_offices,
    lift_closure,
    local_instant,
    preview_closure,
    seat_clerk,
)
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.desk.frame import desk_page
from rathaus.formengine.service import OpeningRule

from .words import clash_in_words

_FIELDS = ("wo", "von_tag", "von_zeit", "bis_tag", "bis_zeit", "grund")
EVERYWHERE = "alle"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def close_page(request: StaffRequest) -> HttpResponse:
    """The form; then what it would touch; then saved."""
    if request.method != "POST":
        day = clock.today().isoformat()
        return _form(request, {"wo": request.GET.get("wo", ""), "von_tag": day, "bis_tag": day})
    typed = {name: clean_text(request.POST.get(name, ""))[:200].strip() for name in _FIELDS}
    draft = _draft(request, typed)
    if draft is None:
        problem = _("Wählen Sie, was geschlossen ist, und den ersten und letzten Tag.")
        return _form(request, typed, problem=problem, status=422)
    return _save(request, typed, draft)


@require_POST
@staff_required
def lift(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    found = find_closure(closure_id, request.staff)
    if found is None:
        raise Http404
    lift_closure(found, by=request.staff)
    messages.success(request, _("Es ist wieder geöffnet. Die Zeiten sind buchbar."))
    return redirect("desk_hours")


@require_POST
@staff_required
def seat(request: StaffRequest) -> HttpResponse:
    """Who sits at a counter, so that their absence closes it."""
    counter = next((c for c in all_counters() if str(c.pk) == request.POST.get("schalter")), None)
    given = request.POST.get("wer", "")
    clerk = next((each for each in kept_colleagues(request.staff) if str(each.pk) == given), None)
    if counter is None or not keeps(request.staff, [counter]) or (given and clerk is None):
        raise Http404
    seat_clerk(counter, clerk, by=request.staff)
    messages.success(request, _("Gespeichert."))
    return redirect("desk_hours")


def _save(request: StaffRequest, typed: dict[str, str], draft: ClosureDraft) -> HttpResponse:
    seen = request.POST.get("gesehen", "")
    try:
        if not seen:
            return _form(request, typed, preview=preview_closure(draft, by=request.staff), draft=draft)
        close(draft, seen=seen, by=request.staff)
    except ValueError:
        return _form(request, typed, problem=_("Das Ende muss nach dem Beginn liegen."), status=422)
    except NotYours:
        problem = _("Das betrifft Schalter eines anderen Amts. Wählen Sie Ihre Schalter einzeln.")
        return _form(request, typed, problem=problem, status=403)
    except NotSeen as differs:
        return _form(request, typed, preview=differs.preview, draft=draft, has_changed=True, status=409)
    messages.success(request, _("Die Schließung ist gespeichert."))
    return redirect("desk_hours")


def _form(
    request: StaffRequest,
    typed: dict[str, str],
    *,
    preview: Preview | None = None,
    draft: ClosureDraft | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rules = _rules(draft) if draft else []
    context = {
        "typed": typed,
        "places": _places(request),
        "preview": preview,
        "draft": draft,
        "clashes": [clash_in_words(c, rules, []) for c in preview.clashes] if preview else [],
        **more,
    }
    return desk_page(request, "desk/visits/keeping/close.html", context, current="visits", status=status)


def _rules(draft: ClosureDraft) -> list[OpeningRule]:
    office = draft.office or (draft.counter.office if draft.counter else None)
    return [OpeningRule.model_validate(rule) for rule in office.opening] if office else []


def _places(request: StaffRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (value, label): what this person may close."""
    counters = all_counters()
    offices = [
        o for o in kept_offices(request.staff) if keeps(request.staff, (c for c in counters if c.office_id == o.pk))
    ]
    mine = [counter for counter in counters if keeps(request.staff, [counter])]
    groups = [
        (_("Schalter"), [(f"counter:{c.pk}", f"{c.office.name}, {c.name}") for c in mine]),
        (_("Jemand ist nicht da"), [(f"staff:{s.pk}", str(s)) for s in kept_colleagues(request.staff)]),
        (_("Standort"), [(f"office:{o.pk}", o.name) for o in offices]),
    ]
    if request.staff.role == StaffMember.Role.ADMIN:
        groups.append((_("Überall"), [(EVERYWHERE, _("alle Standorte"))]))
    return [(label, entries) for label, entries in groups if entries]


def _draft(request: StaffRequest, typed: dict[str, str]) -> ClosureDraft | None:
    """None for a place or a time that no form of ours sends. Whether it is theirs is asked later."""
    span = _span(typed)
    kind, _colon, key = typed["wo"].partition(":")
    if span is None:
        return None
    if kind == EVERYWHERE:
        return ClosureDraft(*span, typed["grund"])
    found = _find(request, kind, key)
    if found is None:
        return None
    office = found if isinstance(found, Office) else None
    counter = found if isinstance(found, Counter) else None
    staff = found if isinstance(found, StaffMember) else None
    return ClosureDraft(*span, typed["grund"], office, counter, staff)


def _find(request: StaffRequest, kind: str, key: str) -> Office | Counter | StaffMember | None:
    if kind == "staff":
        return next((each for each in kept_colleagues(request.staff) if str(each.pk) == key), None)
    if kind == "counter":
        return next((each for each in all_counters() if str(each.pk) == key), None)
    offices = {str(counter.office_id): counter.office for counter in all_counters()}
    return offices.get(key) if kind == "office" else None


def _span(typed: dict[str, str]) -> tuple[datetime, datetime] | None:
    """Whole days, the last included, unless times are given."""
    try:
        first, last = date.fromisoformat(typed["von_tag"]), date.fromisoformat(typed["bis_tag"] or typed["von_tag"])
        if abs(first - clock.today()) > timedelta(days=3660) or abs(last - clock.today()) > timedelta(days=3660):
            return None
        return local_instant(first, typed["von_zeit"] or "00:00"), local_instant(last, typed["bis_zeit"] or "24:00")
    except ValueError:
        return None
