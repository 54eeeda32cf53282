"""Addresses of signing in with a state account, below /anmelden/. Providers are told those of the answers."""

from django.urls import path

from . import connecting, samlviews, views

urlpatterns = [
    path("dienst/<slug:method>/", views.start, name="state_account_start"),
    path("oidc/antwort/", views.oidc_answer, name="oidc_answer"),
    path("saml/antwort/", samlviews.saml_answer, name="saml_answer"),
    path("saml/weiter/<slug:handle>/", samlviews.saml_finish, name="saml_finish"),
    path("saml/metadaten.xml", samlviews.saml_metadata, name="saml_metadata"),
    path("nachweis/", connecting.trust, name="trust"),
    path("verbinden/", connecting.connect, name="state_account_connect"),
    path("trennen/<uuid:state_account_id>/", connecting.disconnect, name="state_account_disconnect"),
]
