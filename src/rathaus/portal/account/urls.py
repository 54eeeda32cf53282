"""Addresses below /konto/."""

from django.urls import URLPattern, URLResolver, path

from . import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="account_home"),
]
