"""What every page for administrators has around it: the areas, and within a service its pages."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.accounts.service import StaffRequest
from rathaus.catalogue.service import Offer, find_kept_offer
from rathaus.desk.frame import desk_page

Tab = tuple[str, str, bool]

# Areas and pages by the names of their addresses; those of them that exist are shown.
AREAS = (
    ("desk_services", gettext_lazy("Alle Leistungen")),
    ("desk_service_new", gettext_lazy("Neue Leistung")),
    ("desk_registers", gettext_lazy("Verzeichnisse")),
    ("desk_searches", gettext_lazy("Suchen ohne Treffer")),
)
PAGES = (
    ("desk_service", gettext_lazy("Überblick")),
    ("desk_parameters", gettext_lazy("Einstellungen")),
    ("desk_texts", gettext_lazy("Texte")),
    ("desk_window", gettext_lazy("Zeiten und Amt")),
    ("desk_form", gettext_lazy("Formular")),
    ("desk_trial", gettext_lazy("Vorschau")),
    ("desk_examples", gettext_lazy("Beispiele")),
    ("desk_versions", gettext_lazy("Fassungen")),
)
_OF_DRAFTS = {"desk_form", "desk_trial", "desk_examples"}


def keeping_page(
    request: StaffRequest, template: str, context: dict[str, Any], *, area: str, status: int = 200
) -> HttpResponse:
    """A page of one of the areas; `area` is the name of the area's address."""
    around = {"areas": _tabs(AREAS, area), "areas_label": _("Bereiche der Verwaltung")}
    return desk_page(request, template, {**around, **context}, current="keeping", status=status)


def service_page(
    request: StaffRequest, template: str, context: dict[str, Any], *, key: str, page: str, status: int = 200
) -> HttpResponse:
    """A page about one service, offered or only a draft; `page` is the name of the page's address."""
    around = {"key": key, "pages": _tabs(PAGES, page, key), "pages_label": _("Seiten dieser Leistung")}
    return keeping_page(request, template, {**around, **context}, area="desk_services", status=status)


def draft_pages(key: str, page: str) -> list[Tab]:
    """The pages of a service that was never on offer."""
    return _tabs([entry for entry in PAGES if entry[0] in _OF_DRAFTS], page, key)


def find_offer(key: str) -> Offer:
    """An offer of this municipality in any state. Raises Http404."""
    offer = find_kept_offer(key)
    if offer is None:
        raise Http404
    return offer


def _tabs(entries: Any, current: str, *arguments: str) -> list[Tab]:
    tabs = []
    for name, label in entries:
        try:
            tabs.append((label, reverse(name, args=arguments), name == current))
        except NoReverseMatch:
            continue
    return tabs
