"""Addresses of the desk, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import acts, asking_to_come, case, deciding, documents, inbox, paper, representing, talking
from .recording.urls import urlpatterns as recording_urls

_case_urls: list[URLPattern | URLResolver] = [
    path("", case.show_case, name="desk_case"),
    path("zugriffe/", case.show_readers, name="desk_readers"),
    path("uebernahme/", acts.take_over, name="desk_take_over"),
    path("zuweisung/", acts.hand_on, name="desk_hand_on"),
    path("rueckfrage/", acts.ask, name="desk_ask"),
    path("termin-erbitten/", asking_to_come.show, name="desk_ask_to_come"),
    path("termin-erbitten/senden/", asking_to_come.ask, name="desk_ask_to_come_send"),
    path("weiter/", acts.go_on, name="desk_go_on"),
    path("vertretung/", representing.representation, name="desk_representation"),
    path("notiz/", acts.write_note, name="desk_note"),
    path("nachricht/", talking.write, name="desk_write"),
    path("nachricht/erledigt/", talking.settle, name="desk_settle"),
    path("entscheidung/", deciding.decide, name="desk_decide"),
    path("entscheidung/vorschau/", deciding.preview, name="desk_preview"),
    path("zurueckgekommen/", paper.came_back, name="desk_came_back"),
    path("bescheid/", documents.download_notice, name="desk_notice"),
    path("dateien/<uuid:file_id>/", documents.download, name="desk_file"),
    path("dateien/<uuid:file_id>/ansehen/", documents.look_at, name="desk_look"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.show_inbox, name="desk_inbox"),
    path("postversand/", paper.show_paper, name="desk_paper"),
    path("postversand/drucken/", paper.print_paper, name="desk_paper_print"),
    path("postversand/verschickt/", paper.finish_paper, name="desk_paper_finish"),
    path("", include(recording_urls)),
    path("identitaet/", include("rathaus.desk.identity.urls")),
    path("vorgaenge/<slug:number>/", include(_case_urls)),
    path("nachrichten/", include("rathaus.desk.messaging.urls")),
    path("meldungen/", include("rathaus.desk.channel.urls")),
    path("termine/", include("rathaus.desk.visits.urls")),
    path("schluessel/", include("rathaus.desk.keys.urls")),
    path("aufruf/", include("rathaus.desk.queueing.urls")),
    path("quellen/", include("rathaus.desk.sources.urls")),
    path("", include("rathaus.desk.editor.urls")),
    path("", include("rathaus.desk.keeping.urls")),
]
