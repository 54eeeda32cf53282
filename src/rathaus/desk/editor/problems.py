"""What the check says about a draft, in the words of the desk and with the way to the place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.formengine.editing import service as editing

_FIELD = re.compile(r"form\.pages\.(\d+)((?:\.fields\.\d+)+)(?:\.(.*))?$")
_EXAMPLE = re.compile(r"examples\.([\w-]+)")
_PAGE = re.compile(r"form\.pages\.(\d+)(?:\.(.*))?$")


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is what it is called on the page, `url` leads there; both empty where it is about the whole."""

    message: str
    where: str = ""
    url: str = ""
    path: str = ""


def faults(content: Mapping[str, Any], found: list[tuple[str, str]]) -> list[Fault]:
    """Each once, in the order of the form."""
    return list(dict.fromkeys(_fault(content, place, message) for place, message in found))


def stale_examples(found: list[tuple[str, str]]) -> list[str]:
    """The examples that the form no longer treats as they say, in the order of the check."""
    matches = (_EXAMPLE.match(place) for place, _message in found)
    return list(dict.fromkeys(match[1] for match in matches if match))


def in_words(message: str) -> str:
    """The engine's finding in a sentence; what has none yet stays as it is."""
    for pattern, sentence in _sentences():
        match = re.search(pattern, message)
        if match:
            return sentence % {name: _type(found) for name, found in match.groupdict().items()}
    return message


def _fault(content: Mapping[str, Any], place: str, message: str) -> Fault:
    said, key = in_words(message), str(content.get("key"))
    line = _line_at(content, place)
    if line is not None:
        url = reverse("desk_form_field", args=[key, line.path])
        label = editing.words_of(content, line.path)["de"].get("label") or line.path
        return Fault(said, label, url, line.path)
    page = _PAGE.match(place)
    if page and int(page[1]) < len(editing.pages_of(content)):
        name = editing.pages_of(content)[int(page[1])]["key"]
        title = editing.page_words_of(content, name)["de"].get("title") or name
        return Fault(said, title, reverse("desk_form_page", args=[key, name]))
    example = _EXAMPLE.match(place)
    if example:
        return Fault(_example_words(message), _("Beispiel „%(name)s“") % {"name": example[1]})
    if place.startswith("texts."):
        return Fault(said, _("Texte der Leistung"), reverse("desk_form_texts", args=[key]))
    return Fault(said, place)


def _example_words(message: str) -> str:
    """The message that somebody would get now; the engine's other findings have no words of their own."""
    unexpected = re.match(r"unexpected error at '[^']*': (.+)", message, re.DOTALL)
    return unexpected[1] if unexpected else _("Es passt nicht mehr zum Formular.")


def _line_at(content: Mapping[str, Any], place: str) -> editing.Line | None:
    match = _FIELD.match(place)
    if match:
        here = f"form.pages.{match[1]}{match[2]}"
        return next((line for line in editing.lines(content) if line.place == here), None)
    words = re.match(r"texts\.\w+\.fields\.([\w.]+)", place)
    for path in _shortened(words[1]) if words else ():
        found = next((line for line in editing.lines(content) if line.path == path), None)
        if found is not None:
            return found
    return None


def _shortened(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def _type(name: str) -> str:
    types = {
        "text": _("Text"),
        "whole number": _("ganze Zahl"),
        "decimal number": _("Zahl mit Komma"),
        "date": _("Datum"),
        "yes/no": _("Ja oder Nein"),
    }
    return types.get(name, name)


def _sentences() -> tuple[tuple[str, str], ...]:
    return (
        (r"unknown name '(?P<name>[^']+)'(?: \(at character (?P<at>\d+))?", _("„%(name)s“ gibt es hier nicht.")),
        (
            r"no matching overload for '_(?P<sign>[^_]+)_' applied to '\((?P<one>.+), (?P<other>.+)\)'",
            _("Was links und rechts von „%(sign)s“ steht, passt nicht zusammen: %(one)s und %(other)s."),
        ),
        (
            r"the rule gives (?P<one>.+), but (?P<other>.+) is needed",
            _("Die Regel ergibt %(one)s, gebraucht wird %(other)s."),
        ),
        (
            r"Syntax error: .*\(at character (?P<at>\d+)",
            _("Ab dem %(at)s. Zeichen ist die Regel nicht lesbar. Prüfen Sie Klammern und Anführungszeichen."),
        ),
        (r"go round in a circle.*: (?P<name>.+→.+)", _("Die Regeln hängen im Kreis voneinander ab: %(name)s")),
        (r"the text for '(?P<name>[^']+)' is missing", _("Für „%(name)s“ fehlt ein Text.")),
        (r"there is no parameter for \{(?P<name>\w+)\}", _("Den Platzhalter {%(name)s} gibt es hier nicht.")),
        (r"needs at least one example", _("Das Formular lässt sich noch nicht ausfüllen.")),
        (r"should have at least 1 item", _("Hier fehlt noch mindestens ein Eintrag.")),
        (
            r"applicant: '(?P<name>[^']+)' is no field",
            _("Das Feld „%(name)s“ sagt, wer den Antrag stellt oder wohin die Antwort geht. Es fehlt."),
        ),
        (r"a form has one appointment", _("Ein Formular hat höchstens einen Termin.")),
        (r"an appointment stands on a page", _("Ein Termin steht auf einer Seite selbst, in keiner Gruppe.")),
        (
            r"others confirm this form",
            _("Diesen Antrag bestätigen noch andere, das dauert Tage. Eine Zeit halten wir nur Minuten frei."),
        ),
        (r"an internal service has no appointment", _("Eine interne Leistung hat keinen Termin.")),
        (r"should have at least 1 character", _("Hier fehlt ein Text.")),
        (r"should have at most (?P<name>\d+) characters", _("Der Text ist länger als %(name)s Zeichen.")),
        (r"matches no field|no field '(?P<name>[^']+)'", _("Ein Text gehört zu keinem Feld mehr.")),
    )
