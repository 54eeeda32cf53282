"""Confirming an application that somebody else filled in, by the link that came to one's own address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rathaus.cases.service import (
    AlreadyAnswered,
    Confirmer,
    NotPossible,
    confirm,
    confirmation_page,
    decline,
    find_confirmer,
    may_answer,
)

_MAX_TYPED = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest) -> HttpResponse:
    """Everything here is a POST with the link's code, so that no log and no referrer ever holds it."""
    if request.method != "POST":
        return _render(request, "find")
    code = request.POST.get("code", "")[:_MAX_TYPED]
    confirmer = find_confirmer(code)
    if confirmer is None:
        return _render(request, "find", status=422, wrong=True)
    if not may_answer(confirmer):
        return _render(request, "done", confirmer=confirmer)
    return _act(request, confirmer, code)


def _act(request: HttpRequest, confirmer: Confirmer, code: str) -> HttpResponse:
    """Read first, then agree; not agreeing ends the case, so it is asked once more."""
    wanted = request.POST.get("_go", "")
    if wanted == "decline":
        return _render(request, "decline", confirmer=confirmer, code=code)
    if wanted in _ANSWERS:
        return _answer(request, confirmer, wanted)
    return _render(request, "read", confirmer=confirmer, code=code, page=confirmation_page(confirmer))


def _answer(request: HttpRequest, confirmer: Confirmer, wanted: str) -> HttpResponse:
    try:
        _ANSWERS[wanted](confirmer)
    except (AlreadyAnswered, NotPossible):
        return _render(request, "done", confirmer=confirmer)
    return _render(request, "thanks", agreed=wanted == "confirm")


_ANSWERS = {"confirm": confirm, "decline-now": decline}


def _render(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"portal/tracking/confirmation/{name}.html", context, status=status)
