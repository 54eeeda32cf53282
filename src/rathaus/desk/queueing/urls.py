"""Addresses below /amt/aufruf/."""

from django.urls import URLPattern, URLResolver, path

from . import acts, page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", page.show, name="desk_queue"),
    path("platz/", acts.sit_down, name="desk_seat"),
    path("platz/verlassen/", acts.stand_up, name="desk_seat_leave"),
    path("naechste/", acts.call_the_next, name="desk_call_next"),
    path("<uuid:ticket_id>/", acts.act, name="desk_ticket"),
    path("<uuid:ticket_id>/weiter/", acts.send_on, name="desk_ticket_forward"),
]
