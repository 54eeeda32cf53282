"""The conversation about a case, from the desk's side."""

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.accounts.service import StaffRequest
from rathaus.cases import service as cases
from rathaus.cases.service import Case
from rathaus.files.service import Refused
from rathaus.postbox.service import NothingWritten, SomethingNew

from .acts import MAX_TEXT, Incomplete, act
from .writing import files_problem, posted_key, seen_messages, store_files


@act("nachricht")
def write(request: StaffRequest, case: Case) -> None:
    """A message changes nothing in the case, so it needs no revision. All or nothing, the files too."""
    text, problem = request.POST.get("nachricht", ""), files_problem(request)
    if problem or len(text) > MAX_TEXT:
        raise Incomplete(problem or _("Der Text ist zu lang: Höchstens 20.000 Zeichen sind möglich."))
    try:
        with transaction.atomic():
            key, files, seen = posted_key(request), store_files(request), seen_messages(request)
            cases.write_to_applicant(case, text=text, key=key, files=files, by=request.staff, seen=seen)
    except Refused as refusal:
        raise Incomplete(refusal.message) from None
    except NothingWritten:
        raise Incomplete(_("Schreiben Sie die Nachricht in das Feld.")) from None
    except SomethingNew:
        raise Incomplete(_("Inzwischen kam eine Nachricht dazu. Lesen Sie sie, und senden Sie dann Ihre.")) from None
    messages.success(request, _("Ihre Nachricht ist gesendet."))


@act("erledigt")
def settle(request: StaffRequest, case: Case) -> None:
    cases.settle_messages(case, by=request.staff)
    messages.success(request, _("Erledigt: Auf die Nachricht wartet niemand mehr."))
