"""What every answer below /api/v1/ carries, whichever way it came about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern

from .problems import Problem, problem_response

View = Callable[..., HttpResponseBase]


def dressed(pattern: URLPattern) -> URLPattern:
    pattern.callback = _dressed(pattern.callback)
    return pattern


def not_found(request: HttpRequest) -> HttpResponse:
    return problem_response(request, Problem("not-found"))


def _dressed(view: View) -> View:
    """Other sites' pages may read what is public, and nothing that needs a key; nothing is kept on the way."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:  # noqa: PLR2004 -- not allowed
            allowed = response.headers.get("Allow", "")
            response = problem_response(request, Problem("not-allowed"))
            response["Allow"] = allowed
        if request.method == "GET" and not request.headers.get("Authorization"):
            response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store"
        response["Vary"] = "Accept-Language"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    return answer
