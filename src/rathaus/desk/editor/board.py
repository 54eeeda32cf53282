"""All pages and fields of a form with what can be done to each, and beside them how a page looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import (
    KeyTaken,
    ServiceDraft,
    Stale,
    can_undo,
    compiled,
    create_draft,
    discard_draft,
    find_draft,
    find_kept_offer,
    undo_change,
)
from rathaus.desk.keeping.frame import service_page
from rathaus.desk.keeping.sheets import language, seen_revision
from rathaus.desk.keeping.titles import title_of as offered_title
from rathaus.formengine.editing import service as editing

from .frame import PAGE, change_view, draft_view, editor_page, keep, title_of, to_board
from .palette import Choice, choice_of
from .problems import Fault, faults


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: what the field asks, of which kind it is, and what hangs on it."""

    line: editing.Line
    label: str
    choice: Choice
    rules: tuple[str, ...]
    todos: int
    faults: int

    @property
    def path(self) -> str:
        return self.line.path

    @property
    def anchor(self) -> str:
        return self.path.replace(".", "-")

    @property
    def required(self) -> bool:
        return self.line.definition.get("required", True) is not False and self.line.definition["kind"] not in (
            "info",
            "computed",
            "group",
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its rows; `lead` is what stands above the fields."""

    key: str
    title: str
    rule: str
    rows: tuple[Row, ...]
    first: bool
    last: bool


@require_safe
@admin_required
def show(request: StaffRequest, key: str) -> HttpResponse:
    """The draft, or where there is none the form on offer and the way to change it."""
    draft = find_draft(key)
    if draft is None:
        return _offer_to_begin(request, key)
    trial = editing.try_out(draft.content)
    found = faults(draft.content, list(trial.faults))
    sheets = _sheets(draft, found)
    context = {
        "sheets": sheets,
        "found": found,
        "todos": _todos(draft),
        "can_undo": can_undo(draft),
        **preview(request, draft.content, request.GET.get("seite", ""), trial),
    }
    return editor_page(request, "desk/editor/board.html", draft, context)


def _offer_to_begin(request: StaffRequest, key: str) -> HttpResponse:
    offer = find_kept_offer(key)
    if offer is None:
        raise Http404
    service = compiled(offer.current_version)
    context = {"offer": offer, "title": offered_title(offer), "has_form": service.has_form}
    return service_page(request, "desk/editor/begin.html", context, key=key, page=PAGE)


@require_POST
@admin_required
def begin(request: StaffRequest, key: str) -> HttpResponse:
    """A draft of what is on offer, to be changed and published in its place."""
    offer = find_kept_offer(key)
    if offer is None:
        raise Http404
    content = compiled(offer.current_version).definition.model_dump(mode="json")
    try:
        create_draft(content, source=ServiceDraft.Source.COPY, by=request.staff, base=offer.version)
    except KeyTaken:
        messages.info(request, _("Es gibt schon einen Entwurf. Sie arbeiten an ihm weiter."))
    return HttpResponseRedirect(reverse(PAGE, args=[key]))


def preview(
    request: StaffRequest, content: Mapping[str, Any], wanted: str, trial: editing.Trial, *, is_form: bool = False
) -> dict[str, Any]:
    """How the wanted page looks to somebody who has answered nothing yet, or what is posted unless that is a form."""
    keys = [page["key"] for page in editing.pages_of(content)]
    key = wanted if wanted in keys else keys[0] if keys else ""
    posted = dict(request.POST.lists()) if request.method == "POST" and not is_form else None
    name = request.municipality.name if hasattr(request, "municipality") else ""
    page = trial.page(key, language(), municipality_name=name, posted=posted) if key else None
    return {"shown_page": key, "seen": page, "runs": trial.service is not None}


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def look(request: StaffRequest, draft: ServiceDraft, page: str) -> HttpResponse:
    """A page to try out: what is typed is looked at and forgotten."""
    editing.find_page(draft.content, page)
    trial = editing.try_out(draft.content)
    return editor_page(request, "desk/editor/look.html", draft, preview(request, draft.content, page, trial))


@require_POST
@change_view
def undo(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    if undo_change(draft, revision=seen_revision(request), by=request.staff):
        messages.success(request, _("Die letzte Änderung ist zurückgenommen."))
    else:
        messages.info(request, _("Es gibt keine frühere Fassung dieses Entwurfs mehr."))
    return to_board(draft)


@require_POST
@change_view
def tick_off(request: StaffRequest, draft: ServiceDraft, number: int) -> HttpResponse:
    """A to-do of the import is done."""
    todos = list(draft.todos)
    if number >= len(todos):
        raise Stale(draft.revision)
    del todos[number]
    keep(request, draft, draft.content, todos=todos)
    return to_board(draft)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def discard(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    if request.method != "POST":
        return editor_page(request, "desk/editor/discard.html", draft, {})
    try:
        discard_draft(draft, revision=seen_revision(request))
    except Stale:
        messages.warning(request, _("In der Zwischenzeit hat jemand anderes den Entwurf geändert. Er ist noch da."))
        return to_board(draft)
    messages.success(request, _("Der Entwurf von „%(title)s“ ist verworfen.") % {"title": title_of(draft.content)})
    return HttpResponseRedirect(reverse("desk_services"))


def _sheets(draft: ServiceDraft, found: list[Fault]) -> list[Sheet]:
    content = draft.content
    pages = editing.pages_of(content)
    rows: dict[str, list[Row]] = {page["key"]: [] for page in pages}
    for line in editing.lines(content):
        rows[line.page].append(_row(draft, line, found))
    return [
        Sheet(
            key=page["key"],
            title=_page_title(content, page["key"]),
            rule=str(page.get("visible") or ""),
            rows=tuple(rows[page["key"]]),
            first=number == 0,
            last=number == len(pages) - 1,
        )
        for number, page in enumerate(pages)
    ]


def _row(draft: ServiceDraft, line: editing.Line, found: list[Fault]) -> Row:
    words = editing.words_of(draft.content, line.path)
    label = words[language()].get("label") or words["de"].get("label") or line.path
    return Row(
        line=line,
        label=label,
        choice=choice_of(line.definition["kind"]),
        rules=tuple(rule for name, rule in editing.rules_of(line.definition) if name in ("visible", "required")),
        todos=sum(1 for todo in draft.todos if todo.get("field") == line.path),
        faults=sum(1 for fault in found if fault.path == line.path),
    )


def _page_title(content: Mapping[str, Any], key: str) -> str:
    words = editing.page_words_of(content, key)
    return str(words[language()].get("title") or words["de"].get("title") or key)


def _todos(draft: ServiceDraft) -> list[dict[str, Any]]:
    """What an import left to people, each with the field that it is about."""
    found = []
    paths = {line.path for line in editing.lines(draft.content)}
    for number, todo in enumerate(draft.todos):
        if todo.get("code") in editing.SAYINGS:
            text = editing.say(todo["code"], language(), todo.get("values") or {})
            path = todo.get("field") if todo.get("field") in paths else ""
            found.append({"number": number, "text": text, "path": path, "is_texts": todo["code"] == "texts"})
    return found
