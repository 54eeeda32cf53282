"""After sending: what of it the account is to keep, if the person wants that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.service import Persona
from rathaus.applying.service import Keepable, detail_names, keep, keepable, reader_language, thing_kinds
from rathaus.cases.service import Case, sent_with

from .grants import granted_case, holders_persona


def keeping_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the receipt offers to keep; nothing to who isn't signed in as who sent it."""
    found = _found(request, case)
    if found is None:
        return {}
    language, (kept, _by) = reader_language(), found
    names, kinds = detail_names(language), thing_kinds(language)
    return {
        "keepable": kept,
        "keepable_details": [names[group] for group in kept.groups],
        "keepable_things": [(n, kinds[told.kind].one, told.label) for n, told in enumerate(kept.things)],
    }


@require_POST
def keep_answers(request: HttpRequest, number: str) -> HttpResponse:
    case = granted_case(request, number)
    found = _found(request, case)
    if found is None:
        raise Http404
    chosen = {int(n) for n in request.POST.getlist("ding") if n.isdecimal() and len(n) < 4}  # noqa: PLR2004 -- no such form
    keep(found[0], found[1], details="angaben" in request.POST, things=chosen)
    messages.success(request, _("Gemerkt. Sie finden es unter „Mein Konto“ und können es dort ändern."))
    return redirect("case_receipt", number=number)


def _found(request: HttpRequest, case: Case) -> tuple[Keepable, Persona] | None:
    by = holders_persona(request, case)
    if by is None or not by.may_read:
        return None
    definition, answers, sent = sent_with(case)
    if sent.account_id != by.account.pk:
        return None
    return keepable(definition, answers, by), by
