"""Addresses of /meldungen/ and /abo/. Feeds and the widget stand on other sites: they never change."""

from django.urls import URLPattern, URLResolver, path

from . import council, feeds, listing, mine, pushing, subscribing, widget

urlpatterns: list[URLPattern | URLResolver] = [
    path("meldungen/", listing.show_list, name="channel_list"),
    path("meldungen/feed.atom", feeds.atom, name="channel_atom"),
    path("meldungen/feed.json", feeds.json_feed, name="channel_json"),
    path("meldungen/kalender.ics", feeds.calendar, name="channel_ics"),
    path("meldungen/sitzungen/", council.show_meetings, name="council"),
    path("meldungen/widget/", widget.frame, name="channel_widget_frame"),
    path("meldungen/widget.json", widget.data, name="channel_widget"),
    path("meldungen/widget.js", widget.script, name="channel_widget_script"),
    path("meldungen/<uuid:pk>/", listing.show_item, name="channel_item"),
    path("meldungen/<uuid:pk>/termin.ics", feeds.one_event, name="channel_event"),
    path("abo/", subscribing.subscribe, name="channel_subscribe"),
    path("abo/adressen/", subscribing.addresses, name="channel_addresses"),
    path("abo/gesendet/", subscribing.asked, name="channel_asked"),
    path("abo/push/", pushing.subscribe, name="channel_push"),
    path("abo/push/stand/", pushing.stand, name="channel_push_stand"),
    path("abo/push/umzug/", pushing.move, name="channel_push_move"),
    path("abo/push.js", pushing.service_worker, name="channel_worker"),
    path("abo/<str:token>/", mine.mine, name="channel_mine"),
    path("abo/<str:token>/bestaetigen/", mine.confirm_mine, name="channel_confirm"),
    path("abo/<str:token>/ablehnen/", mine.decline_mine, name="channel_decline"),
    path("abo/<str:token>/abmelden/", mine.leave_all, name="channel_leave"),
]
