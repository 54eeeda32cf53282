"""One's own account: name, address, telephone, and where one is signed in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .email_codes import Purpose
from .forms import AddressForm, NameForm, PhoneForm
from .fresh import fresh_sign_in_required
from .models import Account
from .open_sessions import end_other_sessions, end_session, list_sessions
from .waiting import ask_code, asked_next

fresh = fresh_sign_in_required(within=15 * 60)  # is enough to change something about the account
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def ask_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for who is signed in and has just shown again that it is them."""
    return login_required(fresh(reauthentication_required(view, app="rathaus.accounts")))


@login_required
@_PAGE
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """Before a session without password and factor changes something: a code to the account's own address."""
    account = _account(request)
    if request.method == "POST":
        if ask_code(request, account.email, Purpose.CONFIRM, further=asked_next(request), account=account):
            return redirect("account_code")
        return _page(request, "confirm_by_code", None, too_many=True, further=asked_next(request))
    return _page(request, "confirm_by_code", None, further=asked_next(request))


@login_required
@_PAGE
def change_name(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    form = NameForm(request.POST or None, initial={"name": account.name})
    if not form.is_valid():
        return _page(request, "change_name", form)
    account.name = form.cleaned_data["name"]
    account.save(update_fields=["name"])
    messages.success(request, _("Ihr Name ist gespeichert."))
    return redirect("mfa_index")


@login_required
@_PAGE
def change_phone(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": account.phone})
    if not form.is_valid():
        return _page(request, "change_phone", form)
    account.phone = form.cleaned_data["phone"]
    account.save(update_fields=["phone"])
    messages.success(
        request, _("Ihre Telefonnummer ist gespeichert.") if account.phone else _("Ihre Nummer ist gelöscht.")
    )
    return redirect("mfa_index")


@ask_first
@_PAGE
def change_email(request: HttpRequest) -> HttpResponse:
    """The code goes to the new address. Whether it belongs to somebody else, only its owner learns."""
    account = _account(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if email == account.email:
            form.add_error("email", _("Das ist schon Ihre Adresse."))
        elif ask_code(request, email, Purpose.CHANGE_EMAIL, further="", account=account):
            return redirect("account_code")
        else:
            return _page(request, "change_email", form, too_many=True)
    return _page(request, "change_email", form)


@login_required
@require_safe
def show_sessions(request: HttpRequest) -> HttpResponse:
    found = list_sessions(_account(request))
    page = {"sessions": found, "this": request.session.session_key}
    return render(request, "accounts/sessions.html", page)


@login_required
@require_POST
def end_one(request: HttpRequest, key: UUID) -> HttpResponse:
    if not end_session(_account(request), key):
        raise Http404
    messages.success(request, _("Dort sind Sie abgemeldet."))
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    end_other_sessions(_account(request), but=request.session.session_key)
    messages.success(request, _("Überall sonst sind Sie abgemeldet."))
    return redirect("account_sessions")


@login_required
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    account = _account(request)
    end_other_sessions(account, but=request.session.session_key)
    logout(request)
    messages.success(request, _("Sie sind überall abgemeldet."))
    return redirect("account_login")


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 -- for the type checker; login_required has looked
    return request.user


def _page(request: HttpRequest, name: str, form: Any, *, too_many: bool = False, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    page = {"form": form, "too_many": too_many, **context}
    return render(request, f"accounts/{name}.html", page, status=HTTPStatus.TOO_MANY_REQUESTS if too_many else status)
