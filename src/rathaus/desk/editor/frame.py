"""What every page of the editor does: find the draft, show the frame, keep a change."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import ServiceDraft, Stale, find_draft, find_kept_offer, save_draft
from rathaus.core import clock
from rathaus.desk.keeping.frame import service_page
from rathaus.desk.keeping.sheets import language, seen_revision
from rathaus.formengine.editing import service as editing

PAGE = "desk_form"
DraftView = Callable[..., HttpResponse]


def draft_view(view: DraftView) -> Callable[..., HttpResponseBase]:
    """A view of a service that is being written: `view(request, draft, …)`. Nothing there is a 404."""

    @wraps(view)
    def guarded(request: StaffRequest, key: str, **kwargs: Any) -> HttpResponse:
        draft = find_draft(key)
        if draft is None:
            raise Http404
        try:
            return view(request, draft, **kwargs)
        except editing.NotThere:
            raise Http404 from None

    return admin_required(guarded)  # type: ignore[arg-type]  # wraps() hides the parameters


def change_view(view: DraftView) -> Callable[..., HttpResponseBase]:
    """A view of one press of a button: what it can't do because somebody was faster changes nothing and says so."""

    @wraps(view)
    def guarded(request: StaffRequest, draft: ServiceDraft, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, draft, **kwargs)
        except Stale:
            messages.warning(
                request,
                _(
                    "In der Zwischenzeit hat jemand anderes das Formular geändert. Hier steht der neue Stand; Ihre "
                    "Änderung ist nicht gespeichert."
                ),
            )
        except editing.Refused as refused:
            messages.error(request, refusal(refused))
        return to_board(draft)

    return draft_view(guarded)


def editor_page(
    request: StaffRequest, template: str, draft: ServiceDraft, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    offer = find_kept_offer(draft.service_key)
    around: dict[str, Any] = {"draft": draft, "changes": draft, "title": title_of(draft.content), "offer": None}
    around["steps"] = _steps(request, draft)
    around["steps_label"] = _("Teile des Entwurfs")
    if offer is None:
        around["pages"] = None  # the other pages are about what is on offer
    return service_page(request, template, {**around, **context}, key=draft.service_key, page=PAGE, status=status)


def keep(
    request: StaffRequest, draft: ServiceDraft, content: Mapping[str, Any], *, todos: Sequence[Any] | None = None
) -> ServiceDraft:
    """Save on top of the revision that the person saw; the example is filled in anew. Raises Stale."""
    with_example = editing.with_example(content, clock.today())
    return save_draft(draft, with_example, revision=seen_revision(request), by=request.staff, todos=todos)


def to_board(draft: ServiceDraft, path: str = "", page: str = "") -> HttpResponseRedirect:
    """Back to the list, where the eye was."""
    address = reverse(PAGE, args=[draft.service_key])
    query = f"?seite={page}" if page else ""
    return HttpResponseRedirect(f"{address}{query}{f'#z-{anchor(path)}' if path else ''}")


def anchor(path: str) -> str:
    return path.replace(".", "-")


def title_of(content: Mapping[str, Any]) -> str:
    texts = content.get("texts") or {}
    return str((texts.get(language()) or {}).get("title") or (texts.get("de") or {}).get("title") or content["key"])


def refusal(refused: editing.Refused) -> str:
    sentences = {
        "too_many_fields": _("Mehr als 500 Felder kann ein Formular nicht haben."),
        "too_many_pages": _("Mehr als 50 Seiten kann ein Formular nicht haben."),
        "too_deep": _("Hier passt kein Feld hinein, das selbst aus Feldern besteht."),
        "group_in_group": _("In einer wiederholbaren Gruppe kann keine zweite stehen."),
        "inside_a_group": _("Ein Feld in einer Gruppe bleibt in seiner Gruppe."),
        "appointment_inside": _("Ein Termin steht auf einer Seite selbst, in keiner Gruppe."),
        "one_appointment": _("Ein Formular hat höchstens einen Termin."),
        "page_not_empty": _("Auf der Seite stehen noch Felder. Verschieben oder entfernen Sie sie zuerst."),
    }
    return sentences[refused.code]


def _steps(request: StaffRequest, draft: ServiceDraft) -> list[tuple[str, str, bool]]:
    names = (
        (PAGE, _("Seiten und Felder")),
        ("desk_form_texts", _("Texte der Leistung")),
        ("desk_form_publish", _("Prüfen und veröffentlichen")),
    )
    addresses = [(label, reverse(name, args=[draft.service_key])) for name, label in names]
    return [(label, address, address == request.path) for label, address in addresses]
