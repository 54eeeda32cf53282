"""What everything is measured against: one query, one line of text, through the whole of our middleware."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from rathaus.accounts.service import Unit


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Unit.objects.count()} units", content_type="text/plain")


class CountQueriesMiddleware:
    """Says in X-Queries how many statements an answer took, the scope's own SET LOCAL included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(count)
        return response
