"""One page of a form: added, named, moved, removed."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import ServiceDraft, find_draft
from rathaus.desk.keeping.sheets import Answers, Sheet, Shown, answer_sheet, language
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import CompiledForm, FieldText, plain_form

from .frame import change_view, draft_view, editor_page, keep, to_board

Words = dict[str, dict[str, str]]


def _form() -> CompiledForm:
    line = {"kind": "text", "max_length": 200, "width": "xl"}
    lead = {"kind": "longtext", "max_length": 1000, "required": False}
    return plain_form(
        [
            {"key": "title", **line},
            {"key": "title_en", **line, "required": False},
            {"key": "lead", **lead},
            {"key": "lead_en", **lead},
        ],
        {
            "title": FieldText(label=_("Überschrift der Seite")),
            "title_en": FieldText(label=_("Überschrift auf Englisch"), help=_("Leer gilt das Deutsche.")),
            "lead": FieldText(label=_("Satz unter der Überschrift")),
            "lead_en": FieldText(label=_("Satz auf Englisch")),
        },
    )


def _words(answers: Answers) -> Words:
    title, lead = str(answers.get("title") or ""), str(answers.get("lead") or "")
    english = {"title": str(answers.get("title_en") or title), "lead": str(answers.get("lead_en") or lead)}
    return {"de": {"title": title, "lead": lead}, "en": english}


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def add(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    def save(answers: Answers) -> None:
        content, _key = editing.add_page(draft.content, _words(answers))
        keep(request, draft, content)

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        current = find_draft(draft.service_key) or draft
        return editor_page(request, "desk/editor/page.html", current, {"shown": shown}, status=status)

    try:
        answer = answer_sheet(request, Sheet(_form(), {}), draw=draw, save=save)
    except editing.Refused:
        return to_board(draft)
    return to_board(draft) if isinstance(answer, HttpResponseRedirect) else answer


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def edit(request: StaffRequest, draft: ServiceDraft, page: str) -> HttpResponse:
    found = editing.find_page(draft.content, page)
    words = editing.page_words_of(draft.content, page)

    def save(answers: Answers) -> None:
        keep(request, draft, editing.rename_page(draft.content, page, _words(answers)))

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        current = find_draft(draft.service_key) or draft
        context = {"shown": shown, "page_key": page, "label": words[language()].get("title", page), "found": found}
        return editor_page(request, "desk/editor/page.html", current, context, status=status)

    saved = {
        f"{name}{suffix}": words[lang][name]
        for name in ("title", "lead")
        for lang, suffix in (("de", ""), ("en", "_en"))
        if words[lang].get(name)
    }
    return answer_sheet(request, Sheet(_form(), saved), draw=draw, save=save)


@require_POST
@change_view
def move(request: StaffRequest, draft: ServiceDraft, page: str) -> HttpResponse:
    by = -1 if request.POST.get("richtung") == "hoch" else 1
    keep(request, draft, editing.move_page(draft.content, page, by))
    return HttpResponseRedirect(reverse("desk_form", args=[draft.service_key]) + f"#seite-{page}")


@require_POST
@change_view
def remove(request: StaffRequest, draft: ServiceDraft, page: str) -> HttpResponse:
    keep(request, draft, editing.remove_page(draft.content, page))
    return to_board(draft)
