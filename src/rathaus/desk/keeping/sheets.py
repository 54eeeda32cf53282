"""Pages of questions about an offer: shown, read, checked at once, and noted as changes that wait for publication."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import Stale
from rathaus.core import clock
from rathaus.formengine.service import PLAIN_PAGE, CompiledForm, Context, FieldError, Language, PageResult, PageState

Answers = Mapping[str, Any]


class Refused(Exception):  # reads as what it says where it is caught
    """What was typed can't be kept; `errors` say at which field and why."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{error.path}: {error.message}" for error in errors))


@dataclass(frozen=True)
class Sheet:
    """A form with what is saved for it."""

    form: CompiledForm
    saved: Answers
    context: Context = field(default_factory=lambda: Context({}, clock.today(), language()))

    def state(self) -> PageState:
        return self.form.evaluate(self.saved, self.context).pages[0]

    def read(self, request: StaffRequest) -> PageResult:
        """The whole page is posted, so nothing saved is mixed in: a row that was removed stays away."""
        return self.form.read_page(PLAIN_PAGE, dict(request.POST.lists()), {}, self.context)

    def differences(self, answers: Answers) -> list[tuple[str, str]]:
        """Question and saved answer, in words, wherever something else was typed."""
        saved, typed = self._words(self.saved), self._words(answers)
        return [(label, text) for label, text in saved.items() if typed.get(label) != text]

    def _words(self, answers: Answers) -> dict[str, str]:
        return {row.label: row.text for page in self.form.summary(answers, self.context) for row in page.rows}


@dataclass(frozen=True)
class Shown:
    """What a page of questions shows besides its frame. `meanwhile` is what somebody else saved differently."""

    page: PageState
    errors: tuple[FieldError, ...] = ()
    is_stale: bool = False
    meanwhile: tuple[tuple[str, str], ...] = ()


class Draw(Protocol):
    def __call__(self, shown: Shown, *, status: int = 200) -> HttpResponse: ...


def answer_sheet(request: StaffRequest, sheet: Sheet, *, draw: Draw, save: Callable[[Answers], None]) -> HttpResponse:
    """Show the page, or read and save it. What was typed is never lost: it is shown again with what is wrong (422)
    or with what somebody else saved in the meantime (409).
    """
    if request.method != "POST":
        return draw(Shown(sheet.state()))
    result = sheet.read(request)
    if result.stay:
        return draw(Shown(result.state))
    if result.errors:
        return draw(Shown(result.state, result.errors), status=422)
    try:
        save(result.answers)
    except Refused as refused:
        mark(result.state, refused.errors)
        return draw(Shown(result.state, tuple(refused.errors)), status=422)
    except Stale:
        meanwhile = tuple(sheet.differences(result.answers))
        return draw(Shown(result.state, is_stale=True, meanwhile=meanwhile), status=409)
    messages.success(request, _("Gespeichert. Für alle gilt es, sobald Sie es veröffentlichen."))
    return HttpResponseRedirect(request.get_full_path())


def mark(page: PageState, errors: list[FieldError]) -> None:
    """Put the messages to their fields."""
    for error in errors:
        state = page.field(error.path)
        if state is not None:
            state.error = error.message


def seen_revision(request: StaffRequest, name: str = "revision") -> int:
    """The revision in the form; whatever is no number is one that never was."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1  # noqa: PLR2004


def language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "de"
