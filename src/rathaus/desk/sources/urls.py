"""Addresses below /amt/quellen/."""

from django.urls import URLPattern, URLResolver, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", health.show_sources, name="desk_sources"),
    path("<uuid:pk>/abruf/", health.ask, name="desk_source_ask"),
]
