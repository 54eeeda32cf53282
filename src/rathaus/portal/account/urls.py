"""Addresses below /konto/."""

from django.urls import URLPattern, URLResolver, path

from rathaus.portal.notifications.preferences import preferences

from . import delivery, home
from .rights import deleting, looking, own_data

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="account_home"),
    path("benachrichtigungen/", preferences, name="notification_preferences"),
    path("zustellung/", delivery.delivery, name="account_delivery"),
    path("daten/", own_data.own_data, name="own_data"),
    path("daten/einsicht/", looking.looks, name="own_data_looks"),
    path("daten/berichtigen/", own_data.correcting, name="own_data_correcting"),
    path("daten/<uuid:request_id>/", own_data.archive, name="own_data_archive"),
    path("loeschen/", deleting.deleting, name="delete_account"),
    path("loeschen/bestaetigen/", deleting.confirm_deleting, name="confirm_delete_account"),
    path("geloescht/", deleting.deleted, name="account_deleted"),
]
