"""Each source with its state, and asking it now."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.channel.service import ask_now, problem_words, source_health, warnings_unknown_since
from rathaus.desk.frame import desk_page

STATE: dict[str, tuple[Promise, str, str]] = {
    "new": (gettext_lazy("Noch nicht abgerufen"), "info", "uhr"),
    "good": (gettext_lazy("Läuft"), "success", "haken-kreis"),
    "flooded": (gettext_lazy("Läuft, sehr viel auf einmal"), "warning", "warnung"),
    "shaky": (gettext_lazy("Zuletzt fehlgeschlagen"), "warning", "warnung"),
    "silent": (gettext_lazy("Antwortet nicht"), "danger", "fehler"),
}
KIND: dict[str, Promise] = {
    "oparl": gettext_lazy("Sitzungen (OParl)"),
    "cap": gettext_lazy("Wetterwarnungen (CAP)"),
    "nina": gettext_lazy("Warnungen (NINA)"),
    "ical": gettext_lazy("Kalender"),
    "feed": gettext_lazy("Nachrichten (RSS, Atom)"),
}


@require_safe
@admin_required
def show_sources(request: StaffRequest) -> HttpResponse:
    rows = [(one, KIND[one.source.kind], *STATE[one.state], problem_words(one.last)) for one in source_health()]
    context = {"rows": rows, "unknown_since": warnings_unknown_since()}
    return desk_page(request, "desk/sources/sources.html", context, current="sources")


@require_POST
@admin_required
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    source = ask_now(pk, by=request.staff)
    if source is None:
        raise Http404
    text = _("„%(name)s“ wird jetzt abgerufen. Laden Sie die Seite in einem Moment neu.") % {"name": source.name}
    messages.success(request, text)
    return redirect("desk_sources")
