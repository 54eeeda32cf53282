"""The page of a case: everything about it, and what can be done next."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, colleagues, list_units, staff_required
from rathaus.cases.service import (
    AccessLog,
    Case,
    CasePage,
    TimelineEvent,
    case_page,
    event_rows,
    get_case_for_staff,
    given_sentence,
    objection_sentence,
    reason_words,
)
from rathaus.core import clock

from .frame import desk_page
from .story import tell_story
from .writing import new_key

_READERS_SHOWN = 100


@dataclass(frozen=True)
class Attempt:
    """An act that did not happen: what was typed, and why not. Shown again with the form, so that no text is lost.

    `meanwhile` is what others did to the case since this person saw it.
    """

    act: str
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""
    meanwhile: tuple[TimelineEvent, ...] = ()


def find_case(request: StaffRequest, number: str) -> Case:
    """The case, or 404 both when there is none and when it is not theirs."""
    case = get_case_for_staff(number, request.staff)
    if case is None:
        raise Http404
    return case


@require_safe
@staff_required
def show_case(request: StaffRequest, number: str) -> HttpResponse:
    return case_response(request, find_case(request, number))


def case_response(
    request: StaffRequest, case: Case, *, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case. The look is logged."""
    page = case_page(case, request.staff)
    context: dict[str, Any] = {
        "page": page,
        "case": case,
        "story": tell_story(page),
        "writing_key": (attempt.typed.get("_key") if attempt else None) or new_key(),
        "is_mine": case.assignee_id == request.staff.pk,
        "attempt": attempt,
        "homeless": _homeless(attempt, page),
        "around": case.around,
        "waiting": case.around and case.around.waiting,
        "delivery": _delivery(page),
        "sent_files": [f for f in page.files if f.answer_id is None],
    }
    return desk_page(request, "desk/case.html", context, status=status)


_TEXTS = {"rueckfrage": ("ask", "frage"), "entscheidung": ("decide", "gruende"), "notiz": ("note", "notiz")}


def _homeless(attempt: Attempt | None, page: CasePage) -> str:
    """The text of an attempt whose form the page no longer has, so that it is shown elsewhere."""
    act, name = _TEXTS.get(attempt.act, ("", "")) if attempt else ("", "")
    return attempt.typed.get(name, "") if attempt and act not in page.acts else ""


def _delivery(page: CasePage) -> dict[str, Any]:
    """What became of the notice, and what follows. Asks nothing; empty before there is a notice."""
    record = page.record
    if record is None:
        return {}
    return {
        "rows": list(event_rows(page.deliveries)),
        "given": given_sentence(record),
        "objection": objection_sentence(record),
        "reason": reason_words(record.paper_reason),
        "today": clock.today(),
    }


def hand_on_response(
    request: StaffRequest, case: Case, *, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """The form to choose a colleague or a unit; the case page loads it into its fold.

    `?stand=` is the revision that the case page shows, so that the form doesn't know more than its reader.
    """
    context = {"case": case, "colleagues": colleagues(), "units": list_units(), "attempt": attempt}
    seen = request.GET.get("stand", "")
    context["revision"] = seen if seen.isdigit() and attempt is None else case.revision
    return desk_page(request, "desk/hand_on.html", context, status=status)


@require_safe
@staff_required
def show_readers(request: StaffRequest, number: str) -> HttpResponse:
    """Who looked at the case, and who downloaded what: the newest hundred."""
    case = find_case(request, number)
    looks = AccessLog.objects.filter(case=case).select_related("staff__account", "file").order_by("-at", "-id")
    context = {"case": case, "looks": looks[:_READERS_SHOWN]}
    return desk_page(request, "desk/readers.html", context)
