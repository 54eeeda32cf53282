"""One field: added, changed, moved, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import ServiceDraft, Stale, find_draft
from rathaus.core.text import clean_text
from rathaus.desk.keeping.sheets import Answers, Refused, Sheet, Shown, answer_sheet, language
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import FieldError

from .frame import change_view, draft_view, editor_page, keep, refusal, to_board
from .palette import PALETTE, choice_of, fresh, known
from .problems import in_words
from .ruleform import in_a_sentence, nameables
from .rules import preview_of
from .settings import apply, saved_answers, settings_form
from .visiting import first_offering

_LABEL = 200


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def add(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    """Kind and question; the rest is set on the field's own page."""
    page, inside = request.GET.get("seite", ""), request.GET.get("in", "")
    editing.find_page(draft.content, page)
    if inside:
        editing.find_line(draft.content, inside)
    if request.method != "POST":
        return _adding(request, draft, page, inside)
    kind = request.POST.get("kind", "")
    label, label_en = (clean_text(request.POST.get(name, "")).strip()[:_LABEL] for name in ("label", "label_en"))
    errors = [] if label else [FieldError("label", "", _("Schreiben Sie die Frage oder eine Bezeichnung."))]
    if not known(kind):
        errors.insert(0, FieldError("kind", "", _("Wählen Sie, was gefragt wird.")))
    first = first_offering() if kind == "appointment" else ""
    if first is None:
        errors.insert(
            0, FieldError("kind", "", _("Bei Ihnen gibt es noch kein Anliegen, für das man Termine bucht."))
        )
    if errors or first is None:
        return _adding(request, draft, page, inside, errors=errors, status=422)
    try:
        new = fresh(kind, label, label_en, offering=first)
        content, path = editing.add_field(draft.content, page, *new, inside=inside)
        keep(request, draft, content)
    except editing.Refused as refused:
        return _adding(request, draft, page, inside, errors=[FieldError("kind", "", refusal(refused))], status=422)
    except Stale:
        current = find_draft(draft.service_key) or draft
        return _adding(request, current, page, inside, is_stale=True, status=409)
    messages.success(request, _("„%(label)s“ ist dazugekommen.") % {"label": label})
    return HttpResponseRedirect(reverse("desk_form_field", args=[draft.service_key, path]))


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def edit(request: StaffRequest, draft: ServiceDraft, path: str) -> HttpResponse:
    line = editing.find_line(draft.content, path)
    words = editing.words_of(draft.content, path)

    def save(answers: Answers) -> None:
        definition, said = apply(line.definition, words, answers)
        content = editing.change_field(draft.content, path, definition, said)
        _refuse_faults(draft.content, content)
        keep(request, draft, content)

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        current = find_draft(draft.service_key) or draft
        context = {
            "line": line,
            "shown": shown,
            "label": words[language()].get("label") or path,
            **_around(draft, line),
        }
        return editor_page(
            request,
            "desk/editor/field.html",
            current,
            {**context, **preview_of(request, current, line.page)},
            status=status,
        )

    sheet = Sheet(settings_form(line.definition), saved_answers(line.definition, words))
    return answer_sheet(request, sheet, draw=draw, save=save)


@require_POST
@change_view
def move(request: StaffRequest, draft: ServiceDraft, path: str) -> HttpResponse:
    """One place up or down, or to the end of another page."""
    target = request.POST.get("seite", "")
    steps = {"hoch": -1, "runter": +1}
    direction = request.POST.get("richtung", "")
    if direction in steps:
        content = editing.move_field(draft.content, path, steps[direction])
    else:
        content = editing.move_to_page(draft.content, path, target)
    keep(request, draft, content)
    return to_board(draft, path, target)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def remove(request: StaffRequest, draft: ServiceDraft, path: str) -> HttpResponse:
    """Asks first, and says who names the field."""
    line = editing.find_line(draft.content, path)
    words = editing.words_of(draft.content, path)
    if request.method == "POST":
        try:
            todos = [todo for todo in draft.todos if todo.get("field") != path]
            keep(request, draft, editing.remove_field(draft.content, path), todos=todos)
        except Stale:
            messages.warning(
                request, _("In der Zwischenzeit hat jemand anderes das Formular geändert. Prüfen Sie es.")
            )
        else:
            messages.success(request, _("„%(label)s“ ist entfernt.") % {"label": words["de"].get("label", path)})
        return to_board(draft, page=line.page)
    naming = [(what, _called(draft, what, key)) for what, key in editing.named_by(draft.content, path)]
    context = {"line": line, "label": words[language()].get("label") or path, "naming": naming}
    return editor_page(request, "desk/editor/remove.html", draft, context)


def _adding(
    request: StaffRequest,
    draft: ServiceDraft,
    page: str,
    inside: str,
    *,
    errors: Any = (),
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    title = editing.page_words_of(draft.content, page)[language()].get("title", page)
    holder = editing.words_of(draft.content, inside)[language()].get("label", inside) if inside else ""
    context = {
        "palette": PALETTE,
        "typed": {name: request.POST.get(name, "") for name in ("kind", "label", "label_en")},
        "errors": errors,
        "page_title": title,
        "holder": holder,
        "is_stale": is_stale,
    }
    return editor_page(request, "desk/editor/add.html", draft, context, status=status)


def _around(draft: ServiceDraft, line: editing.Line) -> dict[str, Any]:
    """What else there is to a field: its rules, its parts, its to-dos, the pages it can go to."""
    words = editing.words_of(draft.content, line.path)[language()]
    valid = [
        (key, words.get("valid", {}).get(key, key), rule)
        for key, rule in (line.definition.get("valid") or {}).items()
    ]
    kind = line.definition["kind"]
    named = nameables(draft.content, line.path, language())
    return {
        "visible_words": in_a_sentence(line.definition.get("visible"), named),
        "required_words": in_a_sentence(line.definition.get("required"), named),
        "choice": choice_of(kind),
        "valid": valid,
        "has_requirement": kind not in ("info", "computed", "group"),
        "has_checks": kind not in ("info", "computed", "declaration"),
        "takes_fields": kind in editing.HOLDERS,
        "required_rule": line.definition.get("required") if isinstance(line.definition.get("required"), str) else "",
        "todos": [todo_text(todo) for todo in draft.todos if todo.get("field") == line.path],
        "other_pages": [
            (page["key"], editing.page_words_of(draft.content, page["key"])[language()].get("title", page["key"]))
            for page in editing.pages_of(draft.content)
            if page["key"] != line.page and "." not in line.path
        ],
    }


def todo_text(todo: dict[str, Any]) -> str:
    return editing.say(todo["code"], language(), todo.get("values") or {}) if todo["code"] in editing.SAYINGS else ""


def _refuse_faults(before: Any, after: Any) -> None:
    known_faults = set(editing.try_out(before).faults)
    new = [message for place, message in editing.try_out(after).faults if (place, message) not in known_faults]
    if new:
        raise Refused([FieldError("label", "", in_words(message)) for message in new[:1]])


def _called(draft: ServiceDraft, what: str, key: str) -> str:
    if what == "field":
        return str(editing.words_of(draft.content, key)[language()].get("label") or key)
    if what == "page":
        return str(editing.page_words_of(draft.content, key)[language()].get("title") or key)
    return key
