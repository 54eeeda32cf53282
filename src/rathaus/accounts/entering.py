"""Signing up, and signing in with a code by e-mail: pages."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.core import clock

from . import limits
from .adapter import account_home
from .addresses import AddressTaken, change_address, confirm_address, find_account, open_account
from .email_codes import VALID, Purpose, Tried, try_code
from .forms import CodeForm, NameForm, SignUpForm
from .models import Account, EmailCode
from .waiting import Waiting, ask_code, asked_next, stop_waiting, waiting, with_next

_PROVEN = "proven_address"  # in the session: an address without an account whose code was typed, until when, and next
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_PAGE
def sign_up(request: HttpRequest) -> HttpResponse:
    """Name and address. What follows is the same whether the address has an account or not."""
    further = asked_next(request)
    if request.user.is_authenticated:
        return redirect(further or account_home())
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        if ask_code(request, typed["email"], Purpose.SIGN_UP, name=typed["name"], further=further):
            return redirect("account_code")
        return _page(request, "sign_up", form, further=further, too_many=True)
    return _page(request, "sign_up", form, further=further)


@never_cache
@_PAGE
def type_code(request: HttpRequest) -> HttpResponse:
    """Where the six digits go, whatever they are for."""
    expected = waiting(request)
    if expected is None:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _page(request, "type_code", form, expected=expected)
    if not limits.may(request, "code_tried"):
        return _page(request, "type_code", form, expected=expected, too_many=True)
    tried, code = try_code(expected.code, form.cleaned_data["code"])
    if code is not None:
        stop_waiting(request)
        return _open(request, code, expected)
    form.add_error("code", _WRONG[tried]())
    return _page(request, "type_code", form, expected=expected)


_WRONG = {
    Tried.WRONG: lambda: _("Dieser Code stimmt nicht. Sehen Sie in der neuesten E-Mail nach."),
    Tried.SPENT: lambda: _("Dieser Code gilt nicht mehr. Fordern Sie einen neuen an."),
}


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """A new code to the same address; the old one is void."""
    expected = waiting(request)
    if expected is None:
        return redirect("account_login")
    account = request.user if isinstance(request.user, Account) else None
    email = expected.email
    if account is not None and expected.purpose == Purpose.CONFIRM:
        email = account.email  # another device may have changed it since
    sent = ask_code(request, email, expected.purpose, name=expected.name, further=expected.next, account=account)
    if not sent:
        return _page(request, "type_code", CodeForm(), expected=expected, too_many=True)
    messages.success(request, _("Ein neuer Code ist unterwegs. Der alte gilt nicht mehr."))
    return redirect("account_code")


@never_cache
@_PAGE
def tell_name(request: HttpRequest) -> HttpResponse:
    """Who came to sign in with an address that has no account, and typed its code, gets one here."""
    email, until, further = request.session.get(_PROVEN) or ("", 0, "")
    if until < clock.now().timestamp():
        return redirect("account_signup")
    form = NameForm(request.POST or None)
    if not form.is_valid():
        return _page(request, "tell_name", form, email=email)
    del request.session[_PROVEN]
    account, new = open_account(email, name=form.cleaned_data["name"])
    return sign_in_by_code(request, account, further=further, new=new)


def sign_in_by_code(request: HttpRequest, account: Account, *, further: str, new: bool = False) -> HttpResponse:
    """Sign in who has typed the code that was sent to the account's address. Somebody new is offered a passkey."""
    record_authentication(request, account, "code")
    target = with_next(reverse("account_first_passkey"), further) if new else further
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=target or None))
    return response


def _open(request: HttpRequest, code: EmailCode, expected: Waiting) -> HttpResponse:
    if code.account_id:
        if code.account_id != request.user.pk:
            return redirect("account_login")
        return _confirm(request, code, expected)
    if request.user.is_authenticated:
        return redirect(expected.next or account_home())
    account, new = find_account(code.email), False
    if account is None and code.purpose == Purpose.SIGN_IN:
        until = (clock.now() + VALID).timestamp()
        request.session[_PROVEN] = [code.email, until, expected.next]
        return redirect("account_tell_name")
    if account is None:
        account, new = open_account(code.email, name=code.name)
    else:
        confirm_address(account)
    return sign_in_by_code(request, account, further=expected.next, new=new)


def _confirm(request: HttpRequest, code: EmailCode, expected: Waiting) -> HttpResponse:
    """What somebody signed in has asked for: to change the address, or to be let on."""
    account = code.account
    assert account is not None  # noqa: S101 -- for the type checker; the caller has looked
    if code.purpose == Purpose.CHANGE_EMAIL:
        try:
            change_address(account, code)
        except AddressTaken:
            messages.error(request, _("Diese Adresse gehört schon zu einem anderen Konto."))
        else:
            messages.success(request, _("Ihre neue E-Mail-Adresse gilt ab jetzt."))
        return redirect("mfa_index")
    record_authentication(request, account, "code", reauthenticated=True)
    return redirect(expected.next or "mfa_index")


def _page(request: HttpRequest, name: str, form: Any, *, too_many: bool = False, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"form": form, "too_many": too_many, **context}
    return render(request, f"accounts/{name}.html", page, status=HTTPStatus.TOO_MANY_REQUESTS if too_many else status)
