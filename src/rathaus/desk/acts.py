"""Acts on a case. Each is a resource that is posted to; each names the revision that the person saw."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffMember, StaffRequest, Unit, find_colleague, find_unit, staff_required
from rathaus.cases import service as cases
from rathaus.cases.service import Case, NotAllowed, NotPossible, Stale

from .case import Attempt, case_response, find_case, hand_on_response
from .story import since

MAX_TEXT = 20_000
Do = Callable[[StaffRequest, Case], HttpResponse | None]
View = Callable[..., HttpResponseBase]


class Page(Protocol):
    """Shows a case with the form of an attempt."""

    def __call__(
        self, request: StaffRequest, case: Case, *, attempt: Attempt | None = None, status: int = 200
    ) -> HttpResponse: ...


class Incomplete(Exception):
    """Something is missing in the form; the message says what, for the person."""


def act(name: str, *, page: Page = case_response) -> Callable[[Do], View]:
    """Make a function that does one act on a case a view; `name` is the form it belongs to, on `page`.

    Whatever keeps the act from happening shows the page again with the text as it was typed: 409 with what others
    did in the meantime, 422 with what is wrong.
    """

    def wrap(do: Do) -> View:
        @require_POST
        @staff_required
        def view(request: StaffRequest, number: str) -> HttpResponse:
            try:
                answer = do(request, find_case(request, number))
            except NotAllowed:
                raise Http404 from None
            except (Stale, Incomplete, NotPossible) as problem:
                case = find_case(request, number)
                is_stale = isinstance(problem, Stale)
                attempt = _attempt(request, name, case, problem)
                return page(request, case, attempt=attempt, status=409 if is_stale else 422)
            return answer or HttpResponseRedirect(reverse("desk_case", args=[number]))

        return view

    return wrap


def _attempt(request: StaffRequest, name: str, case: Case, problem: Exception) -> Attempt:
    typed = {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
    if isinstance(problem, Stale):
        return Attempt(name, typed, meanwhile=tuple(since(case, seen_revision(request))))
    gone = _("Das geht beim jetzigen Stand des Vorgangs nicht mehr.")
    return Attempt(name, typed, error=str(problem) if isinstance(problem, Incomplete) else gone)


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


@act("zuweisung", page=hand_on_response)
def _give(request: StaffRequest, case: Case) -> HttpResponse | None:
    to = _receiver(request.POST.get("an", ""))
    cases.assign_case(case, to=to, by=request.staff, revision=seen_revision(request))
    messages.success(request, _("%(number)s ist jetzt bei %(to)s.") % {"number": case.number, "to": to})
    still_visible = cases.get_case_for_staff(case.number, request.staff) is not None
    return None if still_visible else HttpResponseRedirect(reverse("desk_inbox"))


@staff_required
def _choose_receiver(request: StaffRequest, number: str) -> HttpResponse:
    return hand_on_response(request, find_case(request, number))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, number: str) -> HttpResponseBase:
    return _give(request, number) if request.method == "POST" else _choose_receiver(request, number)


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
