"""Addresses below /amt/nachrichten/."""

from django.urls import URLPattern, URLResolver, path

from . import acts, listing, thread

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.show_messages, name="desk_messages"),
    path("<uuid:thread_id>/", thread.show_thread, name="desk_thread"),
    path("<uuid:thread_id>/antwort/", acts.answer, name="desk_thread_answer"),
    path("<uuid:thread_id>/erledigt/", acts.settle, name="desk_thread_settle"),
    path("<uuid:thread_id>/schluss/", acts.close, name="desk_thread_close"),
    path("<uuid:thread_id>/zuweisung/", acts.hand_on, name="desk_thread_hand_on"),
    path("<uuid:thread_id>/dateien/<uuid:file_id>/", thread.download, name="desk_thread_file"),
]
