"""Addresses of checking identity documents, below /amt/identitaet/."""

from django.urls import path

from . import checking, finding

urlpatterns = [
    path("", finding.find, name="desk_identity"),
    path("pruefung/", checking.check, name="desk_identity_check"),
    path("<uuid:check_id>/bestaetigung/", checking.confirm, name="desk_identity_confirm"),
    path("<uuid:check_id>/widerruf/", checking.revoke, name="desk_identity_revoke"),
]
