"""How many services are online here and how far each goes, as a page, as JSON and as CSV (docs/open-data.md)."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rathaus.applying.service import reader_language
from rathaus.catalogue.service import MATURITIES, Card, by_topic, list_offers
from rathaus.core import clock
from rathaus.core.cells import as_cell
from rathaus.tenancy.service import base_url, current_municipality

ONLINE = ("form", "full")
NAMES = {
    "information": gettext_lazy("Information"),
    "appointment": gettext_lazy("Termin"),
    "form": gettext_lazy("Formular"),
    "full": gettext_lazy("Ganz online"),
}
COLUMNS = ("key", "title", "maturity", "topics", "life_situations", "url")
_BAR_UNITS = 100


@dataclass(frozen=True)
class Row:
    """Counts under one heading. `bar` is the share of what is applied for online, in hundredths."""

    key: str
    name: str
    total: int
    counts: tuple[int, ...]
    online: int

    @property
    def bar(self) -> int:
        return round(_BAR_UNITS * self.online / self.total) if self.total else 0


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    cards = list_offers(reader_language())
    context = {
        "all": _row("", "", cards),
        "rows": [_row(topic.key, topic.name, found) for topic, found in by_topic(cards)],
        "maturities": [NAMES[maturity] for maturity in MATURITIES],
    }
    return render(request, "portal/overview.html", context)


@require_safe
def as_json(_request: HttpRequest) -> JsonResponse:
    cards = list_offers(reader_language())
    municipality = current_municipality()
    return JsonResponse(
        {
            "municipality": {"key": municipality.key, "name": municipality.name},
            "date": clock.today().isoformat(),
            "total": len(cards),
            "maturity": _counted(cards),
            "topics": [
                {"key": topic.key, "name": topic.name, "total": len(found), "maturity": _counted(found)}
                for topic, found in by_topic(cards)
            ],
            "services": [_entry(card) for card in cards],
        }
    )


@require_safe
def as_csv(_request: HttpRequest) -> HttpResponse:
    """One line for each service; several topics are separated by a space."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="leistungen.csv"'
    writer = csv.DictWriter(response, COLUMNS)
    writer.writeheader()
    for card in list_offers(reader_language()):
        entry = _entry(card)
        lists = {name: " ".join(entry[name]) for name in ("topics", "life_situations")}
        writer.writerow({**entry, **lists, "title": as_cell(card.title)})
    return response


def _row(key: str, name: str, cards: Iterable[Card]) -> Row:
    counts = _counted(cards)
    online = sum(counts[maturity] for maturity in ONLINE)
    return Row(key, name, sum(counts.values()), tuple(counts.values()), online)


def _counted(cards: Iterable[Card]) -> dict[str, int]:
    counts = Counter(card.maturity for card in cards)
    return {maturity: counts[maturity] for maturity in MATURITIES}


def _entry(card: Card) -> dict[str, Any]:
    return {
        "key": card.key,
        "title": card.title,
        "maturity": card.maturity,
        "topics": [topic.key for topic in card.topics],
        "life_situations": [situation.key for situation in card.situations],
        "url": base_url(current_municipality()) + reverse("service", kwargs={"key": card.key}),
    }
