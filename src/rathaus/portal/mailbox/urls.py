"""Addresses below /postfach/."""

from django.urls import URLPattern, URLResolver, path

from . import drafts, listing, threads

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.entries, name="postbox"),
    path("archiv/", listing.archive, name="postbox_archive"),
    path("neu/", threads.ask, name="postbox_ask"),
    path("nachrichten/<uuid:thread_id>/", threads.thread, name="postbox_thread"),
    path("nachrichten/<uuid:thread_id>/dateien/<uuid:file_id>/", threads.file, name="postbox_file"),
    path("entwuerfe/<uuid:draft_id>/", drafts.draft, name="postbox_draft"),
]
