"""Addresses below /termine/."""

from django.urls import URLPattern, URLResolver, path

from . import again, calendars, changing, choosing, confirming, holding, offered, visit, waiting

_BOOKING = "buchung/<str:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", choosing.offerings_page, name="appointments"),
    path("mein-termin/", visit.find, name="visit_find"),
    path("neuer-termin/", again.find, name="visit_find_again"),
    path("schliessen/", visit.leave, name="visit_leave"),
    path("reservierung/", holding.reservation, name="reservation"),
    path("reservierung/aufgeben/", holding.give_up, name="reservation_give_up"),
    path("bestaetigen/", confirming.confirm, name="appointment_confirm"),
    path("oeffnungszeiten.ics", calendars.opening, name="opening_calendar"),
    path("kalender/<str:code>.ics", calendars.desk_feed, name="desk_feed"),
    path("warteliste/", waiting.place, name="waiting_place"),
    path("warteliste/neu/", waiting.again, name="waiting_again"),
    path("angebot/", offered.offer, name="waiting_offer"),
    path(_BOOKING, visit.show, name="visit"),
    path(f"{_BOOKING}termin.ics", visit.calendar, name="visit_calendar"),
    path(f"{_BOOKING}verschieben/", changing.move, name="visit_move"),
    path(f"{_BOOKING}neu/", again.choose, name="visit_again"),
    path(f"{_BOOKING}absagen/", changing.cancel, name="visit_cancel"),
    path(f"{_BOOKING}warteliste/", waiting.join_for_visit, name="visit_wait"),
    path(f"{_BOOKING}warteliste/verlassen/", waiting.leave_for_visit, name="visit_wait_no_more"),
    path("<slug:key>/warteliste/", waiting.join, name="waiting_join"),
    path("<slug:key>/", choosing.times_page, name="appointment_times"),
]
