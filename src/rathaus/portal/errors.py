"""Pages for requests that Django refuses before any view: what happened, and what to do."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: too much at once gets its own sentence and status 413 (RFC 9110, 15.5.14)."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "portal/too_large.html", status=413)
    return render(request, "400.html", status=400)
