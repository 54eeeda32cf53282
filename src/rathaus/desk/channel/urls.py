"""Addresses below /amt/meldungen/."""

from django.urls import URLPattern, URLResolver, path

from . import board, facility, following, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.show_board, name="desk_channel"),
    path("auswertung/", board.show_figures, name="desk_channel_figures"),
    path("neu/", writing.write, name="desk_channel_new"),
    path("einrichtungen/", facility.show_all, name="desk_facilities"),
    path("einrichtungen/<slug:key>/", facility.set_status, name="desk_facility"),
    path("<uuid:pk>/", board.show, name="desk_publication"),
    path("<uuid:pk>/freigabe/", following.release_it, name="desk_publication_release"),
    path("<uuid:pk>/korrektur/", following.correct, name="desk_publication_correct"),
    path("<uuid:pk>/ende/", following.finish, name="desk_publication_end"),
]
