"""Addresses below /postfach/."""

from django.urls import URLPattern, URLResolver, path

from . import listing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.entries, name="postbox"),
]
