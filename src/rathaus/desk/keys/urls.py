"""Addresses below /amt/schluessel/."""

from django.urls import URLPattern, URLResolver, path

from . import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.show_keys, name="desk_keys"),
    path("<uuid:key_id>/ende/", pages.revoke_key, name="desk_key_revoke"),
]
