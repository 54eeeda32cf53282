"""Addresses under `/-/`, on every host."""

from django.urls import path
from django.views.i18n import set_language

from rathaus.ui import views

urlpatterns = [
    path("theme-<slug:name>.css", views.theme, name="theme"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("sprache/", set_language, name="set_language"),
    path("komponenten/", views.components, name="components"),
    path("komponenten/<slug:pattern>/", views.components, name="component_pattern"),
]
