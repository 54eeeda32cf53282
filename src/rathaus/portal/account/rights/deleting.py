"""Delete the account: first what that means, then one clear question."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import Account, fresh_sign_in_required
from rathaus.applying.service import reader_language
from rathaus.portal.account.access import PersonaRequest, persona_required
from rathaus.rights.service import CannotDelete, delete_account, plan_erasure

_FOLDER = "portal/account/rights"


@require_safe
@persona_required
def deleting(request: PersonaRequest) -> HttpResponse:
    plan = plan_erasure(request.persona.account)
    return render(request, f"{_FOLDER}/deleting.html", {"plan": plan})


@require_http_methods(["GET", "HEAD", "POST"])
@persona_required
@fresh_sign_in_required()
def confirm_deleting(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, f"{_FOLDER}/confirm_deleting.html")
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 -- for the type checker: persona_required let nobody else in
    try:
        delete_account(account, language=reader_language())
    except CannotDelete:
        return redirect("delete_account")  # which says why
    logout(request)
    return redirect("account_deleted")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, f"{_FOLDER}/deleted.html")
