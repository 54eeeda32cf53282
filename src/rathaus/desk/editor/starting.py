"""Beginning a service: from a data schema, as a copy, or with next to nothing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import (
    KeyTaken,
    ServiceDraft,
    compiled,
    create_draft,
    definitions,
    find_kept_offer,
    kept_services,
)
from rathaus.core import clock
from rathaus.core.text import clean_text
from rathaus.desk.keeping.frame import keeping_page
from rathaus.desk.keeping.sheets import language
from rathaus.files.service import refused_uploads
from rathaus.formengine.editing import service as editing
from rathaus.formengine.service import FieldError

from .frame import PAGE

_TEMPLATE = "antrag"
_WAYS = ("schema", "kopie", "leer")
_TITLE = 200
_MOST = 10_000_001  # one byte more than a schema may have


class _Missing(Exception):
    """What was typed isn't enough; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        self.error = FieldError(field, "", message)
        super().__init__(message)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def start(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    way = request.POST.get("art", "")
    try:
        draft = {"schema": _from_schema, "kopie": _copy}.get(way, _empty)(request)
    except _Missing as missing:
        return _page(request, way=way, error=missing.error)
    except editing.SchemaRefused as refused:
        return _page(request, way=way, error=FieldError("schema", "", refused.reason(language())))
    except KeyTaken:
        taken = _("Eine Leistung mit diesem Namen gibt es schon. Wählen Sie einen anderen.")
        return _page(request, way=way, error=FieldError(f"{way}_titel", "", taken))
    return HttpResponseRedirect(reverse(PAGE, args=[draft.service_key]))


def _from_schema(request: StaffRequest) -> ServiceDraft:
    imported = editing.read_schema(_uploaded(request))
    title = _typed(request, "schema_titel") or imported.content["texts"]["de"]["title"]
    content = editing.begin_with_schema(_begun(request, title, "schema"), imported, clock.today())
    todos = [note.as_json() for note in imported.todos]
    draft = create_draft(content, source=ServiceDraft.Source.FIM, by=request.staff, todos=todos)
    count = sum(1 for _line in editing.lines(content))
    read = ngettext("%(n)s Feld ist übernommen.", "%(n)s Felder sind übernommen.", count) % {"n": count}
    messages.success(request, " ".join([read, *(note.text(language()) for note in imported.warnings[:5])]))
    return draft


def _empty(request: StaffRequest) -> ServiceDraft:
    content = _begun(request, _needed_title(request, "leer"), "leer")
    return create_draft(content, source=ServiceDraft.Source.NEW, by=request.staff)


def _copy(request: StaffRequest) -> ServiceDraft:
    offer = find_kept_offer(request.POST.get("kopie_von", ""))
    if offer is None or not compiled(offer.current_version).has_form:
        raise _Missing("kopie_von", _("Wählen Sie, welche Leistung kopiert wird."))
    title = _needed_title(request, "kopie")
    content = compiled(offer.current_version).definition.model_dump(mode="json")
    titles = {"de": title, "en": _typed(request, "kopie_titel_en") or title}
    copied = editing.begin_as_copy(content, _free_key(title, "kopie"), titles)
    return create_draft(copied, source=ServiceDraft.Source.COPY, by=request.staff, base=offer.version)


def _begun(request: StaffRequest, title: str, way: str) -> dict[str, Any]:
    topics = definitions(settings.DEFINITIONS).topics
    topic = request.POST.get(f"{way}_thema", "")
    if topic not in topics:
        raise _Missing(f"{way}_thema", _("Wählen Sie ein Thema."))
    titles = {"de": title, "en": _typed(request, f"{way}_titel_en") or title}
    names: Mapping[str, str] = {lang: topics[topic].names[lang] for lang in ("de", "en")}
    template = editing.template(settings.DEFINITIONS, _TEMPLATE)
    return editing.begin(template, _free_key(title, way), titles, (topic, names))


def _free_key(title: str, way: str) -> str:
    """The name in addresses. What is on offer keeps its own, so a copy needs another title."""
    key = editing.service_key(title)
    if not key:
        raise _Missing(f"{way}_titel", _("Geben Sie der Leistung einen Namen."))
    if key in ("neu", "uebersicht") or find_kept_offer(key) is not None:
        raise _Missing(f"{way}_titel", _("Eine Leistung mit diesem Namen gibt es schon. Wählen Sie einen anderen."))
    return key


def _needed_title(request: StaffRequest, way: str) -> str:
    title = _typed(request, f"{way}_titel")
    if not title:
        raise _Missing(f"{way}_titel", _("Geben Sie der Leistung einen Namen."))
    return title


def _typed(request: StaffRequest, name: str) -> str:
    return " ".join(clean_text(request.POST.get(name, "")).split())[:_TITLE]


def _uploaded(request: StaffRequest) -> bytes:
    refused = refused_uploads(request).get("schema")
    if refused:
        raise _Missing("schema", refused)
    file = request.FILES.get("schema")
    if file is None:
        raise _Missing("schema", _("Wählen Sie die XML-Datei mit dem Datenschema aus."))
    return bytes(file.read(_MOST))


def _page(request: StaffRequest, *, way: str = "", error: FieldError | None = None) -> HttpResponse:
    topics = definitions(settings.DEFINITIONS).topics
    context = {
        "topics": sorted(((key, topic.names[language()]) for key, topic in topics.items()), key=lambda row: row[1]),
        "services": [(kept.key, kept.title) for kept in kept_services() if kept.maturity in ("form", "full")],
        "way": way if way in _WAYS else "",
        "errors": [error] if error else [],
        "error": {error.path: error.message} if error else {},
        "typed": {key: value for key, value in request.POST.items() if isinstance(value, str)},
    }
    return keeping_page(
        request, "desk/editor/start.html", context, area="desk_service_new", status=422 if error else 200
    )
