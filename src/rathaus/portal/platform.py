"""The platform's own front page: which municipalities take part, and the way to each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.accounts.service import related_origins
from rathaus.tenancy.service import Municipality, base_url


@dataclass(frozen=True)
class Place:
    municipality: Municipality
    address: str
    town: str


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    places = [
        Place(found, base_url(found) + "/", found.settings.get("contact", {}).get("city", ""))
        for found in Municipality.objects.filter(is_active=True)
    ]
    return render(request, "portal/platform.html", {"places": places})


@require_safe
def webauthn(_request: HttpRequest) -> JsonResponse:
    """Where passkeys of the platform's domain may be used; browsers ask at municipalities with an own host."""
    answer = JsonResponse({"origins": related_origins()})
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /-/\n", content_type="text/plain; charset=utf-8")
