"""Places in a definition, in the words of an administrator."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.catalogue.service import Terms

from .textform import LABELS

_ATTRIBUTES = {
    "kind": gettext_lazy("Art"),
    "required": gettext_lazy("Pflicht"),
    "visible": gettext_lazy("Erscheint, wenn"),
    "valid": gettext_lazy("Gültig, wenn"),
    "default": gettext_lazy("Vorbelegt mit"),
    "rule": gettext_lazy("Berechnung"),
    "options": gettext_lazy("Zur Wahl stehen"),
    "choices": gettext_lazy("Auswahl"),
    "choices_from": gettext_lazy("Auswahl aus"),
    "minimum": gettext_lazy("Mindestens"),
    "maximum": gettext_lazy("Höchstens"),
    "min_length": gettext_lazy("Mindestens Zeichen"),
    "max_length": gettext_lazy("Höchstens Zeichen"),
    "min_rows": gettext_lazy("Mindestens Zeilen"),
    "max_rows": gettext_lazy("Höchstens Zeilen"),
    "pattern": gettext_lazy("Schreibweise"),
    "front_office": gettext_lazy("Am Schalter freiwillig"),
    "suggest": gettext_lazy("Vorschläge aus"),
    "when": gettext_lazy("Möglich, wenn"),
    "fee": gettext_lazy("Gebühr"),
    "confirmations": gettext_lazy("Zustimmungen"),
    "process": gettext_lazy("Ablauf"),
    "outcomes": gettext_lazy("Entscheidungen"),
    "transitions": gettext_lazy("Übergänge"),
    "deadlines": gettext_lazy("Fristen"),
    "notices": gettext_lazy("Bescheide"),
    "examples": gettext_lazy("Beispiele"),
    "parameters": gettext_lazy("Einstellungen"),
    "retention_years": gettext_lazy("Aufbewahrung in Jahren"),
    "topics": gettext_lazy("Themen"),
    "life_situations": gettext_lazy("Lebenslagen"),
    "trust_level": gettext_lazy("Vertrauensniveau"),
    "pages": gettext_lazy("Seite"),
    "fields": gettext_lazy("Feld"),
    "label": gettext_lazy("Frage"),
    "short": gettext_lazy("kurz"),
    "help": gettext_lazy("Hilfe"),
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Überschrift"),
    "lead": gettext_lazy("Einleitung"),
}


def attribute(key: str) -> str:
    """What a key of a definition is called; one without a word of its own stays as it is."""
    return str(_ATTRIBUTES.get(key, key))


def language_name(language: str) -> str:
    return {"de": _("Auf Deutsch"), "en": _("Auf Englisch")}.get(language, language)


def text_name(content: Mapping[str, Any], place: tuple[str, ...]) -> tuple[str, ...]:
    """`("fields", "seit", "label")` → Feld, „Haltung seit“, Frage."""
    first, *rest = place
    if not rest:
        return (str(LABELS.get(first, attribute(first))),)
    called = _called(content, first, rest[0])
    return (attribute(first), called, *(attribute(key) for key in rest[1:]))


def _called(content: Mapping[str, Any], section: str, key: str) -> str:
    """What the German texts call a field (inside of what), a page, a decision or a parameter."""
    texts = ((content.get("texts") or {}).get("de") or {}).get(section) or {}
    if section != "fields":
        return _title(texts.get(key), key)
    keys = key.split(".")
    paths = (".".join(keys[:end]) for end in range(1, len(keys) + 1))
    return " › ".join(_title(texts.get(path), path.rpartition(".")[2]) for path in paths)


def _title(text: Any, key: str) -> str:
    if isinstance(text, Mapping):
        return str(text.get("short") or text.get("label") or text.get("title") or key)
    return str(text or key)


def window_words(terms: Terms) -> dict[tuple[str, ...], str]:
    window = terms.window
    season = f"{_month_day(window.season_from)} – {_month_day(window.season_until)}" if window.season_from else ""
    per = {"year": _("in einem Kalenderjahr"), "window": _("in einem Zeitraum")}.get(window.limit_per, "")
    return {
        (_("Amt"),): terms.unit.name,
        (_("Offen ab"),): date_format(window.opens_on, "DATE_FORMAT") if window.opens_on else "",
        (_("Offen bis"),): date_format(window.closes_on, "DATE_FORMAT") if window.closes_on else "",
        (_("Jedes Jahr"),): season,
        (_("Höchstens"),): f"{window.limit_count} {per}" if window.limit_count else "",
    }


def _month_day(month_day: str) -> str:
    month, _dash, day = month_day.partition("-")
    return f"{day}.{month}."
