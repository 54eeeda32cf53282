"""Somebody comes back from their provider: into their account, to the question whose it is, or to a new one."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from rathaus.accounts.models import Account
from rathaus.accounts.trust.sessions import record_sign_in

from .claims import Claims
from .flows import forget_pending, keep_pending
from .joining import TakenElsewhere, account_for, create_account, owner_of_address


def arrive(request: HttpRequest, claims: Claims, next_url: str) -> HttpResponseBase:
    """What happens with checked claims. Nothing is joined here but a new account with a new state account."""
    account = account_for(claims)
    if isinstance(request.user, Account):
        return _arrive_signed_in(request, request.user, account, claims, next_url)
    if account is not None:
        return sign_in(request, account, claims, next_url)
    if claims.email_verified and owner_of_address(claims) is None:
        try:
            return sign_in(request, create_account(claims), claims, next_url)
        except TakenElsewhere:  # by a parallel request; then it is somebody's, and asked for like any other
            pass
    keep_pending(request, claims, next_url)
    return redirect("state_account_connect")


def sign_in(request: HttpRequest, account: Account, claims: Claims, next_url: str) -> HttpResponseBase:
    """Through allauth's stages, like every sign-in: an inactive account stays shut, a second factor is asked for."""
    record_authentication(request, account, claims.method.value, issuer=claims.issuer, level=claims.level.value)
    response: HttpResponseBase = perform_login(request, account, redirect_url=next_url or reverse("trust"))
    return response


def raise_session(request: HttpRequest, account: Account, claims: Claims) -> None:
    """Who is signed in has proved more: noted like a sign-in, and the session gets a new key."""
    forget_pending(request)
    request.session.cycle_key()
    record_authentication(request, account, claims.method.value, issuer=claims.issuer, level=claims.level.value)
    record_sign_in(request, account, method=claims.method, level=claims.level, issuer=claims.issuer)


def taken_elsewhere(request: HttpRequest, claims: Claims) -> HttpResponse:
    response = render(request, "accounts/federation/taken.html", {"claims": claims}, status=409)
    add_never_cache_headers(response)
    return response


def _arrive_signed_in(
    request: HttpRequest, here: Account, account: Account | None, claims: Claims, next_url: str
) -> HttpResponseBase:
    if account is None:
        keep_pending(request, claims, next_url)
        return redirect("state_account_connect")
    if account.pk != here.pk:
        return taken_elsewhere(request, claims)
    raise_session(request, here, claims)
    return redirect(next_url or reverse("trust"))
