"""Joining a state account with an account that exists, seeing what is joined, and undoing it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.fresh import ask_again, is_fresh
from rathaus.accounts.models import Account
from rathaus.accounts.trust.checking import checks_of
from rathaus.accounts.trust.sessions import level_of

from .arriving import raise_session, taken_elsewhere
from .flows import pending, safe_next
from .joining import (
    LastWayIn,
    TakenElsewhere,
    connect_state_account,
    disconnect_state_account,
    owner_of_address,
    state_accounts_of,
)
from .providers import provider_named, providers


@require_safe
@never_cache
def trust(request: HttpRequest) -> HttpResponse:
    """How sure it is who you are, what says so, and how to prove more."""
    account = request.user if isinstance(request.user, Account) else None
    joined = state_accounts_of(account) if account else []
    methods = {row.method for row in joined}
    context = {
        "account": account,
        "level": level_of(request),
        "state_accounts": [(row, provider_named(row.method)) for row in joined],
        "joined": [provider for provider in providers() if provider.method in methods],
        "others": [provider for provider in providers() if provider.method not in methods],
        "checks": checks_of(account) if account else [],
        "next": safe_next(request, request.GET.get("next", "")),
    }
    return render(request, "accounts/trust/trust.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def connect(request: HttpRequest) -> HttpResponseBase:
    """Whose account does this state account open? Only who is signed in there too can say so, and is asked once."""
    waiting = pending(request)
    if waiting is None:
        return redirect("trust")
    if not isinstance(request.user, Account):
        context: dict[str, Any] = {
            "provider": provider_named(waiting.claims.method),
            "known": owner_of_address(waiting.claims) is not None,
            "sign_in": _with_way_back("account_login"),
            "sign_up": _with_way_back("account_signup"),
        }
        return render(request, "accounts/federation/whose.html", context)
    if request.method != "POST":
        there = waiting.claims.name or waiting.claims.email  # a shared device may hold somebody else's
        context = {"provider": provider_named(waiting.claims.method), "account": request.user, "there": there}
        return render(request, "accounts/federation/connect.html", context)
    if not is_fresh(request):
        return ask_again(request, _back(request))
    try:
        connect_state_account(request.user, waiting.claims)
    except TakenElsewhere:
        return taken_elsewhere(request, waiting.claims)
    raise_session(request, request.user, waiting.claims)
    messages.success(request, _("Verbunden. Ab jetzt können Sie sich auch so anmelden."))
    return redirect(waiting.next or reverse("trust"))


@require_POST
@never_cache
def disconnect(request: HttpRequest, state_account_id: UUID) -> HttpResponseBase:
    if not isinstance(request.user, Account):
        return redirect("account_login")
    if not is_fresh(request):
        return ask_again(request, _back(request))
    try:
        disconnect_state_account(request.user, state_account_id)
    except LastWayIn:
        messages.error(
            request,
            _("Das ist Ihr einziger Weg ins Konto. Richten Sie erst einen Passkey ein, dann können Sie ihn trennen."),
        )
    else:
        messages.success(request, _("Getrennt. Damit kann sich niemand mehr hier anmelden."))
    return redirect("trust")


def _back(request: HttpRequest) -> str:
    """To the page with the button."""
    return reverse("state_account_connect") if pending(request) else reverse("trust")


def _with_way_back(name: str) -> str:
    """The address of a page of the local sign-in that leads back here; empty where there is no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'next': reverse('state_account_connect')})}"
