"""Addresses of the platform's own host, which belongs to no municipality."""

from django.urls import URLPattern, URLResolver, include, path

from rathaus.operator import mails
from rathaus.portal import platform

from .probes import probes

urlpatterns: list[URLPattern | URLResolver] = [
    *probes,
    *mails.urlpatterns,
    path("", platform.municipalities, name="municipalities"),
    path(".well-known/webauthn", platform.webauthn),
    path("robots.txt", platform.robots),
    path("-/", include("rathaus.ui.urls")),
]

handler400 = "rathaus.portal.errors.bad_request"
