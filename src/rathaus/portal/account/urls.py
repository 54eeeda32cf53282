"""Addresses below /konto/."""

from django.urls import URLPattern, URLResolver, path

from rathaus.portal.notifications.preferences import preferences

from . import delivery, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="account_home"),
    path("benachrichtigungen/", preferences, name="notification_preferences"),
    path("zustellung/", delivery.delivery, name="account_delivery"),
]
