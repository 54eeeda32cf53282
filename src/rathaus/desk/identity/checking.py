"""What staff do with an identity document they have seen: note it, confirm a colleague's note, take one back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.service import (
    CheckRefused,
    CheckState,
    IdentityCheck,
    StaffRequest,
    check_identity,
    confirm_check,
    find_check,
    four_eyes,
    revoke_check,
    staff_required,
)
from rathaus.core.text import clean_text

from .finding import ask_for_address, show_account, signed_account

_LONGEST_NAME, _LONGEST_REASON = 200, 500


@require_POST
@staff_required
def check(request: StaffRequest) -> HttpResponse:
    account = signed_account(request.POST.get("konto", ""), request.staff)
    if account is None:
        return ask_for_address(request, error=_("Das ist zu lange her. Geben Sie die Adresse noch einmal ein."))
    typed = {name: clean_text(request.POST.get(name, "")).strip() for name in ("dokument", "name", "geburtsdatum")}
    error = _missing(typed)
    if error:
        return show_account(request, account, typed=typed, error=error)
    try:
        check_identity(
            account,
            by=request.staff,
            document=typed["dokument"],
            name=typed["name"],
            birth_date_matched=bool(typed["geburtsdatum"]),
        )
    except CheckRefused:
        raise Http404 from None
    messages.success(
        request,
        _("Vermerkt. Jetzt fehlt noch die Bestätigung durch eine zweite Person.")
        if four_eyes()
        else _("Vermerkt. Die Person kann jetzt alles beantragen, wofür ihre Identität geprüft sein muss."),
    )
    return redirect("desk_identity")


@require_POST
@staff_required
def confirm(request: StaffRequest, check_id: UUID) -> HttpResponse:
    state = _find(check_id)
    if not state.waits:
        return _too_late(request)
    try:
        confirm_check(state.check, by=request.staff)
    except CheckRefused:
        raise Http404 from None
    messages.success(request, _("Bestätigt."))
    return redirect("desk_identity")


@require_POST
@staff_required
def revoke(request: StaffRequest, check_id: UUID) -> HttpResponse:
    state = _find(check_id)
    if state.check.account_id == request.staff.account_id:
        raise Http404
    if state.revocation:
        return _too_late(request)
    reason = clean_text(request.POST.get("grund", "")).strip()[:_LONGEST_REASON]
    if not reason:
        return show_account(
            request, state.check.account, error=_("Schreiben Sie dazu, warum der Vermerk nicht gilt.")
        )
    try:
        revoke_check(state.check, by=request.staff, reason=reason)
    except CheckRefused:
        return _too_late(request)
    messages.success(request, _("Der Vermerk gilt nicht mehr. Die Person bekommt eine E-Mail."))
    return redirect("desk_identity")


def _find(check_id: UUID) -> CheckState:
    """A check of this town hall. Raises Http404."""
    state = find_check(check_id)
    if state is None:
        raise Http404
    return state


def _too_late(request: StaffRequest) -> HttpResponse:
    messages.info(request, _("Das hat schon jemand anderes getan."))
    return redirect("desk_identity")


def _missing(typed: dict[str, str]) -> str:
    if typed["dokument"] not in IdentityCheck.Document.values:
        return _("Wählen Sie aus, welches Dokument Sie gesehen haben.")
    if not typed["name"] or len(typed["name"]) > _LONGEST_NAME:
        return _("Schreiben Sie den Namen so ab, wie er auf dem Dokument steht.")
    return ""
