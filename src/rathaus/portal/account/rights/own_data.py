"""Take one's data along, and learn what can be corrected where."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import fresh_sign_in_required
from rathaus.applying.service import reader_language
from rathaus.files.service import download_response
from rathaus.portal.account.access import PersonaRequest, persona_required
from rathaus.rights.service import KEPT_DAYS, MOST_A_DAY, TooManyExports, archive_of, exports_of, request_export


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
def own_data(request: PersonaRequest) -> HttpResponse:
    account = request.persona.account
    if request.method == "POST":
        try:
            request_export(account, language=reader_language())
        except TooManyExports:
            sentence = ngettext(
                "Mehr als einmal am Tag stellen wir Ihre Daten nicht zusammen. Versuchen Sie es morgen wieder.",
                "Mehr als %(most)s-mal am Tag stellen wir Ihre Daten nicht zusammen. Versuchen Sie es morgen wieder.",
                MOST_A_DAY,
            )
            messages.warning(request, sentence % {"most": MOST_A_DAY})
        return redirect("own_data")
    exports = exports_of(account)
    running = any(export.finished_at is None for export in exports)
    context = {"exports": exports, "running": running, "kept_days": KEPT_DAYS}
    return render(request, "portal/account/rights/own_data.html", context)


@require_safe
@persona_required
@fresh_sign_in_required()
def archive(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """The archive, for its owner alone: anybody else gets the same 404 as for one that never was."""
    found = archive_of(request.user, request_id)  # type: ignore[arg-type]  # signed in, see persona_required
    if found is None:
        raise Http404(_("Diese Zusammenstellung gibt es nicht mehr."))
    return download_response(found)


@require_safe
@persona_required
def correcting(request: PersonaRequest) -> HttpResponse:
    """What can be corrected where."""
    return render(request, "portal/account/rights/correcting.html", {"persona": request.persona})
