"""The applicant's answer to a query: words, files, or both."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.cases.service import Case, NotPossible, Query, answer_query, get_query
from rathaus.files.service import Refused
from rathaus.portal.writing import MAX_TEXT, store_files, what_is_wrong

from .coming import choose_time
from .grants import granted_case, holders_persona, may_act


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, query_id: UUID) -> HttpResponse:
    case = granted_case(request, number)
    query = get_query(case, query_id) if may_act(request, case) else None
    if query is None:
        raise Http404
    if query.closed_at is not None:
        messages.info(request, _("Diese Frage ist schon beantwortet."))
        return redirect("case_status", number=number)
    if query.offering:
        return choose_time(request, case, query)
    if request.method == "POST":
        return _take(request, case, query)
    return _show(request, case, query)


def _take(request: HttpRequest, case: Case, query: Query) -> HttpResponse:
    """All or nothing: a refused file leaves the text in its box, and nothing is stored."""
    text = request.POST.get("text", "")
    error = what_is_wrong(request, text, _("Schreiben Sie eine Antwort, oder fügen Sie eine Datei hinzu."))
    if error:
        return _show(request, case, query, text, error)
    try:
        with transaction.atomic():
            answer_query(query, text=text, files=store_files(request), by=holders_persona(request, case))
    except Refused as refusal:
        return _show(request, case, query, text, refusal.message)
    except NotPossible:
        return redirect("case_status", number=case.number)
    messages.success(request, _("Danke, Ihre Antwort ist angekommen. Jetzt sind wir wieder dran."))
    return redirect("case_status", number=case.number)


def _show(request: HttpRequest, case: Case, query: Query, text: str = "", error: str = "") -> HttpResponse:
    context: dict[str, Any] = {"case": case, "query": query, "text": text, "error": error, "max_text": MAX_TEXT}
    return render(request, "portal/tracking/answer.html", context, status=422 if error else 200)
