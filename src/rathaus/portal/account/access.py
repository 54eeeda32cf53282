"""Pages for who is signed in: in their own name, or in that of whom they act for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from rathaus.accounts.service import Persona, persona_of

P = ParamSpec("P")


class PersonaRequest(HttpRequest):
    """A request behind `persona_required`."""

    persona: Persona


def persona_required(
    view: Callable[Concatenate[PersonaRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let only somebody in who is signed in; sets `request.persona`. Others go to the sign-in page and come back.

    Says nothing of what the persona may do. No cache keeps the page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        persona = persona_of(request)
        if persona is None:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("account_home")
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
        request.persona = persona  # type: ignore[attr-defined]  # makes it a PersonaRequest
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded
