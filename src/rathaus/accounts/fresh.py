"""For what a borrowed session must not do: a sign-in, or a confirmation of it, that is a few minutes old at most."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

P = ParamSpec("P")


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed in the last five minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    records = get_authentication_records(request, request.user)
    newest = max((record.get("at", 0) for record in records), default=0)
    return bool(time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT)


def fresh_sign_in_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Ask who is signed in to confirm that it is them, and lead back here. What was posted isn't: the
    page comes again.

    Goes inside what asks for an account. Who has neither password nor passkey to confirm with signs in anew.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if get_reauthentication_flows(request.user):
            page = "account_reauthenticate"
        else:
            page = "account_login"
            logout(request)
            messages.info(request, _("Melden Sie sich zur Sicherheit noch einmal an."))
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.path})}")

    return guarded
