"""Pages of a postbox: for who may read it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase
from django.shortcuts import render

from rathaus.portal.account.access import PersonaRequest, persona_required

P = ParamSpec("P")


def reader_required(
    view: Callable[Concatenate[PersonaRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let only somebody in who is signed in and may read in the name of whom they act for; others are told so."""

    def guarded(request: PersonaRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.persona.may_read:
            return render(request, "portal/mailbox/closed.html", {"persona": request.persona}, status=403)
        return view(request, *args, **kwargs)

    return wraps(view)(persona_required(guarded))
