"""Addresses of filling in a form at the desk, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path

from . import choosing, pages, receipts
from .ways import INTERNAL, RECORDING, Way


def _form_urls(way: Way) -> list[URLPattern]:
    """One draft. The key of a form's page has no hyphen, so the addresses with one can't hide a page."""
    more, name = {"way": way}, way.name
    return [
        path("", pages.resume, more, name=f"{name}_draft"),
        path("pruefen-und-absenden/", pages.summary, more, name=f"{name}_summary"),
        path("schon-abgeschickt/", pages.sent, more, name=f"{name}_sent"),
        path("entwurf-loeschen/", pages.discard, more, name=f"{name}_discard"),
        path("eingangs-beleg/", receipts.receipt, more, name=f"{name}_receipt"),
        path("eingangsbestaetigung.pdf", receipts.receipt_document, more, name=f"{name}_receipt_document"),
        path("<slug:page>/", pages.step, more, name=f"{name}_page"),
    ]


def _way_urls(way: Way) -> list[URLPattern | URLResolver]:
    return [
        path("<slug:key>/", choosing.begin, {"way": way}, name=f"{way.name}_begin"),
        path("<slug:key>/<uuid:draft_id>/", include(_form_urls(way))),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("aufnehmen/", choosing.record, name=RECORDING.name),
    path("aufnehmen/", include(_way_urls(RECORDING))),
    path("intern/", choosing.internal, name=INTERNAL.name),
    path("intern/", include(_way_urls(INTERNAL))),
]
