"""Ring 1: the host name decides the municipality, and the whole request is one transaction in its scope."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from .hosts import find_municipality, is_platform
from .scope import scope

PROBES = ("/-/health", "/-/ready")


class TenancyMiddleware:
    """Opens the scope before anything reads a session; a failed request rolls everything back.

    The answer leaves only after the commit: what it acknowledges is durable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = split_domain_port(request.META.get("HTTP_HOST", ""))[0].rstrip(".").lower()
        request.municipality = find_municipality(host)  # type: ignore[attr-defined]  # our attribute
        if request.municipality is not None:  # type: ignore[attr-defined]
            with scope(request.municipality):  # type: ignore[attr-defined]
                return self._answer(request)
        if is_platform(host) or request.path in PROBES:
            request.urlconf = "rathaus.config.urls_platform"
            with transaction.atomic():
                return self._answer(request)
        return HttpResponse("404\n", status=404, content_type="text/plain")

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        """Django turns the view's exception into an answer before it reaches us; nothing of it may be kept.

        The rollback waits until the session middleware has written, which would fail in a broken transaction.
        """
        request.has_failed = True  # type: ignore[attr-defined]  # our attribute

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "has_failed", False) or response.status_code >= 500:  # noqa: PLR2004 -- server errors
            transaction.set_rollback(True)
        return response
