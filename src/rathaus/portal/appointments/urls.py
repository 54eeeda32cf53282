"""Addresses below /termine/."""

from django.urls import URLPattern, URLResolver, path

from . import again, changing, choosing, holding, visit

_BOOKING = "buchung/<str:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", choosing.offerings_page, name="appointments"),
    path("mein-termin/", visit.find, name="visit_find"),
    path("neuer-termin/", again.find, name="visit_find_again"),
    path("schliessen/", visit.leave, name="visit_leave"),
    path("reservierung/", holding.reservation, name="reservation"),
    path("reservierung/aufgeben/", holding.give_up, name="reservation_give_up"),
    path(_BOOKING, visit.show, name="visit"),
    path(f"{_BOOKING}termin.ics", visit.calendar, name="visit_calendar"),
    path(f"{_BOOKING}verschieben/", changing.move, name="visit_move"),
    path(f"{_BOOKING}neu/", again.choose, name="visit_again"),
    path(f"{_BOOKING}absagen/", changing.cancel, name="visit_cancel"),
    path("<slug:key>/", choosing.times_page, name="appointment_times"),
]
