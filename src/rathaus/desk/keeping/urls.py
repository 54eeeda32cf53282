"""Addresses for administrators, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import listing, overview

_service_urls: list[URLPattern | URLResolver] = [
    path("", overview.show_service, name="desk_service"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("leistungen/", listing.show_services, name="desk_services"),
    path("leistungen/<slug:key>/", include(_service_urls)),
]
