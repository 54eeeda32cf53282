"""Out to a provider and back, by OpenID Connect."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.models import Level, SignInMethod
from rathaus.tenancy.service import base_url, current_municipality

from . import oidc, saml
from .arriving import arrive
from .claims import Cancelled, FederationError, ProviderDown
from .flows import begin_flow, take_flow
from .providers import provider_named

_log = logging.getLogger(__name__)
_BAD, _BAD_GATEWAY = 400, 502


def friendly(method: SignInMethod) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """404 where the provider isn't set up; what goes wrong is said on a page, and in the log without a person."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if provider_named(method) is None:
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except FederationError as error:
                return failure_page(request, method, error)

        return never_cache(guarded)

    return decorate


def failure_page(request: HttpRequest, method: str, error: FederationError) -> HttpResponse:
    """502 rolls back, so that the attempt can be repeated with all that the session held."""
    _log.warning("%s sign-in did not happen: %s", method, error.reason)
    context = {
        "provider": provider_named(method),
        "cancelled": isinstance(error, Cancelled),
        "down": isinstance(error, ProviderDown),
    }
    status = _BAD_GATEWAY if isinstance(error, ProviderDown) else _BAD
    return render(request, "accounts/federation/failed.html", context, status=status)


@require_POST
@never_cache
def start(request: HttpRequest, method: str) -> HttpResponseBase:
    """A page that leads on to the provider by itself.

    Not a redirect: our `form-action` would stop it, and with it every further redirect of a broker.
    """
    provider = provider_named(method)
    if provider is None:
        raise Http404
    wanted = request.POST.get("niveau", "")
    level = Level(wanted) if wanted in Level.values else Level.BASIC
    next_url = request.POST.get("next", "")
    try:
        url = _leave(request, provider.method, next_url, level)
    except FederationError as error:
        return failure_page(request, method, error)
    return render(request, "accounts/federation/leaving.html", {"provider": provider, "url": url})


@require_safe
@friendly(SignInMethod.OIDC)
def oidc_answer(request: HttpRequest) -> HttpResponseBase:
    answer = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    flow = take_flow(request, SignInMethod.OIDC, answer.get("state", ""))
    claims = oidc.read_answer(answer, flow, redirect_uri=oidc_redirect_uri())
    return arrive(request, claims, flow.next)


def oidc_redirect_uri() -> str:
    """Ours at the provider: of this municipality's host, whatever a request says its host is."""
    return base_url(current_municipality()) + reverse("oidc_answer")


def _leave(request: HttpRequest, method: SignInMethod, next_url: str, level: Level) -> str:
    if method == SignInMethod.SAML:
        return saml.leave(request, next_url, level)
    flow = begin_flow(request, method, next_url=next_url)
    return oidc.authorize_url(flow, redirect_uri=oidc_redirect_uri(), wanted=level)
