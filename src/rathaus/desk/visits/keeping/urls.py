"""Addresses below /amt/termine/ that change the calendar itself."""

from django.urls import URLPattern, URLResolver, path

from . import closing, dayoff, figures, hours, week

urlpatterns: list[URLPattern | URLResolver] = [
    path("woche/", week.show_week, name="desk_week"),
    path("woche/verschieben/", week.drop, name="desk_week_drop"),
    path("auswertung/", figures.show_figures, name="desk_figures"),
    path("auswertung/termine.csv", figures.download_figures, name="desk_figures_csv"),
    path("ausfall/", dayoff.day_off, name="desk_day_off"),
    path("zeiten/", hours.show_hours, name="desk_hours"),
    path("zeiten/schliessung/", closing.close_page, name="desk_close"),
    path("zeiten/schliessung/<uuid:closure_id>/aufheben/", closing.lift, name="desk_closure_lift"),
    path("zeiten/platz/", closing.seat, name="desk_counter_clerk"),
    path("zeiten/<slug:office_key>/neu/", hours.edit_rule, name="desk_rule_new"),
    path("zeiten/<slug:office_key>/<int:number>/", hours.edit_rule, name="desk_rule"),
    path("zeiten/<slug:office_key>/<int:number>/entfernen/", hours.remove_rule, name="desk_rule_remove"),
]
