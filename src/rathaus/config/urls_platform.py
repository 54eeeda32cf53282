"""Addresses of the platform's own host, which belongs to no municipality."""

from django.urls import URLPattern, URLResolver, include, path

from rathaus.operator import mails

from .probes import probes

urlpatterns: list[URLPattern | URLResolver] = [
    *probes,
    *mails.urlpatterns,
    path("-/", include("rathaus.ui.urls")),
]
