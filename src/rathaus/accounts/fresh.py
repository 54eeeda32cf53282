"""For what a borrowed session must not do: a sign-in, or a confirmation of it, that is a few minutes old at most."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

P = ParamSpec("P")


def is_fresh(request: HttpRequest, within: float | None = None) -> bool:
    """Whether this session was opened or confirmed in the last seconds, five minutes otherwise."""
    records = get_authentication_records(request, request.user)
    newest = max((record.get("at", 0) for record in records), default=0)
    return bool(time.time() - newest < (within or app_settings.REAUTHENTICATION_TIMEOUT))


def ask_again(request: HttpRequest, back: str) -> HttpResponseRedirect:
    """To the page on which who is signed in confirms that it is them: with password or factor, else with a code from
    their mailbox. It leads on to `back`."""
    page = "account_reauthenticate" if get_reauthentication_flows(request.user) else "account_confirm_by_code"
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': back})}")


def fresh_sign_in_required(
    *, within: float | None = None
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Ask who is signed in to confirm that it is them, and lead back here. What was posted isn't: the
    page comes again. `within`: seconds for which a sign-in is enough, five minutes otherwise.

    Goes inside what asks for an account: nobody's request passes.
    """

    def guard(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.user.is_authenticated and not is_fresh(request, within):
                return ask_again(request, request.path)
            return view(request, *args, **kwargs)

        return guarded

    return guard
