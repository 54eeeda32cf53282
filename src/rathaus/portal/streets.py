"""Streets of the municipality that begin like what is typed: suggestions, never a limit to what can be typed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rathaus.catalogue.service import register_rows
from rathaus.core.text import clean_text, fold

REGISTER = "strassen"
_SHOWN, _LEAST, _MOST = 8, 2, 100
_COLUMNS = ("name", "ort", "plz")


@require_safe
@cache_control(max_age=300, public=True)
def streets(request: HttpRequest) -> HttpResponse:
    """Options for scripts/common/suggest.js: first the streets that begin so, then those with such a word."""
    typed = fold(clean_text(request.GET.get("q", "")[:_MOST]).strip())
    found = sorted(_fitting(typed), key=lambda pair: pair[0])[:_SHOWN] if len(typed) >= _LEAST else []
    return render(request, "portal/streets.html", {"streets": [street for _rank, street in found]})


def _fitting(typed: str) -> Iterator[tuple[tuple[bool, str, str], dict[str, str]]]:
    """Rank and row. Only these columns are told: what else a register has is the town hall's."""
    for row in register_rows(REGISTER):
        name = fold(row.get("name", ""))
        if name.startswith(typed) or f" {typed}" in name.replace("-", " "):
            street = {column: row.get(column, "") for column in _COLUMNS}
            yield (not name.startswith(typed), name, street["ort"]), street
