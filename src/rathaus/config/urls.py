"""Addresses of a municipality's host. The German ones are stable: others link to them."""

from django.urls import URLPattern, URLResolver

from .probes import probes

urlpatterns: list[URLPattern | URLResolver] = [*probes]
