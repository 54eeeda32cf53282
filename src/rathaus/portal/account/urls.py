"""Addresses below /konto/."""

from django.urls import URLPattern, URLResolver, path

from rathaus.portal.appointments import calendars
from rathaus.portal.channel import own
from rathaus.portal.notifications.preferences import preferences

from . import calendar, delivery, home, inviting, organisations, profile, switching, things
from .rights import deleting, looking, own_data

ORGANISATION = "organisationen/<uuid:organisation>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="account_home"),
    path("benachrichtigungen/", preferences, name="notification_preferences"),
    path("meldungen/", own.own_subscription, name="account_messages"),
    path("termine/", calendar.calendar, name="account_calendar"),
    path("termine/<str:code>.ics", calendars.subscription, name="subscription"),
    path("zustellung/", delivery.delivery, name="account_delivery"),
    path("daten/", own_data.own_data, name="own_data"),
    path("daten/einsicht/", looking.looks, name="own_data_looks"),
    path("daten/berichtigen/", own_data.correcting, name="own_data_correcting"),
    path("daten/<uuid:request_id>/", own_data.archive, name="own_data_archive"),
    path("loeschen/", deleting.deleting, name="delete_account"),
    path("loeschen/bestaetigen/", deleting.confirm_deleting, name="confirm_delete_account"),
    path("geloescht/", deleting.deleted, name="account_deleted"),
    path("angaben/", profile.profile, name="account_profile"),
    path("angaben/umgezogen/", profile.moved, name="account_moved"),
    path("dinge/", things.things, name="account_things"),
    path("dinge/<uuid:thing>/", things.thing, name="account_thing"),
    path("dinge/<uuid:thing>/loeschen/", things.forget, name="forget_thing"),
    path("vertretung/", switching.switch, name="switch_persona"),
    path("organisationen/", organisations.organisations, name="organisations"),
    path("organisationen/neu/", organisations.found, name="found_organisation"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}angaben/", organisations.details, name="organisation_details"),
    path(f"{ORGANISATION}einladen/", inviting.invite, name="invite_member"),
    path(f"{ORGANISATION}mitglieder/<uuid:membership>/beenden/", organisations.end, name="end_membership"),
    path(f"{ORGANISATION}einladungen/<uuid:invitation>/zurueck/", organisations.withdraw, name="withdraw_member"),
    path("vollmachten/", inviting.mandates, name="mandates"),
    path("vollmachten/neu/", inviting.give_mandate, name="give_mandate"),
    path("vollmachten/<uuid:mandate>/beenden/", inviting.end, name="end_mandate"),
    path("vollmachten/einladungen/<uuid:invitation>/zurueck/", inviting.withdraw, name="withdraw_agent"),
    path("einladung/", inviting.invitation, name="invitation"),
]
