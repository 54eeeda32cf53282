"""Addresses for administrators, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import listing, overview, parameters, publishing, searches, texts, trying, versions, window

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

urlpatterns: list[URLPattern | URLResolver] = [
    path("leistungen/", listing.show_services, name="desk_services"),
    path("suche-ohne-treffer/", searches.show_searches, name="desk_searches"),
    path("leistungen/<slug:key>/", include(_service_urls)),
]
