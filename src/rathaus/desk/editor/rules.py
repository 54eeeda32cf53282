"""The rules of a field or a page: when it is asked, when it must be answered, when an answer is right."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import ServiceDraft, find_draft
from rathaus.desk.keeping.sheets import Answers, Refused, Sheet, Shown, answer_sheet, language
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import FieldError

from .board import preview
from .frame import change_view, draft_view, editor_page, keep
from .problems import in_words
from .ruleform import BY_HAND, nameables, others, picked_rule, rule_form, saved_answers

NEW = "neu"
_NAMES = {"sichtbar": "visible", "pflicht": "required"}
_VALID = "gueltig-"


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def edit_rule(request: StaffRequest, draft: ServiceDraft, path: str, rule: str) -> HttpResponse:
    line = editing.find_line(draft.content, path)
    name = _rule_name(line, rule)
    if name is None:
        raise Http404
    kind, key = ("valid", name.removeprefix("valid.")) if name.startswith("valid.") else (name, "")
    fields = nameables(draft.content, path, language())
    if kind != "valid":
        fields = others(fields, editing.rule_name(draft.content, path, path))
    given = dict(editing.rules_of(line.definition)).get(name, line.definition.get(name) if kind != "valid" else None)
    messages_of = {lang: said.get("valid", {}) for lang, said in editing.words_of(draft.content, path).items()}

    def save(answers: Answers) -> None:
        content = editing.set_rule(draft.content, path, _key_for(line, name, answers), picked_rule(answers, fields))
        if kind == "valid":
            content = _with_message(content, path, _key_for(line, name, answers), answers)
        _refuse_faults(draft.content, content, answers)
        keep(request, draft, content)

    saved = saved_answers(kind, given, fields)
    saved |= {"meldung": messages_of["de"].get(key), "meldung_en": messages_of["en"].get(key)}
    form = rule_form(kind, fields, with_message=kind == "valid")
    sheet = Sheet(form, {name: value for name, value in saved.items() if value is not None})
    context = {
        "line": line,
        "label": _label(draft, path),
        "rule": given if isinstance(given, str) else "",
    }
    context |= {"removable": kind == "valid" and key != NEW, "rule_name": rule}
    return _answer(request, draft, sheet, save, context, page=line.page)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def edit_page_rule(request: StaffRequest, draft: ServiceDraft, page: str) -> HttpResponse:
    given = editing.find_page(draft.content, page).get("visible")
    fields = nameables(draft.content, "", language())

    def save(answers: Answers) -> None:
        rule = picked_rule(answers, fields)
        content = editing.set_page_rule(draft.content, page, rule if isinstance(rule, str) else None)
        _refuse_faults(draft.content, content, answers)
        keep(request, draft, content)

    sheet = Sheet(rule_form("visible", fields, with_message=False), saved_answers("visible", given, fields))
    title = editing.page_words_of(draft.content, page)[language()].get("title", page)
    return _answer(request, draft, sheet, save, {"label": title, "rule": given or "", "page_key": page}, page=page)


@require_POST
@change_view
def remove_rule(request: StaffRequest, draft: ServiceDraft, path: str, rule: str) -> HttpResponse:
    """A check of answers that is no longer wanted, with its message."""
    line = editing.find_line(draft.content, path)
    name = _rule_name(line, rule)
    if name is None or not name.startswith("valid.") or name == f"valid.{NEW}":
        raise Http404
    content = editing.set_rule(draft.content, path, name, None)
    words = editing.words_of(content, path)
    for said in words.values():
        said["valid"] = {
            key: text for key, text in said.get("valid", {}).items() if key != name.removeprefix("valid.")
        }
    keep(request, draft, editing.set_words(content, path, words))
    messages.success(request, _("Die Prüfung ist entfernt."))
    return HttpResponseRedirect(reverse("desk_form_field", args=[draft.service_key, path]))


def _answer(
    request: StaffRequest, draft: ServiceDraft, sheet: Sheet, save: Any, context: dict[str, Any], *, page: str
) -> HttpResponse:
    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        current = find_draft(draft.service_key) or draft
        seen = preview_of(request, current, page)
        return editor_page(
            request, "desk/editor/rule.html", current, {**context, **seen, "shown": shown}, status=status
        )

    answer = answer_sheet(request, sheet, draw=draw, save=save)
    if isinstance(answer, HttpResponseRedirect) and "line" in context:
        return HttpResponseRedirect(reverse("desk_form_field", args=[draft.service_key, context["line"].path]))
    if isinstance(answer, HttpResponseRedirect):
        return HttpResponseRedirect(reverse("desk_form_page", args=[draft.service_key, page]))
    return answer


def preview_of(request: StaffRequest, draft: ServiceDraft, page: str) -> dict[str, Any]:
    """The page beside a form that is itself posted: nothing of it belongs to the preview."""
    return preview(request, draft.content, page, editing.try_out(draft.content), is_form=True)


def _rule_name(line: editing.Line, rule: str) -> str | None:
    """What the address calls a rule → its place in the definition; None for what this field can't have."""
    kind = line.definition["kind"]
    if rule in _NAMES:
        if _NAMES[rule] == "required" and kind in ("info", "computed", "group"):
            return None
        return _NAMES[rule]
    key = rule.removeprefix(_VALID)
    if not rule.startswith(_VALID) or kind in ("info", "computed", "declaration"):
        return None
    return f"valid.{key}" if key == NEW or key in (line.definition.get("valid") or {}) else None


def _key_for(line: editing.Line, name: str, answers: Answers) -> str:
    """A new check is named after its message."""
    if name != f"valid.{NEW}":
        return name
    taken = {*(line.definition.get("valid") or {}), NEW, "pattern"}
    return "valid." + editing.key_of(str(answers.get("meldung") or "")[:30], taken, fallback="regel")


def _with_message(content: dict[str, Any], path: str, name: str, answers: Answers) -> dict[str, Any]:
    words, key = editing.words_of(content, path), name.removeprefix("valid.")
    german = str(answers.get("meldung") or "")
    for lang, message in (("de", german), ("en", str(answers.get("meldung_en") or german))):
        words[lang]["valid"] = {**words[lang].get("valid", {}), key: message}
    return editing.set_words(content, path, words)


def _refuse_faults(before: Any, after: Any, answers: Answers) -> None:
    """A rule that the engine doesn't understand, or that makes a circle, isn't kept."""
    known = set(editing.try_out(before).faults)
    fresh = [message for place, message in editing.try_out(after).faults if (place, message) not in known]
    if fresh:
        field = "cel" if answers.get("art") == BY_HAND else "art"
        raise Refused([FieldError(field, _("Regel"), in_words(message)) for message in fresh[:1]])


def _label(draft: ServiceDraft, path: str) -> str:
    words = editing.words_of(draft.content, path)
    return str(words[language()].get("label") or words["de"].get("label") or path)
