"""Addresses below /amt/termine/."""

from django.urls import URLPattern, URLResolver, path

from . import blocking, booking, calendars, day, visit
from .keeping.urls import urlpatterns as keeping_urls

_VISIT = "<str:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", day.show_day, name="desk_visits"),
    path("neu/", booking.choose, name="desk_visit_new"),
    path("neu/wer/", booking.who, name="desk_visit_who"),
    path("sperren/", blocking.block, name="desk_block"),
    path("sperren/<uuid:block_id>/aufheben/", blocking.lift, name="desk_block_lift"),
    *keeping_urls,
    path("kalender/", calendars.calendars, name="desk_calendars"),
    path("kalender/einlesen/", calendars.connect, name="desk_calendar_connect"),
    path("kalender/<uuid:feed_id>/beenden/", calendars.revoke, name="desk_calendar_revoke"),
    path(_VISIT, visit.show, name="desk_visit"),
    path(f"{_VISIT}stand/", visit.mark, name="desk_visit_mark"),
    path(f"{_VISIT}verschieben/", visit.move, name="desk_visit_move"),
    path(f"{_VISIT}absagen/", visit.cancel, name="desk_visit_cancel"),
]
