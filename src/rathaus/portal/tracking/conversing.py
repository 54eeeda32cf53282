"""Writing to the unit that has a case."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rathaus.cases.service import Case, NotAllowed, NotPossible, write_as_applicant
from rathaus.files.service import Refused
from rathaus.portal.writing import Writing, read_writing, store_files
from rathaus.postbox.service import NothingWritten

from .grants import granted_case, holders_persona
from .page import status_response


@never_cache
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """All or nothing: a refused file leaves the text in its box, and nothing is stored."""
    case = granted_case(request, number)
    writing = read_writing(request, missing=_missing())
    if not writing.error:
        writing = _send(request, case, writing)
    if writing.error:
        return status_response(request, case, writing=writing)
    messages.success(request, _("Ihre Nachricht ist angekommen."))
    return HttpResponseRedirect(reverse("case_status", args=[number]) + "#nachrichten")


def _send(request: HttpRequest, case: Case, writing: Writing) -> Writing:
    """Returns what is wrong, if anything."""
    try:
        with transaction.atomic():
            write_as_applicant(
                case,
                text=writing.text,
                key=writing.key,
                files=store_files(request),
                by=holders_persona(request, case),
            )
    except Refused as refusal:
        return Writing(writing.key, writing.text, refusal.message)
    except NothingWritten:
        return Writing(writing.key, writing.text, _missing())
    except (NotAllowed, NotPossible):
        raise Http404 from None
    return writing


def _missing() -> str:
    return _("Schreiben Sie eine Nachricht, oder fügen Sie eine Datei hinzu.")
