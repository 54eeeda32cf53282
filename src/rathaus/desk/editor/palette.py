"""The kinds of fields as a person chooses them: a name, an icon, an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.formengine.editing import service as editing


@dataclass(frozen=True, slots=True)
class Choice:
    kind: str
    name: str | Promise
    icon: str
    example: str | Promise


PALETTE: tuple[Choice, ...] = (
    Choice("text", _("Kurzer Text"), "stift", _("Wie heißt Ihr Hund?")),
    Choice("longtext", _("Langer Text"), "dokument", _("Begründung")),
    Choice("choice", _("Auswahl: eine Antwort"), "haken-kreis", _("Lastschrift oder Überweisung")),
    Choice("choices", _("Auswahl: mehrere Antworten"), "haken", _("Wochentage")),
    Choice("yesno", _("Ja oder Nein"), "hilfe", _("War der Hund vorher angemeldet?")),
    Choice("date", _("Datum"), "kalender", "24.12.2026"),
    Choice("daterange", _("Zeitraum"), "kalender", _("vom 1. bis 14. Juli")),
    Choice("integer", _("Ganze Zahl"), "hausnummer", _("3 Hunde")),
    Choice("decimal", _("Zahl mit Komma"), "hausnummer", "12,5 m²"),
    Choice("money", _("Betrag in Euro"), "euro", "48,00 €"),
    Choice("person", _("Person"), "person", _("Vorname, Familienname, Geburtsdatum")),
    Choice("address", _("Anschrift"), "ort", _("Straße, Hausnummer, Postleitzahl, Ort")),
    Choice("organisation", _("Firma oder Verein"), "verein", _("Name und Rechtsform")),
    Choice("email", _("E-Mail-Adresse"), "mail", "name@beispiel.de"),
    Choice("phone", _("Telefonnummer"), "telefon", "03935 12345"),
    Choice("iban", _("IBAN"), "euro", "DE89 3704 0044 0532 0130 00"),
    Choice("postcode", _("Postleitzahl"), "ort", "39517"),
    Choice("file", _("Datei"), "anhang", _("Foto oder PDF zum Hochladen")),
    Choice("group", _("Wiederholbare Gruppe"), "plus", _("Mehrere Kinder, jedes mit Namen und Alter")),
    Choice("info", _("Hinweis"), "info", _("Ein Text zwischen den Fragen")),
    Choice("declaration", _("Erklärung zum Bestätigen"), "recht", _("Meine Angaben sind richtig.")),
    Choice("appointment", _("Termin"), "kalender", _("Eine freie Zeit im Rathaus wählen")),
)
_OTHER = Choice("computed", _("Berechneter Wert"), "auswertung", "")
_BY_KIND: Mapping[str, Choice] = {choice.kind: choice for choice in (*PALETTE, _OTHER)}


def choice_of(kind: str) -> Choice:
    return _BY_KIND[kind]


def known(kind: str) -> bool:
    """Whether a field of this kind can be added."""
    return any(choice.kind == kind for choice in PALETTE)


def fresh(
    kind: str, label: str, label_en: str, *, offering: str = ""
) -> tuple[dict[str, Any], dict[str, dict[str, dict[str, Any]]]]:
    """A new field of a kind, its words by path; its key comes from the label. `offering`: for an appointment."""
    block = _blocks().get(kind)
    definition = dict(block.definition) if block else {"kind": kind, **_BEGINNINGS.get(kind, {})}
    if kind == "appointment":
        definition["offerings"] = [offering]
    words = (
        {path: {lang: dict(said) for lang, said in by.items()} for path, by in block.words.items()} if block else {}
    )
    given = {"label": label}, {"label": label_en or label}
    own = words.setdefault("", {"de": {}, "en": {}})
    own["de"], own["en"] = {**own["de"], **given[0]}, {**own["en"], **given[1]}
    for lang, said in _WORDS.get(kind, {}).items():
        own[lang].update(said)
    words.update(_PARTS.get(kind, {}))
    if kind == "info":
        own["de"]["text"], own["en"]["text"] = label, label_en or label
    return {**definition, "key": editing.key_of(label, set())}, words


@lru_cache(maxsize=1)
def _blocks() -> dict[str, editing.Block]:
    return editing.blocks(settings.DEFINITIONS)


# A choice needs options and a group a field to be sound from the first moment; both are there to be changed.
_BEGINNINGS: Mapping[str, dict[str, Any]] = {
    "choice": {"choices": ["ja", "nein"]},
    "choices": {"choices": ["eins", "zwei"]},
    "group": {"min_rows": 1, "max_rows": 10, "fields": [{"key": "name", "kind": "text"}]},
    "file": {"max_files": 1},
}
_WORDS: Mapping[str, dict[str, dict[str, Any]]] = {
    "choice": {"de": {"options": {"ja": "Ja", "nein": "Nein"}}, "en": {"options": {"ja": "Yes", "nein": "No"}}},
    "choices": {
        "de": {"options": {"eins": "Eins", "zwei": "Zwei"}},
        "en": {"options": {"eins": "One", "zwei": "Two"}},
    },
    "group": {
        "de": {"row": "Eintrag", "add": "Weiteren Eintrag hinzufügen"},
        "en": {"row": "Entry", "add": "Add another entry"},
    },
}
_PARTS: Mapping[str, dict[str, dict[str, dict[str, Any]]]] = {
    "group": {"name": {"de": {"label": "Name"}, "en": {"label": "Name"}}},
}
