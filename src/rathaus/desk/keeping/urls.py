"""Addresses for administrators, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import listing, overview, parameters, texts, window

_service_urls: list[URLPattern | URLResolver] = [
    path("", overview.show_service, name="desk_service"),
    path("angaben/", parameters.set_parameters, name="desk_parameters"),
    path("texte/", texts.set_texts, name="desk_texts"),
    path("zeiten/", window.set_window, name="desk_window"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("leistungen/", listing.show_services, name="desk_services"),
    path("leistungen/<slug:key>/", include(_service_urls)),
]
