"""Addresses of a municipality's host. The German ones are stable: others link to them."""

from django.urls import URLPattern, URLResolver, include, path

from rathaus.accounts.urls import sign_up_urls

from .probes import probes

urlpatterns: list[URLPattern | URLResolver] = [
    *probes,
    path("-/", include("rathaus.ui.urls")),
    path("api/v1/", include("rathaus.api.urls")),
    path("", include("rathaus.portal.urls")),
    path("anmelden/", include("rathaus.accounts.federation.urls")),
    path("anmelden/", include("rathaus.accounts.urls")),
    path("konto/neu/", include(sign_up_urls)),
    path("amt/", include("rathaus.desk.urls")),
]

handler400 = "rathaus.portal.errors.bad_request"
