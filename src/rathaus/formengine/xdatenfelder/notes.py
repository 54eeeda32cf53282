"""What the importer has to say: why a schema is refused, and what is left for a person to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from rathaus.formengine.types.base import Language

SAYINGS: dict[str, dict[Language, str]] = {
    # refused
    "empty": {
        "de": "Die Datei ist leer. Laden Sie ein Datenschema als XML-Datei hoch.",
        "en": "The file is empty. Upload a data schema as an XML file.",
    },
    "too_large": {
        "de": "Die Datei ist zu groß. Möglich sind höchstens {limit} MB.",
        "en": "The file is too large. At most {limit} MB are possible.",
    },
    "not_xml": {
        "de": "Die Datei ist kein lesbares XML (Zeile {line}). Laden Sie das Schema so hoch, wie es das "
        "FIM-Portal ausgibt.",
        "en": "The file is not readable as XML (line {line}). Upload the schema as the FIM portal gives it out.",
    },
    "doctype": {
        "de": "Die Datei enthält eine DOCTYPE-Angabe oder Entitäten. Das ist in einem Datenschema nicht üblich und "
        "wird aus Sicherheitsgründen nicht gelesen.",
        "en": "The file has a DOCTYPE or entities. Data schemas have none, and for safety they are not read.",
    },
    "too_many_elements": {
        "de": "Die Datei hat mehr als {limit} Elemente. Teilen Sie das Schema auf mehrere Leistungen auf.",
        "en": "The file has more than {limit} elements. Split the schema into several services.",
    },
    "too_deep": {
        "de": "Die Datei ist tiefer als {limit} Ebenen verschachtelt. So tief sind Datenschemata nicht.",
        "en": "The file is nested deeper than {limit} levels. Data schemas are not that deep.",
    },
    "too_long_text": {
        "de": "Die Datei enthält einen Text mit mehr als {limit} Zeichen (Zeile {line}). Kürzen Sie ihn.",
        "en": "The file has a text of more than {limit} characters (line {line}). Shorten it.",
    },
    "other_xml": {
        "de": "Das ist kein FIM-Datenschema. Erwartet wird XDatenfelder 2 oder 3 mit dem Element "
        "„xdatenfelder.stammdatenschema.0102“, gefunden wurde „{found}“.",
        "en": "This is no FIM data schema. XDatenfelder 2 or 3 is expected, with the element "
        "“xdatenfelder.stammdatenschema.0102”; found was “{found}”.",
    },
    "other_version": {
        "de": "Diese Fassung von XDatenfelder wird nicht gelesen: „{found}“. Möglich sind die Fassungen 2 und 3.",
        "en": "This version of XDatenfelder is not read: “{found}”. Versions 2 and 3 are possible.",
    },
    "no_fields": {
        "de": "Das Datenschema hat keine Felder. Laden Sie das vollständige Schema hoch.",
        "en": "The data schema has no fields. Upload the complete schema.",
    },
    "too_many_fields": {
        "de": "Das Datenschema hat mehr als {limit} Felder. Teilen Sie es auf mehrere Leistungen auf.",
        "en": "The data schema has more than {limit} fields. Split it into several services.",
    },
    # to do
    "rule": {
        "de": "Regel „{name}“ bei „{owner}“ umsetzen: {text}",
        "en": "Put the rule “{name}” at “{owner}” into effect: {text}",
    },
    "code_list": {
        "de": "„{name}“ ist jetzt ein Textfeld: Die Werte stehen nur in der Codeliste {uri}. Machen Sie eine Auswahl "
        "daraus, wenn es wenige sind.",
        "en": "“{name}” is a text field now: its values stand only in the code list {uri}. Make it a choice if they "
        "are few.",
    },
    "nested_rows": {
        "de": "„{name}“ kann im Schema mehrmals vorkommen, steht aber schon in einer wiederholbaren Gruppe. Hier "
        "gibt es das Feld einmal. Prüfen Sie, ob das reicht.",
        "en": "“{name}” may occur several times in the schema but already stands in a repeating group. Here it is "
        "asked once. Check whether that is enough.",
    },
    "datetime": {
        "de": "„{name}“ fragt im Schema nach Datum und Uhrzeit, hier nach dem Datum. Ergänzen Sie die Uhrzeit, wenn "
        "sie nötig ist.",
        "en": "“{name}” asks for date and time in the schema, here for the date. Add the time if it is needed.",
    },
    "pattern": {
        "de": "Das Muster für „{name}“ konnte nicht übernommen werden: {pattern}",
        "en": "The pattern for “{name}” could not be taken over: {pattern}",
    },
    "locked": {
        "de": "„{name}“ ist im Schema vorbelegt und nicht änderbar. Das Feld fehlt hier; rechnen Sie es aus, wenn "
        "Sie es brauchen.",
        "en": "“{name}” is prefilled and fixed in the schema. The field is missing here; compute it if you need it.",
    },
    "static": {
        "de": "„{name}“ ist im Schema ein eingebettetes Objekt. Hier steht ein Hinweis; schreiben Sie seinen Text.",
        "en": "“{name}” is an embedded object in the schema. Here it is an information; write its text.",
    },
    "email_added": {
        "de": "Das Schema fragt nicht nach einer E-Mail-Adresse. Die Seite „Kontakt“ ist dazugekommen, damit die "
        "Antwort ankommt.",
        "en": "The schema asks for no e-mail address. The page “Contact” was added so that the answer arrives.",
    },
    "english": {
        "de": "Die englischen Beschriftungen sind noch deutsch. Übersetzen Sie sie.",
        "en": "The English labels are still German. Translate them.",
    },
    "texts": {
        "de": "Die Texte der Leistung (Beschreibung, Voraussetzungen, Kosten, Dauer) sind Vorschläge. Schreiben Sie "
        "sie fertig.",
        "en": "The texts of the service (description, requirements, cost, duration) are proposals. Complete them.",
    },
    # for information
    "hidden": {
        "de": "„{name}“ ist im Schema verborgen und wurde weggelassen.",
        "en": "“{name}” is hidden in the schema and was left out.",
    },
    "rows_limited": {
        "de": "„{name}“ kann höchstens {limit} Mal vorkommen.",
        "en": "“{name}” can occur at most {limit} times.",
    },
    "unknown_type": {
        "de": "„{name}“ hat den unbekannten Datentyp „{found}“ und ist ein Textfeld geworden.",
        "en": "“{name}” has the unknown data type “{found}” and became a text field.",
    },
    "left_out": {
        "de": "„{name}“ hat keine Felder und wurde weggelassen.",
        "en": "“{name}” has no fields and was left out.",
    },
}


def say(code: str, language: Language, values: Mapping[str, Any]) -> str:
    """The sentence in that language; what stands in the schema goes in as it is."""
    return Formatter().vformat(SAYINGS[code][language], (), values)


class SchemaRefused(Exception):  # reads as what it says where it is caught
    """Nothing of this file was taken over. `code` is a key of SAYINGS; what the file says isn't part of a log."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(say(code, "de", values))

    def reason(self, language: Language = "de") -> str:
        return say(self.code, language, self.values)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to do or to know. `path` is a field's, or empty where it concerns a page or the whole."""

    code: str
    path: str = ""
    page: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Language = "de") -> str:
        return say(self.code, language, self.values)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "field": self.path, "page": self.page, "values": dict(self.values)}
