"""One page of an application after another. Whatever button is pressed, what was typed is saved first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rathaus.appointments.service import Gone, NotOpen, ProofNeeded, TooMany, read_start
from rathaus.cases.service import AlreadySubmitted, save_answers
from rathaus.formengine.service import FieldError, FormState, PageResult, PageState

from .application import Application, reader_language
from .closing import RETURN, closing_page
from .prefill import mark_prefilled
from .things import offered_things, put_thing
from .uploads import take_files
from .visits import VISIT, choose_time, keep_visit, press, show_visit

_QUIET = ("_react", "_upload")  # the engine checks nothing when it finds one of these
THING = "_thing"  # a button that puts a thing of the account into the page
TRIED = "_tried"  # set once errors were shown: from then on they stay until mended


@dataclass(frozen=True)
class Step:
    """What one page shows besides its fields."""

    application: Application
    state: FormState
    page: PageState
    errors: tuple[FieldError, ...] = ()
    tried: bool = False
    returning: bool = False

    @property
    def total(self) -> int:
        """All pages, and the summary as the last step."""
        return self.state.count + (closing_page(self.state) is None)

    @property
    def takes_files(self) -> bool:
        """Asked of the whole form: a field for files may appear while the page is open."""
        return bool(self.application.form.file_fields())

    @property
    def previous(self) -> PageState | None:
        return self.state.before(self.page.key)

    @property
    def url(self) -> str:
        return self.application.face.page_url(self.page.key)


def answer_step(request: HttpRequest, application: Application, page: str) -> HttpResponse:
    """Show or save one page of the form. Raises Http404 for a page that the form doesn't have."""
    if application.draft.case_id is not None:
        return redirect(application.face.sent_url)
    state = application.state()
    shown = state.page(page)
    if shown is None:
        raise Http404
    if not shown.visible or shown is closing_page(state):
        return redirect(application.face.begin_url)
    if request.method == "POST":
        return _save(request, application, shown)
    returning = request.GET.get(RETURN) == "summary"
    return _show(request, Step(application, state, shown, returning=returning))


def _save(request: HttpRequest, application: Application, page: PageState) -> HttpResponse:
    """Read, save, and go where the button leads: on, back, away, or nowhere while there are errors."""
    try:
        answers, refused = take_files(request, application, page)
        result = application.form.read_page(page.key, _posted(request), answers, application.context)
        save_answers(application.draft, result.answers, language=application.letters_in)
        keep_visit(application)
        away = "" if refused else _away(request, application, page)
    except AlreadySubmitted:
        return redirect(application.face.sent_url)
    if away:
        return redirect(away)
    state = application.state()
    if stays(request, result):
        return _stay(request, Step(application, state, result.state), refused)
    errors = (*refused, *(e for e in result.errors if e.path not in {r.path for r in refused}))
    if errors:
        returning = request.POST.get(RETURN) == "summary"
        mark(result.state, refused)
        return _show(request, Step(application, state, result.state, errors, tried=True, returning=returning), 422)
    return redirect(_next(request, application, state, page))


def _away(request: HttpRequest, application: Application, page: PageState) -> str:
    """Where a button leads that checks nothing: what was typed is saved, wrong or right."""
    action = request.POST.get("_go", "")
    if VISIT in request.POST:
        return _visit(request, application, page)
    if THING in request.POST:
        return _put_thing(request, application, page)
    if action == "later":
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        return application.face.later_url
    if action == "back":
        return application.face.page_url((application.state().before(page.key) or page).key)
    return ""


def _visit(request: HttpRequest, application: Application, page: PageState) -> str:
    """A time was chosen, or is to be: where all of them stand if it can't be kept. Raises AlreadySubmitted."""
    field, _blank, what = request.POST[VISIT].partition(" ")
    place = f"?{RETURN}=summary" if request.POST.get(RETURN) == "summary" else ""
    time = read_start(what)
    if time is None and what != "alle":
        press(request, application)
    elif time is None or not _is_chosen(request, application, *time):
        return application.face.times_url(page.key) + place
    shown = page.field(field)
    return application.face.page_url(page.key) + place + (f"#{shown.id}" if shown else "")


def _is_chosen(request: HttpRequest, application: Application, office: str, start: datetime) -> bool:
    try:
        return choose_time(request, application, office, start)
    except ProofNeeded:  # the page of all times can ask for it, and carries nothing but the choice
        messages.warning(request, _("Gerade fragen sehr viele an. Wählen Sie die Zeit hier noch einmal."))
        return False
    except (Gone, NotOpen, TooMany):
        messages.warning(request, _("Diese Zeit ist nicht mehr frei. Wählen Sie eine andere."))
        return False


def _put_thing(request: HttpRequest, application: Application, page: PageState) -> str:
    """What the account keeps of a thing goes over what was typed. Raises AlreadySubmitted."""
    definition, by = application.service.definition, application.face.by
    answers = put_thing(application.draft.answers, definition, by, request.POST[THING])
    save_answers(application.draft, answers, language=application.letters_in)
    place = f"?{RETURN}=summary" if request.POST.get(RETURN) == "summary" else ""
    return application.face.page_url(page.key) + place


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed. Where errors stand already, the form engine isn't told to hold them back."""
    posted = dict(request.POST.lists())
    return {name: typed for name, typed in posted.items() if name not in _QUIET} if TRIED in posted else posted


def stays(request: HttpRequest, result: PageResult) -> bool:
    """Whether a button of the page itself was pressed: a row or file more or less, an answer others depend on."""
    return result.stay or any(name in request.POST for name in _QUIET)


def _stay(request: HttpRequest, step: Step, refused: tuple[FieldError, ...]) -> HttpResponse:
    """The same page anew. Only a refused file is complained about, and what was complained about before.

    Without a script it is answered by a redirect, unless the page holds something unreadable that would be lost.
    """
    tried = TRIED in request.POST
    returning = request.POST.get(RETURN) == "summary"
    mark(step.page, refused)
    shown = Step(step.application, step.state, step.page, refused, tried=tried, returning=returning)
    if request.headers.get("HX-Request"):
        return _show(request, shown)
    if refused:
        return _show(request, shown, 422)
    if tried or holds_unreadable(step.page):
        return _show(request, shown)
    place = f"?{RETURN}=summary" if returning else ""
    return redirect(step.url + place + _anchor(request, step.page))


def mark(page: PageState, errors: tuple[FieldError, ...]) -> None:
    for error in errors:
        field = page.field(error.path)
        if field is not None:
            field.error = error.message


def holds_unreadable(page: PageState) -> bool:
    """Whether something was typed that could not be read, and so is not saved."""
    return any(f.raw not in ("", None, [], ()) and f.value is None and not f.children for f in _deep(page.fields))


def _next(request: HttpRequest, application: Application, state: FormState, page: PageState) -> str:
    following = state.after(page.key)
    if request.POST.get(RETURN) == "summary" or following is None or following is closing_page(state):
        return application.face.summary_url
    return application.face.page_url(following.key)


def _anchor(request: HttpRequest, page: PageState) -> str:
    """Where the eye was: the field of the button, which the browser scrolls to."""
    wanted = request.POST.get("_add") or request.POST.get("_remove") or request.POST.get("_upload") or ""
    path = wanted.rpartition(".")[0] if "_remove" in request.POST else wanted
    field = page.field(path)
    return f"#{field.id}" if field else ""


def _show(request: HttpRequest, step: Step, status: int = 200) -> HttpResponse:
    partial = "#fields" if request.headers.get("HX-Request") else ""
    application = step.application
    show_visit(application, step.page)
    mark_prefilled(step.page, application.service.definition, application.face.by)
    by = application.face.by
    context = {
        "things": offered_things(step.page, application.service.definition, by, reader_language()),
        "step": step,
        "page": step.page,
        "draft": application.draft,
        "face": application.face,
    }
    return application.face.render(request, f"applying/step.html{partial}", context, status=status)


def _deep(fields: Any) -> Any:
    for field in fields:
        yield field
        yield from _deep(field.children)
        for _index, row in field.rows:
            yield from _deep(row)
