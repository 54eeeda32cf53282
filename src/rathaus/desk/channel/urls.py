"""Addresses below /amt/meldungen/."""

from django.urls import URLPattern, URLResolver, path

from . import board, facility, figures, following, rights, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.show_board, name="desk_channel"),
    path("auswertung/", figures.show_figures, name="desk_channel_figures"),
    path("rechte/", rights.show_rights, name="desk_channel_rights"),
    path("rechte/<uuid:pk>/", rights.set_right, name="desk_channel_right"),
    path("neu/", writing.write, name="desk_channel_new"),
    path("einrichtungen/", facility.show_all, name="desk_facilities"),
    path("einrichtungen/<slug:key>/", facility.set_status, name="desk_facility"),
    path("einrichtungen/<slug:key>/zurueck/<uuid:pk>/", facility.undo, name="desk_facility_undo"),
    path("<uuid:pk>/", board.show, name="desk_publication"),
    path("<uuid:pk>/freigabe/", following.release_it, name="desk_publication_release"),
    path("<uuid:pk>/korrektur/", following.correct, name="desk_publication_correct"),
    path(
        "<uuid:pk>/korrektur/<uuid:correction>/freigabe/",
        following.release_correction,
        name="desk_correction_release",
    ),
    path(
        "<uuid:pk>/korrektur/<uuid:correction>/verwerfen/",
        following.withdraw_correction,
        name="desk_correction_withdraw",
    ),
    path("<uuid:pk>/ende/", following.finish, name="desk_publication_end"),
]
