"""The words of a service: the municipality's own beside the shared ones, in both languages."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import TermsDraft, change_terms, compiled, context_of, terms_draft
from rathaus.formengine.service import ServiceDefinition, show_value

from .frame import find_offer, service_page
from .sheets import Answers, Sheet, Shown, answer_sheet, seen_revision
from .textform import text_form, to_own, to_text, words_of
from .titles import title_of

_LANGUAGE = "sprache"


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def set_texts(request: StaffRequest, key: str) -> HttpResponse:
    offer = find_offer(key)
    draft, definition = terms_draft(offer), compiled(offer.current_version).definition
    language = "en" if request.GET.get(_LANGUAGE) == "en" else "de"
    words = words_of(definition, language)

    def save(answers: Answers) -> None:
        own = to_own(definition, answers)
        others = {name: texts for name, texts in draft.texts.items() if name != language}
        texts = others | ({language: own} if own else {})
        change_terms(offer, {"texts": texts}, revision=seen_revision(request), by=request.staff)

    def draw(shown: Shown, *, status: int = 200) -> HttpResponse:
        context = {
            "offer": offer,
            "title": title_of(offer),
            "changes": draft,
            "shown": shown,
            "rows": [(one, shown.page.field(one.key)) for one in words],
            "languages": _languages(request.path, language),
            "languages_label": _("Sprache der Texte"),
            "placeholders": _placeholders(definition, draft, language),
        }
        return service_page(request, "desk/keeping/texts.html", context, key=key, page="desk_texts", status=status)

    own = draft.texts.get(language, {})
    saved = {one.key: to_text(one.key, own.get(one.key)) for one in words if own.get(one.key)}
    return answer_sheet(request, Sheet(text_form(words), saved), draw=draw, save=save)


def _languages(address: str, current: str) -> list[tuple[str, str, bool]]:
    return [
        (_("Auf Deutsch"), address, current == "de"),
        (_("Auf Englisch"), f"{address}?{_LANGUAGE}=en", current == "en"),
    ]


def _placeholders(definition: ServiceDefinition, draft: TermsDraft, language: str) -> list[tuple[str, str, str]]:
    """Name, what it stands for, and what it says now."""
    context = context_of(draft.offer.current_version, draft.parameters, language)
    labels = definition.texts["de" if language == "de" else "en"].parameters
    rows: list[tuple[str, str, Any]] = [
        ("municipality", _("Name der Gemeinde"), context.municipality_name),
        ("year", _("Das laufende Jahr"), context.today.year),
        ("today", _("Der heutige Tag"), context.today.strftime("%d.%m.%Y")),
    ]
    for parameter in definition.parameters:
        if parameter.key in context.parameters:
            said = show_value(parameter, context.parameters[parameter.key], context.language)
            rows.append((parameter.key, labels.get(parameter.key, ""), said))
    return [(f"{{{name}}}", label, str(said)) for name, label, said in rows]
