"""Addresses below /warten/."""

from django.urls import URLPattern, URLResolver, path

from . import hall, kiosk, phone, ticket

_OFFICE = "<slug:office>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", phone.offices, name="queues"),
    path(_OFFICE, phone.draw, name="queue"),
    path(f"{_OFFICE}anzeige/", hall.display, name="queue_display"),
    path(f"{_OFFICE}automat/", kiosk.start, name="queue_kiosk"),
    path(f"{_OFFICE}automat/termin/", kiosk.arrive, name="queue_arrive"),
    path(f"{_OFFICE}automat/<slug:code>/", kiosk.drawn, name="queue_drawn"),
    path(f"{_OFFICE}nummer/<slug:code>/", ticket.show, name="ticket"),
    path(f"{_OFFICE}nummer/<slug:code>/gehen/", ticket.leave, name="ticket_leave"),
]
