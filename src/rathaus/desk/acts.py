"""Acts on a case. Each is a resource that is posted to; each names the revision that the person saw."""

from collections.abc import Callable
from typing import ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.service import StaffMember, StaffRequest, Unit, find_colleague, find_unit, staff_required
from rathaus.cases import service as cases
from rathaus.cases.service import Case, NotAllowed, NotPossible, Stale

from .case import find_case, refused

P = ParamSpec("P")
MAX_TEXT = 20_000


class Incomplete(Exception):
    """Something is missing in the form; the message says what, for the person."""


def act(
    name: str,
) -> Callable[[Callable[[StaffRequest, Case], HttpResponse | None]], Callable[..., HttpResponseBase]]:
    """Make a function that does one act on a case a view; `name` is the form it belongs to on the page.

    Whatever keeps the act from happening shows the page again with the text as it was typed.
    """

    def wrap(do: Callable[[StaffRequest, Case], HttpResponse | None]) -> Callable[..., HttpResponseBase]:
        @require_POST
        @staff_required
        def view(request: StaffRequest, number: str) -> HttpResponse:
            case = find_case(request, number)
            typed = {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
            try:
                answer = do(request, case)
            except NotAllowed:
                raise Http404 from None
            except Stale:
                return refused(request, number, name, typed, seen=seen_revision(request))
            except Incomplete as problem:
                return refused(request, number, name, typed, error=str(problem))
            except NotPossible:
                error = _("Das geht beim jetzigen Stand des Vorgangs nicht mehr.")
                return refused(request, number, name, typed, error=error)
            return answer or HttpResponseRedirect(reverse("desk_case", args=[number]))

        return view

    return wrap


def seen_revision(request: StaffRequest) -> int:
    """The revision in the form; whatever is no number counts as one that is long past."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0  # noqa: PLR2004


def needed_text(request: StaffRequest, name: str, missing: str) -> str:
    """The text that was typed. Raises Incomplete with `missing` if there is none, or if it is far too long."""
    text = request.POST.get(name, "")
    if not text.strip():
        raise Incomplete(missing)
    if len(text) > MAX_TEXT:
        raise Incomplete(_("Der Text ist zu lang: Höchstens 20.000 Zeichen sind möglich."))
    return text


@act("uebernahme")
def take_over(request: StaffRequest, case: Case) -> None:
    cases.take_over(case, by=request.staff, revision=seen_revision(request))
    messages.success(request, _("Der Vorgang ist jetzt bei Ihnen."))


@act("weiter")
def go_on(request: StaffRequest, case: Case) -> None:
    cases.go_on(case, by=request.staff, revision=seen_revision(request))
    messages.success(request, _("Die Rückfrage ist geschlossen."))


@act("rueckfrage")
def ask(request: StaffRequest, case: Case) -> None:
    text = needed_text(request, "frage", _("Schreiben Sie, was Sie wissen möchten."))
    cases.ask_applicant(case, text=text, by=request.staff, revision=seen_revision(request))
    messages.success(request, _("Ihre Rückfrage ist gestellt."))


@act("notiz")
def write_note(request: StaffRequest, case: Case) -> None:
    text = needed_text(request, "notiz", _("Schreiben Sie die Notiz in das Feld."))
    cases.add_note(case, text=text, by=request.staff)
    messages.success(request, _("Ihre Notiz steht im Verlauf."))


@act("zuweisung")
def hand_on(request: StaffRequest, case: Case) -> HttpResponse | None:
    to = _receiver(request.POST.get("an", ""))
    cases.assign_case(case, to=to, by=request.staff, revision=seen_revision(request))
    messages.success(request, _("%(number)s ist jetzt bei %(to)s.") % {"number": case.number, "to": to})
    still_visible = cases.get_case_for_staff(case.number, request.staff) is not None
    return None if still_visible else HttpResponseRedirect(reverse("desk_inbox"))


def _receiver(chosen: str) -> StaffMember | Unit:
    kind, _separator, given = chosen.partition(":")
    try:
        key = UUID(given)
    except ValueError:
        key = None
    found = None if key is None else find_colleague(key) if kind == "person" else find_unit(key)
    if found is None:
        raise Incomplete(_("Wählen Sie aus, wer den Vorgang bekommt."))
    return found
