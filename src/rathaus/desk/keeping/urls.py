"""Addresses for administrators, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import (
    listing,
    overview,
    parameters,
    publishing,
    registers,
    searches,
    texts,
    trying,
    versions,
    window,
)

_service_urls: list[URLPattern | URLResolver] = [
    path("", overview.show_service, name="desk_service"),
    path("angaben/", parameters.set_parameters, name="desk_parameters"),
    path("texte/", texts.set_texts, name="desk_texts"),
    path("zeiten/", window.set_window, name="desk_window"),
    path("veroeffentlichung/", publishing.publish_changes, name="desk_publish"),
    path("ruecknahme/", publishing.withdraw, name="desk_withdraw"),
    path("aenderungen/verwerfen/", publishing.discard, name="desk_discard"),
    path("fassungen/", versions.show_versions, name="desk_versions"),
    path("fassungen/<uuid:publication>/", versions.go_back, name="desk_go_back"),
    path("vorschau/", trying.show_trials, name="desk_trial"),
    path("beispiele/", trying.show_examples, name="desk_examples"),
    path("unterschied/", versions.compare, name="desk_compare"),
]

_register_urls: list[URLPattern | URLResolver] = [
    path("", registers.show_register, name="desk_register"),
    path("zeile/", registers.edit_row, name="desk_register_add"),
    path("zeile/<int:number>/", registers.edit_row, name="desk_register_row"),
    path("tabelle/", registers.replace_rows, name="desk_register_csv"),
    path("tabelle.csv", registers.download, name="desk_register_download"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("leistungen/", listing.show_services, name="desk_services"),
    path("suche-ohne-treffer/", searches.show_searches, name="desk_searches"),
    path("leistungen/<slug:key>/", include(_service_urls)),
    path("verzeichnisse/", registers.show_registers, name="desk_registers"),
    path("verzeichnisse/<slug:register>/", include(_register_urls)),
]
