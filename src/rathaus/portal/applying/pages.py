"""The pages of an application in the portal, for whoever holds the draft's token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.applying.service import answer_sent, answer_step, answer_summary

from .access import find_application


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, key: str, page: str) -> HttpResponse:
    application = find_application(request, key)
    return redirect("apply", key=key) if application is None else answer_step(request, application, page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, key: str) -> HttpResponse:
    application = find_application(request, key)
    return redirect("apply", key=key) if application is None else answer_summary(request, application)


@never_cache
@require_safe
def sent(request: HttpRequest, key: str) -> HttpResponse:
    application = find_application(request, key)
    return redirect("apply", key=key) if application is None else answer_sent(request, application)
