"""What the service says about itself, in the draft: name, description, requirements, costs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import ServiceDraft, find_draft
from rathaus.desk.keeping.sheets import Answers, Refused, Sheet, Shown, answer_sheet
from rathaus.desk.keeping.textform import LABELS, Words, address_faults, text_form, to_text, to_value
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import FieldError

from .frame import draft_view, editor_page, keep
from .problems import in_words

_NEEDED = ("title", "summary", "description", "audience", "cost", "duration", "procedure", "legal_basis", "keywords")
_KEYS = tuple(key for key in LABELS if key != "link_label")


@require_http_methods(["GET", "HEAD", "POST"])
@draft_view
def set_texts(request: StaffRequest, draft: ServiceDraft) -> HttpResponse:
    lang = "en" if request.GET.get("sprache") == "en" else "de"
    texts = (draft.content.get("texts") or {}).get(lang) or {}
    words = [Words(key, str(LABELS[key]), "") for key in _KEYS]

    def save(answers: Answers) -> None:
        said = {key: to_value(key, str(answers.get(key) or "")) for key in _KEYS}
        _refuse_missing(said)
        _refuse_addresses(said)
        content = {**draft.content, "texts": {**(draft.content.get("texts") or {}), lang: {**texts, **said}}}
        _refuse_faults(draft.content, content, lang)
        todos = [todo for todo in draft.todos if todo.get("code") != "texts"]
        keep(request, draft, content, todos=todos)

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        current = find_draft(draft.service_key) or draft
        tabs = [
            (_("Auf Deutsch"), request.path, lang == "de"),
            (_("Auf Englisch"), f"{request.path}?sprache=en", lang == "en"),
        ]
        context = {"shown": shown, "languages": tabs, "languages_label": _("Sprache der Texte")}
        return editor_page(request, "desk/editor/texts.html", current, context, status=status)

    saved = {key: to_text(key, texts[key]) for key in _KEYS if texts.get(key)}
    return answer_sheet(request, Sheet(text_form(words), saved), draw=draw, save=save)


def _refuse_missing(said: dict[str, Any]) -> None:
    missing = [key for key in _NEEDED if not said[key]]
    if missing:
        raise Refused([FieldError(key, str(LABELS[key]), _("Hier fehlt noch etwas.")) for key in missing])


def _refuse_addresses(said: dict[str, Any]) -> None:
    """What stands behind a law becomes a link on public pages."""
    wrong = [
        FieldError("legal_basis", str(LABELS["legal_basis"]), why) for why in address_faults(said["legal_basis"])
    ]
    if wrong:
        raise Refused(wrong)


def _refuse_faults(before: Any, after: Any, lang: str) -> None:
    known = set(editing.try_out(before).faults)
    fresh = [(place, message) for place, message in editing.try_out(after).faults if (place, message) not in known]
    errors = []
    for place, message in fresh:
        key = place.removeprefix(f"texts.{lang}.").partition(".")[0]
        errors.append(FieldError(key if key in LABELS else "title", "", in_words(message)))
    if errors:
        raise Refused(errors[:3])
